public import Common
import Glibc
public import Playout
import Synchronization

/// What other threads ask of the playout thread: the newest force, and the end. Two atomic words and
/// a pipe to wake it; nobody can make it wait.
public final class PlayoutMailbox: Sendable {
    private let wanted = Atomic<UInt64>(0)
    private let applied = Atomic<UInt64>(0)
    private let directed = Atomic<UInt64>(0)
    private let directedFrom = Atomic<Int64>(0)
    private let directiveTaken = Atomic<UInt64>(0)
    private let stopWanted = Atomic<Bool>(false)
    private let pipe: OwnedDescriptor.Pipe

    /// An empty mailbox. Throws where the process has no descriptors left.
    public init() throws(PipeError) {
        let pipe = try OwnedDescriptor.pipe()
        pipe.readEnd.setNonBlocking()
        pipe.writeEnd.setNonBlocking()
        self.pipe = pipe
    }

    /// Any thread: forces a mode from the next slot on. Returns a ticket for `isApplied`.
    @discardableResult
    public func force(_ mode: Playout.ForceMode) -> UInt64 {
        let code = UInt64(Playout.ForceMode.allCases.firstIndex(of: mode) ?? 0)
        while true {
            let old = wanted.load(ordering: .acquiring)
            let new = ((old >> 8) + 1) << 8 | code
            if wanted.compareExchange(
                expected: old, desired: new, ordering: .acquiringAndReleasing
            ).exchanged {
                wakeUp()
                return new
            }
        }
    }

    /// Any thread: whether that force, or a newer one, is in effect.
    public func isApplied(_ ticket: UInt64) -> Bool {
        applied.load(ordering: .acquiring) >> 8 >= ticket >> 8
    }

    /// One thread at a time: what the run wants on air from slot `first` on. `serial` comes back in the
    /// report of the first slot shown with it; it must grow.
    public func direct(_ directive: AirDirective, from first: Int64, serial: UInt64) {
        let code = UInt64(AirDirective.allCases.firstIndex(of: directive) ?? 0)
        directedFrom.store(first, ordering: .sequentiallyConsistent)
        directed.store(serial << 8 | code, ordering: .sequentiallyConsistent)
        wakeUp()
    }

    /// Any thread: asks for an orderly end.
    public func stop() {
        stopWanted.store(true, ordering: .releasing)
        wakeUp()
    }

    /// Playout thread: readable after a wake-up.
    var descriptor: Int32 { pipe.readEnd.rawValue }

    /// Playout thread: the newest force not taken yet.
    func takeForce() -> Playout.ForceMode? {
        let value = wanted.load(ordering: .acquiring)
        guard value != applied.load(ordering: .relaxed) else { return nil }
        applied.store(value, ordering: .releasing)
        let modes = Playout.ForceMode.allCases
        return modes[modes.index(modes.startIndex, offsetBy: Int(value & 0xff))]
    }

    /// Playout thread: the newest directive not taken yet.
    func takeDirective() -> (directive: AirDirective, from: FrameIndex, serial: UInt64)? {
        let word = directed.load(ordering: .sequentiallyConsistent)
        guard word != directiveTaken.load(ordering: .relaxed) else { return nil }
        let first = directedFrom.load(ordering: .sequentiallyConsistent)
        // Replaced in between: the wake-up that follows finds the whole of the newer one.
        guard directed.load(ordering: .sequentiallyConsistent) == word else { return nil }
        directiveTaken.store(word, ordering: .relaxed)
        let all = AirDirective.allCases
        return (
            all[all.index(all.startIndex, offsetBy: Int(word & 0xff))], FrameIndex(first), word >> 8
        )
    }

    /// Playout thread: whether the end is wanted.
    var isStopWanted: Bool { stopWanted.load(ordering: .acquiring) }

    /// Playout thread: forgets wake-ups.
    func drain() {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { bytes in
            while read(descriptor, bytes.baseAddress, bytes.count) > 0 {}
        }
    }

    private func wakeUp() {
        var byte: UInt8 = 1
        _ = write(pipe.writeEnd.rawValue, &byte, 1)
    }
}

internal import Atomics
import Foundation

/// One page of a file that outlives the process: what the renderer was drawing when it died.
///
/// The render thread stores one word before each layer and one after the frame; a handler notes a
/// fatal signal. Whoever starts next reads how the last one ended. A death by SIGKILL leaves no
/// note and accuses nobody.
final class FlightRecord: @unchecked Sendable {
    // Unchecked: all words are atomics in shared memory.
    /// How the last process of this lane ended, where it did not end in order.
    struct Death: Equatable {
        /// The signal it noted; 0 for none, such as SIGKILL.
        var signal: Int32
        /// Whether it ended itself because a frame did not end.
        var hung: Bool
        /// The content hash of the shader, or the hash of the fused program, that it was drawing, or
        /// building, where that thread faulted; 0 for none.
        var shader: UInt64
        /// Whether each layer was waited for, so that `shader` is certain.
        var isCertain: Bool

        /// Whether a shader may have caused it.
        var isAccusing: Bool { hung || signal != 0 }
    }

    private enum Word: Int {
        case magic
        case running
        case signal
        case hung
        case shader
        case frameStart
        case certain
        case building
        case builder
        case faulted
        case drawer
    }

    private static let magic: UInt64 = 0x686f_6c64_6f76_6572
    private static let byteCount = 4096
    private let base: UnsafeMutableRawPointer

    /// How the process before this one died; nil where it ended in order or there was none.
    let previous: Death?

    /// Opens or makes the record at `path` and marks it as running. Nil where the file cannot be
    /// mapped: then nothing is remembered.
    init?(path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Not a hole: on a full disk the first store into one would end the process.
        guard posix_fallocate(descriptor, 0, off_t(Self.byteCount)) == 0,
            let base = mmap(
                nil, Self.byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            base != MAP_FAILED
        else { return nil }
        self.base = base
        func load(_ word: Word) -> UInt64 { Self.cell(base, word).load(ordering: .relaxed) }
        var death: Death?
        if load(.magic) == Self.magic, load(.running) == 1 {
            // Where the build thread faulted, what was being drawn meanwhile is innocent.
            let faulted = load(.faulted)
            let isBuilders = faulted != 0 && faulted == load(.builder)
            // A thread of the driver's works for whoever told it to: while something is built, that is
            // likelier than what has been drawn many times.
            let isDrivers =
                faulted != 0 && !isBuilders && faulted != load(.drawer) && load(.building) != 0
            death = Death(
                signal: Int32(truncatingIfNeeded: load(.signal)), hung: load(.hung) == 1,
                shader: load(isBuilders || isDrivers ? .building : .shader),
                isCertain: isBuilders || !isDrivers && load(.certain) == 1)
        }
        previous = death
        for word in [
            Word.signal, .hung, .shader, .frameStart, .certain, .building, .builder, .faulted,
            .drawer,
        ] { store(word, 0) }
        store(.magic, Self.magic)
        store(.certain, death?.isAccusing == true ? 1 : 0)
        store(.running, 1)
    }

    deinit { munmap(base, Self.byteCount) }

    /// Whether the renderer waits for each layer: after a death that accuses a shader, so that the
    /// next one tells for certain which it was. (GL works later than it is told to.)
    var isCareful: Bool { previous?.isAccusing == true }

    /// The render thread is about to draw with this shader at `nanoseconds`; 0 for between frames.
    func drawing(_ shader: UInt64) {
        store(.shader, shader)
    }

    /// The calling thread is about to build what has this hash; 0: it is not building.
    func building(_ hash: UInt64) {
        store(.builder, UInt64(pthread_self()))
        store(.building, hash)
    }

    /// A frame began at `nanoseconds` of the monotonic clock; 0: it ended. Render thread.
    func frame(startedAt nanoseconds: Int64) {
        store(.drawer, UInt64(pthread_self()))
        store(.frameStart, UInt64(bitPattern: nanoseconds))
        if nanoseconds == 0 { store(.shader, 0) }
    }

    /// When the frame being drawn began; nil between frames.
    var frameStart: Int64? {
        let value = Self.cell(base, .frameStart).load(ordering: .relaxed)
        return value == 0 ? nil : Int64(bitPattern: value)
    }

    /// The process ends itself because its frame does not.
    func noteHang() {
        store(.hung, 1)
    }

    /// The process ends in order.
    func noteOrderlyEnd() {
        store(.running, 0)
    }

    /// Notes fatal signals of this process in this record, and dies of them as before.
    func catchFatalSignals() {
        CaughtSignals.word = base + Word.signal.rawValue * 8
        CaughtSignals.thread = base + Word.faulted.rawValue * 8
        for number in [SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE] {
            signal(number) { number in
                CaughtSignals.word?.storeBytes(of: UInt64(number), as: UInt64.self)
                CaughtSignals.thread?.storeBytes(of: UInt64(pthread_self()), as: UInt64.self)
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    private func store(_ word: Word, _ value: UInt64) {
        Self.cell(base, word).store(value, ordering: .relaxed)
    }

    private static func cell(
        _ base: UnsafeMutableRawPointer, _ word: Word
    ) -> UnsafeAtomic<UInt64> {
        let address = (base + word.rawValue * 8).assumingMemoryBound(
            to: UnsafeAtomic<UInt64>.Storage.self)
        return UnsafeAtomic(at: address)
    }
}

/// Where the handler of fatal signals writes. Set once, before the handler is installed.
private enum CaughtSignals {
    // A signal handler can be given no context; nothing writes this after it is installed.
    nonisolated(unsafe) static var word: UnsafeMutableRawPointer?
    // As above: which thread it was.
    nonisolated(unsafe) static var thread: UnsafeMutableRawPointer?
}

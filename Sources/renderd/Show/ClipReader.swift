import Common
import Foundation

/// Pictures of one input's medium, by their numbers, from a child that decodes it exactly as capture does
/// (`ingressd decode`). The child waits when its pipe is full, and we wait for it: nothing is dropped.
/// Owned by one thread, which may block for as long as a decoder takes, but not for ever.
final class ClipReader {
    /// What to decode.
    struct Clip: Sendable, Equatable {
        /// As in the configuration: `file:PATH`, `test:bars`.
        var source: String
        var format: VideoFormat
        /// The program that decodes.
        var decoder: String
        /// Whether picture numbers go on at 0 after the last.
        var loops = false
    }

    private let clip: Clip
    private let environment: [String: String]
    private var run: Run?
    /// The number of the picture in memory; nil before the first.
    private(set) var number: Int64?
    private let memory: UnsafeMutableRawPointer
    private let byteCount: Int
    /// Pictures of the medium; nil until its end was seen.
    private(set) var count: Int64?

    /// A decoder that says nothing for so long is given up.
    private static let patience = Nanoseconds.seconds(60)
    /// Going on reading is cheaper than starting anew, up to so many pictures.
    private static let readAheadMax: Int64 = 100

    /// One child and the end of its pipe.
    private struct Run: ~Copyable {
        let child: ChildProcess
        let output: OwnedDescriptor
        /// The first it was asked for.
        let first: Int64
        var next: Int64
    }

    init(_ clip: Clip, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.clip = clip
        self.environment = environment
        byteCount = clip.format.payloadByteCount
        memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    }

    deinit {
        run?.child.terminate(grace: .milliseconds(200))
        memory.deallocate()
    }

    /// Brings picture `wanted` into memory. False where the medium ends before it.
    ///
    /// Throws where it cannot be decoded.
    func advance(to wanted: Int64) throws(ShowError) -> Bool {
        var wanted = wanted
        if clip.loops, let count, count > 0 { wanted %= count }
        if number == wanted { return true }
        if let count, wanted >= count { return false }
        if let next = run?.next, wanted < next || wanted - next > Self.readAheadMax { stop() }
        if run == nil { try start(from: wanted) }
        while let next = run?.next, next <= wanted {
            guard try read(next) else {
                if count == nil { try measure() }
                guard clip.loops else { return false }
                return try advance(to: wanted)
            }
        }
        return true
    }

    /// The picture that was brought, for `slot`; valid until the next is brought.
    func arrival(for slot: FrameIndex) -> InputArrival {
        InputArrival(
            index: slot, frameNumber: number, format: clip.format,
            payload: UnsafeRawPointer(memory))
    }

    private func start(from first: Int64) throws(ShowError) {
        do {
            let pipe = try OwnedDescriptor.pipe(capacity: 1 << 20)
            let child = try ChildProcess(
                clip.decoder,
                [
                    "decode", clip.source, "--format", "\(clip.format)", "--matrix",
                    clip.format.matrix.rawValue, "--from", "\(first)",
                ],
                environment: environment, standardOutput: pipe.writeEnd.rawValue,
                standardError: STDERR_FILENO, diesWithThread: true)
            run = Run(child: child, output: pipe.takeReadEnd(), first: first, next: first)
        } catch {
            throw ShowError("\(clip.source) cannot be decoded: \(error)", remedy: "Build ingressd")
        }
    }

    /// Reads the medium from its first picture to its end.
    private func measure() throws(ShowError) {
        try start(from: 0)
        while let next = run?.next, try read(next) {}
    }

    /// Ends the decoder, if one runs.
    private func stop() {
        run?.child.terminate(grace: .milliseconds(200))
        run = nil
    }

    /// One whole picture; false at the orderly end of the medium.
    private func read(_ next: Int64) throws(ShowError) -> Bool {
        var filled = 0
        let deadline = SystemTimeSource().now() + Self.patience
        guard let descriptor = run?.output.rawValue else { return false }
        var polls = PollSet()
        polls.add(descriptor, for: .read)
        while filled < byteCount {
            guard polls.wait(until: deadline) else {
                throw ShowError(
                    "nothing came of \(clip.source) for \(Int(Self.patience.seconds)) s",
                    remedy: "Look whether ffmpeg plays it")
            }
            let got = Foundation.read(descriptor, memory + filled, byteCount - filled)
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return try end(at: next) }
            filled += got
        }
        number = next
        run?.next = next + 1
        return true
    }

    /// The child wrote all it will: the end of the medium, unless it failed.
    private func end(at next: Int64) throws(ShowError) -> Bool {
        // Begun beyond the end, which tells nothing of where that is.
        let isBeyond = next > 0 && run?.first == next
        let exit = run?.child.wait(until: SystemTimeSource().now() + .seconds(5))
        stop()
        guard exit == .exited(code: 0) else {
            throw ShowError(
                "\(clip.source) could not be decoded beyond picture \(next)",
                remedy: "What its decoder said is above")
        }
        guard next > 0 else {
            throw ShowError("\(clip.source) has no picture", remedy: "Give another one")
        }
        if !isBeyond { count = next }
        return false
    }
}

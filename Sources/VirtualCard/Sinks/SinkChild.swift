internal import Common
internal import Glibc

/// One running ffmpeg that takes pictures on stdin and sound on descriptor 4. Owned by the sink's
/// thread. Writes wait for the child, but never longer than `patience` without progress.
final class SinkChild {
    /// Why a child takes no more.
    enum Failure: Error, Equatable {
        /// It ended by itself; its last words.
        case ended(String)
        /// It read nothing for `patience`.
        case stuck
    }

    static let patience = Nanoseconds.seconds(5)

    private let process: ChildProcess
    private let picturePipe: Int32
    private let soundPipe: Int32
    private let errorPipe: OwnedDescriptor
    private var isOpen = true
    private var lastWords: [UInt8] = []
    private let time = SystemTimeSource()
    private var polls = PollSet()

    var processID: Int32 { process.processID }

    init(arguments: [String], environment: [String: String]) throws(SinkStartError) {
        do {
            let picture = try OwnedDescriptor.pipe(capacity: 1 << 20)
            let sound = try OwnedDescriptor.pipe(capacity: 1 << 18)
            let errors = try OwnedDescriptor.pipe()
            process = try ChildProcess(
                "ffmpeg", arguments, environment: environment,
                standardInput: picture.readEnd.rawValue, standardError: errors.writeEnd.rawValue,
                extra: sound.readEnd.rawValue)
            picturePipe = picture.takeWriteEnd().release()
            soundPipe = sound.takeWriteEnd().release()
            errorPipe = errors.takeReadEnd()
        } catch {
            throw SinkStartError(reason: "\(error)")
        }
        _ = fcntl(picturePipe, F_SETFL, O_NONBLOCK)
        _ = fcntl(soundPipe, F_SETFL, O_NONBLOCK)
        errorPipe.setNonBlocking()
    }

    deinit { closeInput() }

    private func closeInput() {
        guard isOpen else { return }
        isOpen = false
        close(picturePipe)
        close(soundPipe)
    }

    /// Writes one frame whole, picture and sound side by side so that neither waits for the other.
    func write(
        picture: UnsafeRawBufferPointer, sound: [UInt8]
    ) throws(Failure) {
        var pictureSent = 0
        var soundSent = 0
        var deadline = time.now() + Self.patience
        while pictureSent < picture.count || soundSent < sound.count {
            let moved = try Self.send(picture, from: &pictureSent, to: picturePipe)
                .orThrow(self)
            let alsoMoved = try sound.withUnsafeBytes {
                Self.send($0, from: &soundSent, to: soundPipe)
            }.orThrow(self)
            if moved || alsoMoved {
                deadline = time.now() + Self.patience
                continue
            }
            guard time.now() < deadline else { throw .stuck }
            polls.removeAll()
            polls.add(picturePipe, for: pictureSent < picture.count ? .write : .none)
            polls.add(soundPipe, for: soundSent < sound.count ? .write : .none)
            polls.add(errorPipe.rawValue, for: .read)
            if polls.wait(until: min(deadline, time.now() + .seconds(1))) { listen() }
        }
    }

    private enum Sent {
        case moved(Bool)
        case broken
        func orThrow(_ child: SinkChild) throws(Failure) -> Bool {
            switch self {
            case .moved(let moved): return moved
            case .broken: throw .ended(child.reap())
            }
        }
    }

    private static func send(
        _ bytes: UnsafeRawBufferPointer, from sent: inout Int, to descriptor: Int32
    ) -> Sent {
        guard sent < bytes.count else { return .moved(false) }
        let count = Glibc.write(
            descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
        if count > 0 {
            sent += count
            return .moved(true)
        }
        return errno == EAGAIN || errno == EINTR ? .moved(false) : .broken
    }

    /// Reads what the child says, keeping the end of it.
    private func listen() {
        var chunk = [UInt8](repeating: 0, count: 2048)
        while true {
            let count = read(errorPipe.rawValue, &chunk, chunk.count)
            guard count > 0 else { return }
            lastWords += chunk[..<count]
            if lastWords.count > 4096 { lastWords.removeFirst(lastWords.count - 4096) }
        }
    }

    /// The child is ending: waits for it shortly, kills it otherwise, and returns its last line.
    private func reap() -> String {
        let exit =
            process.wait(until: time.now() + .milliseconds(500))
            ?? process.terminate(grace: .milliseconds(500))
        return describe(exit)
    }

    private func describe(_ exit: ChildExit?) -> String {
        listen()
        let said = String(decoding: lastWords, as: UTF8.self).split(separator: "\n").last
        return [said.map(String.init), exit.map { "ffmpeg ended with \($0)" }]
            .compactMap { $0 }.joined(separator: "; ")
    }

    /// Ends a child that does not read.
    func kill() {
        closeInput()
        process.signal(SIGKILL)
        _ = process.wait(until: time.now() + .seconds(5))
    }

    /// Ends the input, so that the child writes its trailer, and waits for it. Nil when all went
    /// well, else what went wrong.
    func finish(until deadline: MonotonicInstant) -> String? {
        closeInput()
        if let exit = process.wait(until: deadline) {
            return exit.isSuccess ? nil : describe(exit)
        }
        process.terminate(grace: .seconds(1))
        return "ffmpeg did not end in time"
    }
}

/// ffmpeg could not be started.
struct SinkStartError: Error, Equatable, CustomStringConvertible {
    let reason: String
    var description: String { reason }
}

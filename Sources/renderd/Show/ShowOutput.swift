import Common
import Foundation

/// Where a show's pictures go: a file of raw pictures, or ffmpeg, which makes a file of them. Whole
/// pictures only, each waited for; the file has its name only once it is complete. Owned by one thread.
final class ShowOutput {
    private let path: String
    private let partial: String
    private let child: ChildProcess?
    private let environment: [String: String]
    /// Pictures written so far.
    private var pictureCount: Int64 = 0
    /// The file, or ffmpeg's input; −1 once closed.
    private var descriptor: Int32
    private var isFinished = false

    /// A disk or an encoder that takes nothing for so long is given up.
    private static let patience = Nanoseconds.seconds(60)

    /// Begins the file at `path`; its ending says what it is. `sound` are words that give ffmpeg a second
    /// input with sound, or none.
    ///
    /// Throws where it cannot be made.
    init(
        path: String, format: VideoFormat, sound: [String] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ShowError) {
        self.path = path
        self.environment = environment
        guard let encoding = ShowEncoding(path: path) else {
            throw ShowError(
                "\(path): nobody knows what to write by this ending",
                remedy: "Use one of \(ShowEncoding.endings)")
        }
        partial = encoding.partial(of: path)
        try Self.checkPlace(path)
        guard encoding != .raw else {
            let file = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard file >= 0 else { throw Self.failure("open", partial, errno) }
            descriptor = file
            child = nil
            return
        }
        do {
            let pipe = try OwnedDescriptor.pipe(capacity: 1 << 20)
            child = try ChildProcess(
                "ffmpeg", encoding.arguments(format, sound: sound, into: partial),
                environment: environment, standardInput: pipe.readEnd.rawValue,
                standardOutput: STDERR_FILENO, standardError: STDERR_FILENO, diesWithThread: true)
            descriptor = pipe.takeWriteEnd().release()
        } catch {
            throw ShowError("the encoder does not start: \(error)", remedy: "Install ffmpeg")
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        shut()
        guard !isFinished else { return }
        child?.terminate(grace: .milliseconds(200))
        unlink(partial)
    }

    /// Writes one picture, all of it.
    ///
    /// Throws where the disk is full or the encoder has ended.
    func write(_ picture: UnsafeRawBufferPointer) throws(ShowError) {
        var sent = 0
        var polls = PollSet()
        polls.add(descriptor, for: .write)
        while sent < picture.count {
            guard polls.wait(until: SystemTimeSource().now() + Self.patience) else {
                throw ShowError(
                    "\(path) takes nothing for \(Int(Self.patience.seconds)) s",
                    remedy: "Look at the disk and at ffmpeg")
            }
            let count = Foundation.write(
                descriptor, picture.baseAddress?.advanced(by: sent), picture.count - sent)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { throw broken(errno) }
            sent += count
        }
        pictureCount += 1
    }

    /// Closes the file and gives it its name.
    ///
    /// Throws where the encoder failed in the end, or not every picture is in the file.
    func finish() throws(ShowError) {
        if let child {
            // Its end of input; it has yet to write what it holds.
            shut()
            let limit = SystemTimeSource().now() + Self.patience
            guard child.wait(until: limit) == .exited(code: 0) else { throw broken(EPIPE) }
            try verify()
        } else if fsync(descriptor) != 0 {
            throw Self.failure("write", partial, errno)
        }
        guard rename(partial, path) == 0 else { throw Self.failure("name", path, errno) }
        isFinished = true
    }

    /// Throws where nothing can get the name `path`, before anything is drawn.
    private static func checkPlace(_ path: String) throws(ShowError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        {
            throw ShowError("\(path) is a folder", remedy: "Name a file in it")
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(folder, W_OK | X_OK) == 0 else {
            throw failure("write into", folder, errno)
        }
    }

    /// Counts the pictures of the finished file: ffmpeg ends with 0 also where the last of them, or the
    /// table that finds them, met a full disk.
    private func verify() throws(ShowError) {
        let size = (try? FileManager.default.attributesOfItem(atPath: partial))?[.size] as? Int64
        // As slow as the slowest disk in use, and a minute for a busy host.
        let patience = Self.patience + .seconds((size ?? 0) >> 24)
        let said: String
        do throws(PictureError) {
            let result = try HelperProcess.run(
                "ffprobe",
                [
                    "-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries",
                    "stream=nb_read_packets", "-of", "csv=p=0", "file:" + partial,
                ], environment: environment, outputLimit: 4096,
                until: SystemTimeSource().now() + patience)
            said = String(decoding: result.output, as: UTF8.self)
        } catch {
            throw ShowError("\(path) cannot be verified: \(error)", remedy: "Install ffprobe")
        }
        let digits = said.prefix { $0.isNumber }
        guard Int64(digits) == pictureCount else {
            throw ShowError(
                "\(path) is not complete: \(digits.isEmpty ? "none" : digits) of its "
                    + "\(pictureCount) pictures can be read",
                remedy: "Free disk space, or choose another folder")
        }
    }

    private func shut() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
    }

    private func broken(_ code: Int32) -> ShowError {
        guard let child else { return Self.failure("write", partial, code) }
        let exit = child.wait(until: SystemTimeSource().now() + .seconds(2))
        let end =
            switch exit {
            case .exited(let code)?: "ended with exit code \(code)"
            case .killed(let signal)?: "was killed by signal \(signal)"
            case nil: "takes no more"
            }
        return ShowError(
            "\(path) is not complete: ffmpeg \(end)",
            remedy: "What it said is above; free disk space, or choose another ending")
    }

    private static func failure(_ verb: String, _ path: String, _ code: Int32) -> ShowError {
        ShowError(
            "cannot \(verb) \(path): \(String(cString: strerror(code)))",
            remedy: code == ENOSPC
                ? "Free disk space, or write an encoded file"
                : code == ENOENT
                    ? "Make the folder, or choose another" : "Choose a writable folder")
    }
}

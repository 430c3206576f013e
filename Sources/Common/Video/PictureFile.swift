internal import Glibc

/// What a picture file says of itself, through `ffprobe`.
public enum PictureFile {
    /// Pixels a line and lines; nil where ffprobe finds no picture, or none within five seconds. Blocks
    /// for the child.
    public static func size(
        _ path: String, environment: [String: String]
    ) -> (width: Int, height: Int)? {
        // What cannot be asked is not known: who loads the file says why.
        guard let pipe = try? OwnedDescriptor.pipe(),
            let child = try? ChildProcess(
                "ffprobe",
                [
                    "-v", "error", "-select_streams", "v:0", "-show_entries",
                    "stream=width,height", "-of", "csv=p=0", "-i", "file:\(path)",
                ], environment: environment, standardOutput: pipe.writeEnd.rawValue)
        else { return nil }
        let end = pipe.takeReadEnd()
        var polls = PollSet()
        polls.add(end.rawValue, for: .read)
        var bytes = [UInt8](repeating: 0, count: 64)
        let deadline = SystemTimeSource().now() + .seconds(5)
        let count =
            polls.wait(until: deadline) ? read(end.rawValue, &bytes, bytes.count) : 0
        child.terminate(grace: .milliseconds(200))
        let line = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        let numbers = line.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        guard numbers.count >= 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
        return (numbers[0], numbers[1])
    }

    /// What happens to a picture of another size than `format`'s, with the remedy; nil where it fits.
    public static func objection(
        to size: (width: Int, height: Int), in format: VideoFormat
    ) -> (problem: String, remedy: String)? {
        guard size.width != format.width || size.height != format.height else { return nil }
        let isSameShape = size.width * format.height == size.height * format.width
        return (
            "the slate is \(size.width)x\(size.height), the channel \(format.width)x"
                + "\(format.height): it is scaled"
                + (isSameShape ? "" : ", with black beside it"),
            "Give a picture of \(format.width)x\(format.height), or leave playout.slate empty"
        )
    }
}

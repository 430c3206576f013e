import Common
import Foundation

/// Reads picture files through `ffmpeg`, a process of its own: a damaged or hostile file can end
/// the child, never the renderer. Blocks; for the build thread.
enum PictureFile {
    /// The largest file that is looked at.
    static let fileByteCountMax = 64 << 20
    /// The most pixels a picture may have.
    static let pixelCountMax = 64 << 20
    private static let patience = Nanoseconds.seconds(10)

    /// The picture in `path`, straight RGBA.
    ///
    /// Throws a sentence where the file is missing, too large or no picture.
    static func load(_ path: String) throws(PictureError) -> PixelPicture {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PictureError(
                "the picture \(name) cannot be opened",
                remedy: "put it into the shader library, readable")
        }
        guard status.st_size <= fileByteCountMax else {
            throw PictureError(
                "the picture \(name) is larger than 64 MiB",
                remedy: "make it no larger than the programme needs")
        }
        let result = try HelperProcess.run(
            "ffmpeg",
            [
                "-hide_banner", "-loglevel", "quiet", "-nostdin", "-max_pixels",
                "\(pixelCountMax)", "-i", "file:\(path)", "-frames:v", "1", "-pix_fmt", "rgba",
                "-c:v", "pam", "-f", "image2pipe", "pipe:1",
            ], environment: ProcessInfo.processInfo.environment,
            outputLimit: pixelCountMax * 4 + 1024, until: SystemTimeSource().now() + patience)
        guard let picture = parse(result.output) else {
            let reason = result.exit == nil ? "took too long to read" : "is no picture ffmpeg reads"
            throw PictureError(
                "the file \(name) \(reason)", remedy: "save it as PNG of at most 64 megapixels")
        }
        return picture
    }

    /// A portable arbitrary map of four bytes a pixel, its lines turned over.
    static func parse(_ bytes: [UInt8]) -> PixelPicture? {
        let mark = Array("ENDHDR\n".utf8)
        let head = bytes.prefix(256)
        guard head.starts(with: Array("P7\n".utf8)),
            let end = head.indices.first(where: { head[$0...].starts(with: mark) })
        else { return nil }
        var numbers: [Substring: Int] = [:]
        let text = String(decoding: head[..<end], as: UTF8.self)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2 { numbers[words[0]] = Int(words[1]) }
        }
        let start = end + mark.count
        guard let width = numbers["WIDTH"], let height = numbers["HEIGHT"], numbers["DEPTH"] == 4,
            numbers["MAXVAL"] == 255, width > 0, height > 0, width <= 1 << 16, height <= 1 << 16,
            bytes.count - start == width * height * 4
        else { return nil }
        var rgba: [UInt8] = []
        rgba.reserveCapacity(width * height * 4)
        for line in (0..<height).reversed() {
            rgba += bytes[(start + line * width * 4)..<(start + (line + 1) * width * 4)]
        }
        return PixelPicture(width: width, height: height, rgba: rgba)
    }
}

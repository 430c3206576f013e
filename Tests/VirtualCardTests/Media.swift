import Common
import Foundation
import Glibc

/// Deterministic pictures and sound.
enum Pattern {
    static func fill(_ bytes: UnsafeMutableRawBufferPointer, position: Int) {
        for offset in 0..<bytes.count {
            let ramp = (offset / 8 + position * 16) % 200
            bytes[offset] = UInt8(offset % 2 == 0 ? 64 + ramp / 2 : 20 + ramp)
        }
    }

    static func picture(_ position: Int, byteCount: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            fill(UnsafeMutableRawBufferPointer(buffer), position: position)
            count = byteCount
        }
    }

    /// Two channels: each sample names its place.
    static func sound(_ index: Int64, rate: FrameRate) -> [Int32] {
        let first = AudioFormat.samplesBefore(FrameIndex(index), rate: rate)
        let count = AudioFormat.sampleCount(at: FrameIndex(index), rate: rate)
        return (0..<Int64(count)).flatMap { [Int32(first + $0) << 8, -Int32(first + $0) << 8] }
    }
}

/// Looks into media files with ffmpeg.
enum Media {
    struct Facts {
        var frameCount: Int
        var rate: String
    }

    static func probe(_ path: String) throws -> Facts {
        let text = try run(
            "ffprobe",
            [
                "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
                "stream=r_frame_rate,nb_read_frames", "-of", "csv=p=0", path,
            ])
        let parts = String(decoding: text, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ",")
        return Facts(frameCount: Int(parts.last ?? "") ?? -1, rate: String(parts.first ?? ""))
    }

    static func decodeSound(_ path: String) throws -> [Int32] {
        let bytes = try run(
            "ffmpeg", ["-v", "error", "-i", path, "-map", "0:a", "-f", "s32le", "pipe:1"])
        return bytes.withUnsafeBytes { raw in
            (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self) }
        }
    }

    static func decodePictures(_ path: String, byteCount: Int) throws -> [[UInt8]] {
        let bytes = try run(
            "ffmpeg",
            [
                "-v", "error", "-i", path, "-map", "0:v", "-fps_mode", "passthrough", "-f",
                "rawvideo", "-pix_fmt", "uyvy422", "pipe:1",
            ])
        return stride(from: 0, to: bytes.count - byteCount + 1, by: byteCount).map {
            Array(bytes[$0..<$0 + byteCount])
        }
    }

    static func psnr(_ a: [UInt8], _ b: [UInt8]) -> Double {
        var sum = 0
        for position in 0..<min(a.count, b.count) {
            let difference = Int(a[position]) - Int(b[position])
            sum += difference * difference
        }
        guard a.count == b.count, sum > 0 else { return a.count == b.count ? .infinity : 0 }
        return 10 * log10(255 * 255 * Double(a.count) / Double(sum))
    }

    /// Our own children of that name whose command line mentions `text`.
    static func children(named name: String, mentioning text: String) -> [Int32] {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return ids.compactMap { Int32($0) }.filter { id in
            let line =
                (try? String(contentsOfFile: "/proc/\(id)/cmdline", encoding: .utf8)) ?? ""
            let status = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
            let parent = status.split(separator: ")").last?.split(separator: " ").dropFirst().first
            return line.contains(name) && line.contains(text)
                && parent.map(String.init) == "\(getpid())"
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }
}

import Common

@testable import Quality

/// Made pictures with known levels.
struct Picture {
    let format: VideoFormat
    var bytes: [UInt8]

    init(_ format: VideoFormat, luma: UInt8 = 16, blue: UInt8 = 128, red: UInt8 = 128) {
        self.format = format
        bytes = []
        bytes.reserveCapacity(format.payloadByteCount)
        for _ in 0..<(format.payloadByteCount / 4) { bytes += [blue, luma, red, luma] }
    }

    /// Fills a rectangle given in parts of the picture.
    mutating func fill(
        x: Range<Double>, y: Range<Double>, luma: UInt8, blue: UInt8 = 128, red: UInt8 = 128
    ) {
        let lines =
            Int(y.lowerBound * Double(format.height))..<Int(y.upperBound * Double(format.height))
        let pairs =
            Int(
                x.lowerBound * Double(format.width / 2))..<Int(
                x.upperBound * Double(format.width / 2))
        for line in lines {
            for pair in pairs {
                let at = line * format.strideBytes + pair * 4
                bytes.replaceSubrange(at..<at + 4, with: [blue, luma, red, luma])
            }
        }
    }

    /// What the grid sees.
    var sample: PictureSample {
        var sample = PictureSample(format)
        bytes.withUnsafeBytes { sample.read($0, format) }
        return sample
    }
}

extension VideoFormat {
    static func test(_ text: String = "320x180p50") -> VideoFormat {
        guard let format = VideoFormat(parsing: text) else { preconditionFailure(text) }
        return format
    }
}

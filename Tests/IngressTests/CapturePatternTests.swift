import Common
import Testing

@testable import IngressCapture

@Suite struct CapturePatternTests {
    private static func format(_ text: String) throws -> VideoFormat {
        try #require(VideoFormat(parsing: text))
    }

    private func draw(_ number: Int64, _ format: VideoFormat) throws -> [UInt8] {
        let pattern = try #require(BarsPattern(format: format))
        var picture = [UInt8](repeating: 0, count: format.payloadByteCount)
        picture.withUnsafeMutableBytes { pattern.draw(number: number, into: $0) }
        return picture
    }

    @Test(
        "The counter is read back from any size, also inverted and through gain",
        arguments: ["160x90p50", "320x180p25", "1280x720p50", "720x576p25", "1920x1080p59.94"])
    func counter(_ text: String) throws {
        let format = try Self.format(text)
        for number in [0, 1, 2_863_311, 99_999_999] as [Int64] {
            let picture = try draw(number, format)
            let read = picture.withUnsafeBytes { CounterStrip.read($0, format: format) }
            #expect(read == UInt32(number))
            let inverted = picture.map { 255 - $0 }
            #expect(
                inverted.withUnsafeBytes { CounterStrip.read($0, format: format) }
                    == UInt32(number))
            let dim = picture.map { UInt8(Int($0) * 6 / 10 + 20) }
            #expect(
                dim.withUnsafeBytes { CounterStrip.read($0, format: format) } == UInt32(number))
        }
    }

    @Test("A damaged counter is no counter")
    func damagedCounter() throws {
        let format = try Self.format("320x180p25")
        var picture = try draw(12_345, format)
        let width = CounterStrip.cellWidth(format)
        let isWhite = CounterStrip.cells(of: 12_345)[20]
        picture.withUnsafeMutableBytes {
            UYVY.fill(
                $0, stride: format.strideBytes, x: 20 * width, y: 0, width: width, height: 20,
                word: UYVY.grey(isWhite ? 16 : 235))
        }
        #expect(picture.withUnsafeBytes { CounterStrip.read($0, format: format) } == nil)
        let black = [UInt8](repeating: 16, count: format.payloadByteCount)
        #expect(black.withUnsafeBytes { CounterStrip.read($0, format: format) } == nil)
    }

    @Test("75 % bars are at the code values of BT.709 and BT.601")
    func barLevels() throws {
        func colours(_ text: String) throws -> [[Int]] {
            let format = try Self.format(text)
            let picture = try draw(0, format)
            let y = format.height / 2
            return (0..<7).map { bar in
                let x = (format.width * (2 * bar + 1) / 14) & ~1
                let at = y * format.strideBytes + x * 2
                return [Int(picture[at + 1]), Int(picture[at]), Int(picture[at + 2])]
            }
        }
        #expect(
            try colours("1280x720p50") == [
                [180, 128, 128], [168, 44, 136], [145, 147, 44], [133, 63, 52],
                [63, 193, 204], [51, 109, 212], [28, 212, 120],
            ])
        #expect(
            try colours("720x576p25") == [
                [180, 128, 128], [162, 44, 142], [131, 156, 44], [112, 72, 58],
                [84, 184, 198], [65, 100, 212], [35, 212, 114],
            ])
    }

    @Test("Each frame differs from the one before it in the box, digits and counter only")
    func motion() throws {
        let format = try Self.format("320x180p25")
        let a = try draw(10, format)
        let b = try draw(11, format)
        let c = try draw(10, format)
        #expect(a == c)
        let changedLines = Set(
            (0..<a.count).filter { a[$0] != b[$0] }.map { $0 / format.strideBytes })
        #expect(!changedLines.isEmpty && changedLines.allSatisfy { $0 < 180 * 8 / 12 })
    }

    @Test("The tone has −20 dBFS and no step between slots, at every rate")
    func tone() throws {
        let audio = try #require(AudioFormat(channelCount: 2))
        for rate in FrameRate.broadcastRates {
            var samples: [Int32] = []
            for index in Int64(89_991)..<90_011 {
                var area = [UInt8](
                    repeating: 0, count: AudioFormat.maximumSampleCount(rate: rate) * 8)
                let count = area.withUnsafeMutableBytes {
                    LineUpTone.write(index: FrameIndex(index), rate: rate, audio: audio, into: $0)
                }
                #expect(count == AudioFormat.sampleCount(at: FrameIndex(index), rate: rate))
                area.withUnsafeBytes { bytes in
                    for position in 0..<count {
                        let left = bytes.loadUnaligned(
                            fromByteOffset: position * 8, as: Int32.self)
                        let right = bytes.loadUnaligned(
                            fromByteOffset: position * 8 + 4, as: Int32.self)
                        #expect(left == right)
                        samples.append(left)
                    }
                }
            }
            // 1 kHz at 48 kHz repeats every 48 samples, over all borders.
            #expect(zip(samples, samples.dropFirst(48)).allSatisfy { $0 == $1 })
            #expect(samples.max() == 214_748_365)
        }
    }
}

import Common
import DeckLink
import TestKit
import Testing

@testable import IngressCapture

/// What signals become in the channel, and when their pictures came.
@Suite struct SignalFitTests {
    private func mode(_ wanted: String) throws -> DeckLinkMode {
        let fake = try FakeDriver()
        let card = try DeckLinkDriver(path: fake.path).card(.number(1))
        return try #require(card.outputModes().first { "\($0)" == wanted })
    }

    @Test(
        arguments: [
            ("1920x1080i25", "1280x720p50", "1920x1080p50", 2, 3),
            ("1920x1080i29.97", "1280x720p59.94", "1920x1080p59.94", 2, 3),
            ("1920x1080i25", "1280x720p25", "1920x1080p25", 1, 2),
            ("1920x1080p25", "1280x720p50", "1920x1080p50", 0, 2),
            ("1920x1080p50", "720x576i25", "1920x1080i25", 0, 2),
            ("1920x1080p25", "720x576i25", "1920x1080p25", 0, 2),
            ("1920x1080p59.94", "1920x1080i29.97", "1920x1080i29.97", 0, 2),
            ("1920x1080i25", "720x576i25", "1920x1080i25", 0, 2),
            ("720x576i25", "720x576i25", "720x576i25", 0, 2),
        ])
    func `every signal has its place in every channel`(
        signal: String, channel: String, ring: String, fields: Int, depth: Int
    ) throws {
        let channel = try #require(VideoFormat(parsing: channel))
        let fit = try #require(try SignalFit(mode(signal), in: channel))
        #expect("\(fit.format)" == ring)
        #expect(fit.fieldCount == fields && fit.depthMax == depth)
        let isOwn = signal == "\(channel)" || ring == "\(channel)"
        #expect((fit.format == channel) == isOwn)
        #expect(fit.isWoven == (signal.contains("p") && ring.contains("i")))
    }

    @Test(arguments: [PixelFormat.uyvy, .v210, .bgra])
    func `a field has its own lines, and between them the mean of its neighbours`(
        layout: PixelFormat
    ) throws {
        let channel = try #require(VideoFormat(parsing: "720x576p50")?.with(pixelFormat: layout))
        let fit = try #require(try SignalFit(mode("720x576i25"), in: channel))
        let words = fit.format.payloadByteCount / 4
        let stride = fit.format.strideBytes / 4
        let mask: UInt32 = layout == .v210 ? 0x3FFF_FFFF : .max
        let frame = (0..<words).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) & mask }
        var picture = [UInt32](repeating: 0, count: words)
        let (bits, samples) = layout == .v210 ? (10, 3) : (8, 4)
        for field in 0..<2 {
            frame.withUnsafeBytes { frame in
                picture.withUnsafeMutableBytes { fit.take(field: field, of: frame, to: $0) }
            }
            for line in [0, 1, 2, 3, 287, 574, 575] {
                let own = line % 2 == field
                let above = own ? line : line > 0 ? line - 1 : 1
                let below = own ? line : line < 575 ? line + 1 : 574
                let wanted = (0..<stride).map { word -> UInt32 in
                    let (a, b) = (frame[above * stride + word], frame[below * stride + word])
                    return (0..<samples).reduce(0) { sum, sample in
                        let shift = UInt32(sample * bits)
                        let low = UInt32(1 << bits) - 1
                        let mean = ((a >> shift & low) + (b >> shift & low)) / 2
                        return sum | (mean << shift)
                    }
                }
                #expect(Array(picture[line * stride..<(line + 1) * stride]) == wanted)
            }
        }
    }

    @Test func `pictures are dated by the card's clock, however late they are handed over`() {
        var clock = ArrivalClock()
        let begin = MonotonicInstant(nanoseconds: 5_000_000_000)
        for number in 0..<Int64(10_000) {
            // A card 50 ppm slow; hand-overs late by up to 40 ms, but for every tenth.
            let came = begin + Nanoseconds(number * 20_001_000)
            let late = number % 10 == 0 ? 0 : number * 7_919 % 41 * 1_000_000
            let stamp = clock.stamp(
                stream: Nanoseconds(number * 20_000_000), handedOver: came + Nanoseconds(late))
            guard number > 10 else { continue }
            #expect(abs((stamp - came).count) < 200_000, "picture \(number)")
        }
        // Another stream: its first hand-over counts as prompt.
        let later = begin + .seconds(900)
        #expect(clock.stamp(stream: .zero, handedOver: later) == later)
    }
}

import Common
import Testing

@Suite struct FrameRateTests {
    @Test(arguments: [
        ("50", 50, 1), ("59.94", 60000, 1001), ("23.976", 24000, 1001), ("23.98", 24000, 1001),
        ("29.97", 30000, 1001), ("30000/1001", 30000, 1001), ("25", 25, 1),
    ])
    func `reads rates as people write them`(text: String, numerator: Int, denominator: Int) {
        let rate = FrameRate(parsing: text)
        #expect(rate == FrameRate(Int64(numerator), Int64(denominator)))
    }

    @Test(arguments: [
        "", "0", "-25", "51", "59.5", "nan", "inf", "1/0", "30000/", "1e99", "99999/7",
    ])
    func `refuses what is no broadcast rate`(text: String) {
        #expect(FrameRate(parsing: text) == nil)
    }

    @Test(arguments: FrameRate.broadcastRates)
    func `frames and durations agree over a hundred years`(rate: FrameRate) {
        for count: Int64 in [0, 1, 7, 1001, 30_000, 4_320_000, 189_000_000_000] {
            let span = rate.duration(ofFrames: count)
            #expect(rate.frames(in: span + 1) == count)
            #expect(rate.frames(in: span - 1) == count - 1)
        }
    }

    @Test func `thirty thousand frames at 29.97 are exactly 1001 seconds`() {
        #expect(FrameRate(30000, 1001).duration(ofFrames: 30_000) == .seconds(1001))
    }

    @Test(arguments: FrameRate.broadcastRates)
    func `an index survives the way to TAI and back`(rate: FrameRate) {
        for offset: Int64 in 0..<2_000 {
            let index = FrameIndex(88_000_000_000 + offset)
            let back = FrameIndex(taiNanoseconds: index.taiNanoseconds(rate: rate), rate: rate)
            #expect(back == index)
        }
    }

    @Test func `samples at 59.94 cycle and add up`() {
        let rate = FrameRate(60000, 1001)
        let counts = (0..<5).map { AudioFormat.sampleCount(at: FrameIndex($0), rate: rate) }
        #expect(counts == [800, 801, 801, 801, 801])
        let total = (0..<60_000).reduce(0) {
            $0 + AudioFormat.sampleCount(at: FrameIndex(Int64($1)), rate: rate)
        }
        #expect(total == 1001 * 48_000)
    }

    @Test func `formats know their sizes`() throws {
        let format = try #require(VideoFormat(parsing: "1920x1080p50"))
        #expect(format.strideBytes == 3840)
        #expect(format.with(pixelFormat: .v210)?.payloadByteCount == 5_529_600)
        #expect(format.with(pixelFormat: .nv12)?.payloadByteCount == 3_110_400)
        #expect("\(format)" == "1920x1080p50")
        #expect(VideoFormat(parsing: "720x576i25")?.scan == .topFieldFirst)
        #expect(VideoFormat(parsing: "720x576i25")?.matrix == .bt601)
        for bad in [
            "", "1280x720", "1281x720p50", "1280x720p51", "0x0p25", "99999x720p25", "axbp25",
            "320x181i25", "1920x1080i100",
        ] {
            #expect(VideoFormat(parsing: bad) == nil)
        }
    }

    @Test(arguments: [
        ("i50", "i25"), ("i59.94", "i29.97"), ("i60", "i30"), ("i60000/1001", "i29.97"),
    ])
    func `interlaced formats are named by fields or by frames`(
        fields: String, frames: String
    ) throws {
        let format = try #require(VideoFormat(parsing: "1920x1080\(fields)"))
        #expect(format == VideoFormat(parsing: "1920x1080\(frames)"))
        #expect("\(format)" == "1920x1080\(frames)")
        #expect(VideoFormat(parsing: "\(format)") == format)
    }

    @Test func `a format that is none names the remedy for fields`() throws {
        let settings = try ConfigurationSettings(
            file: nil, environment: ["HOLDOVER_CHANNEL_FORMAT": "320x181i25"])
        let error = #expect(throws: ConfigurationError.self) { try Configuration(settings) }
        #expect(error?.description.contains("even number of interlaced lines") == true)
    }
}

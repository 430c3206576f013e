import Common
import Testing

@testable import Quality

@Suite struct PictureDetectorTests {
    private let format = VideoFormat.test()

    @Test func `every layout gives the same levels`() throws {
        let uyvy = Picture(format, luma: 100, blue: 90, red: 160).sample
        #expect(uyvy.luma.allSatisfy { $0 == 100 })
        #expect(uyvy.blue.allSatisfy { $0 == 90 } && uyvy.red.allSatisfy { $0 == 160 })
        let v210 = try #require(format.with(pixelFormat: .v210))
        // 10 bits: 400, 360, 640.
        let (y, u, v): (UInt32, UInt32, UInt32) = (400, 360, 640)
        let words = [
            u | y << 10 | v << 20, y | u << 10 | y << 20, v | y << 10 | u << 20,
            y | v << 10 | y << 20,
        ]
        let bytes = (0..<(v210.payloadByteCount / 16)).flatMap { _ in
            words.flatMap { word in (0..<4).map { UInt8(word >> (8 * UInt32($0)) & 255) } }
        }
        var sample = PictureSample(v210)
        bytes.withUnsafeBytes { sample.read($0, v210) }
        #expect(sample.luma == uyvy.luma && sample.blue == uyvy.blue && sample.red == uyvy.red)
        let bgra = try #require(format.with(pixelFormat: .bgra))
        var white = PictureSample(bgra)
        [UInt8](repeating: 255, count: bgra.payloadByteCount).withUnsafeBytes {
            white.read($0, bgra)
        }
        #expect(white.luma.allSatisfy { abs($0 - 235) < 0.01 })
        #expect(white.blue.allSatisfy { abs($0 - 128) < 0.01 })
        let argb = try #require(format.with(pixelFormat: .argb))
        let pixels = argb.payloadByteCount / 4
        var samples = [PictureSample(bgra), PictureSample(argb)]
        let colours = [[UInt8(10), 120, 200, 255], [255, 200, 120, 10]]
        for (number, (layout, pixel)) in zip([bgra, argb], colours).enumerated() {
            let bytes = (0..<pixels).flatMap { _ in pixel }
            bytes.withUnsafeBytes { samples[number].read($0, layout) }
        }
        #expect(samples[0].red == samples[1].red && samples[0].blue == samples[1].blue)
        #expect(samples[0].luma == samples[1].luma)
    }

    @Test func `black is black but for a speck`() {
        #expect(BlackDetector.isBlack(Picture(format, luma: 16).sample))
        #expect(BlackDetector.isBlack(Picture(format, luma: 20).sample))
        #expect(!BlackDetector.isBlack(Picture(format, luma: 21).sample))
        var clock = Picture(format, luma: 16)
        clock.fill(x: 0..<0.2, y: 0..<0.1, luma: 200)
        #expect(!BlackDetector.isBlack(clock.sample), "two per cent of the picture is not black")
    }

    @Test func `a still picture is still, noise and all; a slow fade is not`() {
        var detector = FreezeDetector()
        let isStillAtOnce = detector.isStill(Picture(format, luma: 100).sample)
        #expect(!isStillAtOnce)
        for luma in [UInt8(101), 99, 102, 100] {
            let isStill = detector.isStill(Picture(format, luma: luma).sample)
            #expect(isStill)
        }
        var moving = 0
        for luma in UInt8(100)..<140 where !detector.isStill(Picture(format, luma: luma).sample) {
            moving += 1
        }
        #expect(moving == 9, "every fourth step of a fade shows")
        detector.forget()
        let isStillAfterwards = detector.isStill(Picture(format, luma: 140).sample)
        #expect(!isStillAfterwards)
    }

    @Test func `levels outside R 103 count above one per cent of the picture`() {
        let detector = GamutDetector(.bt709)
        #expect(detector.violation(Picture(format, luma: 16).sample) == 0)
        #expect(detector.violation(Picture(format, luma: 246).sample) == 0)
        #expect(detector.violation(Picture(format, luma: 247).sample) == 1)
        #expect(detector.violation(Picture(format, luma: 4).sample) == 1)
        var spot = Picture(format, luma: 100)
        spot.fill(x: 0..<0.25, y: 0..<0.25, luma: 250)
        #expect(abs(detector.violation(spot.sample) - 1.0 / 16) < 0.001)
        #expect(detector.isViolation(spot.sample))
        var speck = Picture(format, luma: 100)
        speck.fill(x: 0..<0.08, y: 0..<0.1, luma: 250)
        #expect(!detector.isViolation(speck.sample))
    }

    @Test func `legal bars are legal, illegal colour is not`() {
        let detector = GamutDetector(.bt709)
        // 100 % primaries and their complements, BT.709, 8 bits.
        let bars: [(UInt8, UInt8, UInt8)] = [
            (235, 128, 128), (219, 16, 138), (188, 154, 16), (173, 42, 26), (78, 214, 230),
            (63, 102, 240), (32, 240, 118), (16, 128, 128),
        ]
        for (luma, blue, red) in bars {
            let sample = Picture(format, luma: luma, blue: blue, red: red).sample
            #expect(!detector.isViolation(sample), "\(luma) \(blue) \(red)")
        }
        // Bright luma with strong chroma has no R′G′B′ to show.
        #expect(detector.isViolation(Picture(format, luma: 200, blue: 128, red: 220).sample))
    }
}

@Suite struct FlashDetectorTests {
    private let format = VideoFormat.test("64x36p50")

    /// Whether `hertz` flashes a second of half a second's change are found within `seconds`.
    private func isFound(
        hertz: Double, dark: UInt8 = 40, bright: UInt8 = 180, area: Double = 1,
        colour: (blue: UInt8, red: UInt8) = (128, 128), seconds: Int = 3
    ) -> Bool {
        var detector = FlashDetector(format)
        var lit = Picture(format, luma: dark)
        lit.fill(x: 0..<area, y: 0..<1, luma: bright, blue: colour.blue, red: colour.red)
        let samples = [Picture(format, luma: dark).sample, lit.sample]
        var isFound = false
        for frame in 0..<(50 * seconds) {
            let isLit = Int(Double(frame) * hertz * 2 / 50) % 2 == 1
            if detector.isDangerous(samples[isLit ? 1 : 0], at: FrameIndex(Int64(frame))) {
                isFound = true
            }
        }
        return isFound
    }

    @Test(arguments: [4.0, 5, 8, 12.5, 25])
    func `more than three flashes a second are found`(hertz: Double) {
        #expect(isFound(hertz: hertz))
    }

    @Test(arguments: [0.5, 1, 2, 3])
    func `up to three a second are admitted`(hertz: Double) {
        #expect(!isFound(hertz: hertz, seconds: 10))
    }

    @Test func `a quarter of the screen is admitted, more is not`() {
        #expect(!isFound(hertz: 8, area: 0.25))
        #expect(isFound(hertz: 8, area: 0.3))
    }

    @Test func `small changes, and changes among bright pictures, are none`() {
        // 20 cd/m² from black is code 100; from 160 upwards nothing counts.
        #expect(!isFound(hertz: 8, dark: 16, bright: 95))
        #expect(isFound(hertz: 8, dark: 16, bright: 105))
        #expect(!isFound(hertz: 8, dark: 220, bright: 235))
    }

    @Test func `saturated red counts at any brightness`() {
        // 75 % red against black is under 20 cd/m².
        #expect(isFound(hertz: 8, dark: 16, bright: 51, colour: (109, 212)))
        // The same luminance in blue is not.
        #expect(!isFound(hertz: 8, dark: 16, bright: 28, colour: (212, 120)))
    }

    @Test func `a cut, and a cut back, is no flash`() {
        var detector = FlashDetector(format)
        let (dark, bright) = (Picture(format, luma: 30).sample, Picture(format, luma: 200).sample)
        for frame in 0..<500 {
            let isBright = frame / 100 % 2 == 1
            let index = FrameIndex(Int64(frame))
            let isDangerous = detector.isDangerous(isBright ? bright : dark, at: index)
            #expect(!isDangerous)
        }
    }
}

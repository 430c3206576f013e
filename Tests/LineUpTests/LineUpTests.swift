import Common
import LineUp
import Testing

@Suite struct LineUpTests {
    private func format(_ pixels: PixelFormat = .uyvy) throws -> VideoFormat {
        try #require(VideoFormat(parsing: "1920x1080p50")?.with(pixelFormat: pixels))
    }

    private func levels(
        _ picture: LineUpPicture, _ x: Double, _ y: Double
    ) -> [Int] {
        let colour = picture.colour(
            x: Int(x * Double(picture.format.width)), y: Int(y * Double(picture.format.height)))
        let (luma, blue, red) = colour.levels(.bt709)
        return [luma, blue, red].map { Int($0.rounded()) }
    }

    @Test func `the bars of RP 219 have their codes`() throws {
        let picture = LineUpPicture(.smpte, format: try format(), name: "")
        // 75 % bars in BT.709, 8 bits: white, yellow, cyan, green, magenta, red, blue.
        let bars = [
            [180, 128, 128], [168, 44, 136], [145, 147, 44], [133, 63, 52], [63, 193, 204],
            [51, 109, 212], [28, 212, 120],
        ]
        for (number, codes) in bars.enumerated() {
            let x = 0.125 + 0.75 * (Double(number) + 0.5) / 7
            #expect(levels(picture, x, 0.2) == codes, "bar \(number)")
        }
        #expect(levels(picture, 0.05, 0.2) == [104, 128, 128], "40 % grey beside them")
        #expect(levels(picture, 0.05, 7.5 / 12) == [188, 154, 16], "100 % cyan")
        #expect(levels(picture, 0.95, 7.5 / 12) == [32, 240, 118], "100 % blue")
        #expect(levels(picture, 0.05, 8.5 / 12) == [219, 16, 138], "100 % yellow")
        #expect(levels(picture, 0.95, 8.5 / 12) == [63, 102, 240], "100 % red")
        #expect(levels(picture, 0.95, 11.0 / 12) == [49, 128, 128], "15 % grey")
        // PLUGE: −2 %, +2 %, +4 % between blacks.
        let bar = 0.75 / 7
        for (place, code) in [(4.5, 12), (4.83, 16), (5.17, 20), (5.5, 16), (5.83, 25)] {
            #expect(levels(picture, 0.125 + bar * place, 11.0 / 12)[0] == code, "\(place)")
        }
    }

    @Test func `EBU bars are 100, 0, 75, 0`() throws {
        let picture = LineUpPicture(.ebu, format: try format(), name: "")
        #expect(levels(picture, 0.05, 0.2) == [235, 128, 128])
        #expect(levels(picture, 0.18, 0.2) == [168, 44, 136])
        #expect(levels(picture, 0.99, 0.2) == [16, 128, 128])
    }

    @Test func `every layout holds the same picture`() throws {
        let picture = LineUpPicture(.smpte, format: try format(), name: "Studio 1")
        var uyvy = [UInt8](repeating: 0, count: try format().payloadByteCount)
        uyvy.withUnsafeMutableBytes { picture.paint($0) }
        let tenBit = try format(.v210)
        var v210 = [UInt8](repeating: 0, count: tenBit.payloadByteCount)
        v210.withUnsafeMutableBytes {
            LineUpPicture(.smpte, format: tenBit, name: "Studio 1").paint($0)
        }
        for (x, y) in [(0, 0), (600, 100), (1_800, 700), (960, 470), (1_200, 800)] {
            let group = y * tenBit.strideBytes + x / 6 * 16
            let first = v210.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: group, as: UInt32.self)
            }
            let place = y * 3_840 + x / 6 * 12
            let luma = Int(first >> 10 & 0x3FF)
            #expect(abs(luma - 4 * Int(uyvy[place + 1])) <= 2, "\(x) \(y)")
            #expect(abs(Int(first & 0x3FF) - 4 * Int(uyvy[place])) <= 2, "\(x) \(y)")
        }
    }

    @Test func `the name is in the picture`() throws {
        let picture = LineUpPicture(.lipsync, format: try format(), name: "I")
        var white = 0
        for y in 0..<1_080 {
            for x in 0..<1_920 where picture.colour(x: x, y: y) == .grey(1) { white += 1 }
        }
        // Eleven dots of ink in the letter, each of them square.
        #expect(white > 0 && white % 11 == 0)
    }

    @Test(arguments: FrameRate.broadcastRates)
    func `flash and beep share their frame, once a second`(rate: FrameRate) throws {
        let audio = try #require(AudioFormat(channelCount: 2))
        let motion = LineUpMotion(rate: rate)
        let sound = LineUpSound(.lipsync, rate: rate, audio: audio)
        var area = [Int32](
            repeating: 0, count: AudioFormat.maximumSampleCount(rate: rate) * 2)
        var flashes = 0
        let frames = Int64((rate.framesPerSecond * 20).rounded())
        for value in 1_000..<1_000 + frames {
            let index = FrameIndex(value)
            let count = area.withUnsafeMutableBytes { sound.write(index, into: $0) }
            let beeps = area[..<(count * 2)].contains { $0 != 0 }
            #expect(beeps == motion.isSecond(index))
            flashes += motion.isSecond(index) ? 1 : 0
        }
        #expect((19...21).contains(flashes))
    }

    @Test func `tone is at line-up level and has no seam`() throws {
        let audio = try #require(AudioFormat(channelCount: 2))
        let rate = FrameRate(60_000, 1_001)
        for (signal, peak) in [(LineUpSignal.smpte, 214_748_365), (.ebu, 270_352_174)] {
            let sound = LineUpSound(signal, rate: rate, audio: audio)
            var area = [Int32](
                repeating: 0, count: AudioFormat.maximumSampleCount(rate: rate) * 2)
            var right: [Int32] = []
            var silentLeft = 0
            for value in 5_000..<5_600 {
                let count = area.withUnsafeMutableBytes {
                    sound.write(FrameIndex(Int64(value)), into: $0)
                }
                for position in 0..<count {
                    right.append(area[position * 2 + 1])
                    if area[position * 2] == 0, area[position * 2 + 1] != 0 { silentLeft += 1 }
                }
            }
            #expect(abs(Int(right.max() ?? 0) - peak) < 4)
            // 1 kHz is 48 samples to the period, over every joint.
            for position in 48..<right.count { #expect(right[position] == right[position - 48]) }
            #expect((silentLeft > 0) == (signal == .ebu))
        }
    }
}

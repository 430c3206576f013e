import Common
import Foundation
import Testing

@testable import Quality

/// An hour of what a channel shows on any day, every picture of it: cuts, movement, titles that stand,
/// fades through black, photographers' flashes, highlights, speech with pauses. None of it is a defect.
@Suite struct OrdinaryHourTests {
    private let format = VideoFormat.test("16x16p25")
    private static let minute = 1_500

    /// Every minute has the same programme, with other cuts.
    private struct Material {
        let format: VideoFormat
        private var state: UInt64 = 1
        private var shade: UInt8 = 90
        private var nextCut = 0

        init(_ format: VideoFormat) { self.format = format }

        private mutating func random() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }

        /// Frame `frame` of the hour.
        mutating func picture(_ frame: Int) -> Picture {
            let place = frame % OrdinaryHourTests.minute
            switch place {
            case 500..<700: return title(place)
            case 700..<775: return throughBlack(place - 700)
            case 775..<1_025: return press(place - 775)
            default: return scene(frame, cutEvery: place >= 1_025 ? 9 : 50)
            }
        }

        /// Something moves; a cut now and then, to any brightness.
        private mutating func scene(_ frame: Int, cutEvery: Int) -> Picture {
            if frame >= nextCut {
                shade = 40 + random() % 140
                nextCut = frame + cutEvery + Int(random()) % cutEvery
            }
            var picture = Picture(format, luma: shade + random() % 3)
            let left = Double(frame % 25) / 32
            picture.fill(x: left..<left + 0.2, y: 0.3..<0.7, luma: shade + 30)
            return picture
        }

        /// Eight seconds of a title with coding noise and a highlight of less than one per cent.
        private mutating func title(_ place: Int) -> Picture {
            var picture = Picture(format, luma: 60 + random() % 2)
            picture.fill(x: 0.2..<0.8, y: 0.7..<0.9, luma: 210)
            picture.fill(x: 0.875..<1, y: 0..<0.0625, luma: 250)
            return picture
        }

        /// Down in half a second, a second and a half of black, up again.
        private mutating func throughBlack(_ place: Int) -> Picture {
            let level =
                place < 12
                ? 1 - Double(place) / 12 : place < 50 ? 0 : min(1, Double(place - 50) / 12)
            var picture = Picture(format, luma: UInt8(16 + level * 100))
            let left = Double(place % 25) / 32
            picture.fill(x: left..<left + 0.2, y: 0.3..<0.7, luma: UInt8(16 + level * 150))
            return picture
        }

        /// Three flashes of one frame within a second, then two seconds without.
        private mutating func press(_ place: Int) -> Picture {
            let isFlash = place % 75 < 24 && place % 8 == 4
            var picture = Picture(format, luma: isFlash ? 200 : 50)
            let left = Double(place % 25) / 32
            picture.fill(x: left..<left + 0.2, y: 0.3..<0.7, luma: isFlash ? 220 : 90)
            return picture
        }

        /// Speech at −12 dBFS with pauses of up to three seconds; once a minute eight seconds of nothing.
        func sound(_ frame: Int) -> [Int32]? {
            let place = frame % OrdinaryHourTests.minute
            let isPause = place < 1_000 && place % 200 >= 125
            if isPause || (1_000..<1_125).contains(place) { return nil }
            return OrdinaryHourTests.speech
        }
    }

    fileprivate static let speech = (0..<240).map { Int32(sin(Double($0) / 9) * 500_000_000) }

    private func judge(
        _ picture: Picture, _ sound: [Int32]?, _ frame: Int, _ watch: inout QualityWatch
    ) -> [DefectChange] {
        let slot = QualityWatch.Slot(
            index: FrameIndex(90_000_000_000 + Int64(frame)), source: .programA, isForced: false)
        let isTaken = picture.bytes.withUnsafeBytes { watch.take($0) }
        #expect(isTaken)
        let seen = watch.judge(slot)
        let heard =
            sound.map { $0.withUnsafeBufferPointer { watch.hear($0, slot) } }
            ?? watch.hear(nil, slot)
        return seen + heard
    }

    @Test func `not one false alarm, and the watch is awake at the end`() throws {
        var watch = QualityWatch(format, try #require(AudioFormat(channelCount: 1)))
        var material = Material(format)
        var alarms: [String] = []
        let hour = 60 * Self.minute
        for frame in 0..<hour {
            let changes = judge(material.picture(frame), material.sound(frame), frame, &watch)
            if !changes.isEmpty { alarms.append("\(frame): \(changes)") }
        }
        #expect(alarms.isEmpty)
        // Five flashes a second right behind it are found within a second.
        var found: Int?
        for frame in hour..<hour + 50 where found == nil {
            let picture = Picture(format, luma: frame % 5 < 2 ? 200 : 40)
            let changes = judge(picture, Self.speech, frame, &watch)
            let isFlash = changes.contains {
                if case .began(.flash, _, _) = $0 { true } else { false }
            }
            if isFlash { found = frame - hour }
        }
        #expect((found ?? 99) <= 25)
    }
}

import Common
import Foundation
import Testing

@testable import Quality

@Suite struct QualityWatchTests {
    private let format = VideoFormat.test("64x36p50")
    private let start = FrameIndex(90_000_000_000)

    private func watch() throws -> QualityWatch {
        QualityWatch(format, try #require(AudioFormat(channelCount: 2)))
    }

    private func tone(_ level: Double) -> [Int32] {
        (0..<960).flatMap { position -> [Int32] in
            let value = Int32(
                pow(10, level / 20) * 2_147_483_647 * sin(2 * .pi * Double(position) / 48))
            return [value, value]
        }
    }

    /// Runs slots and returns what changed, with how many slots after the start.
    private func run(
        _ watch: inout QualityWatch, slots: Range<Int>, source: SlotSource = .programA,
        isForced: Bool = false, picture: (Int) -> Picture, sound: [Int32]?
    ) -> [(slot: Int, change: DefectChange)] {
        var changes: [(Int, DefectChange)] = []
        for offset in slots {
            let slot = QualityWatch.Slot(
                index: start + offset, source: source, isForced: isForced)
            let seen = see(picture(offset), slot, &watch)
            let heard =
                sound.map { $0.withUnsafeBufferPointer { watch.hear($0, slot) } }
                ?? watch.hear(nil, slot)
            changes += (seen + heard).map { (offset, $0) }
        }
        return changes
    }

    private func see(
        _ picture: Picture, _ slot: QualityWatch.Slot, _ watch: inout QualityWatch
    ) -> [DefectChange] {
        guard slot.source.isProgram || slot.source == .passthrough else {
            return watch.seeStill(slot)
        }
        let isTaken = picture.bytes.withUnsafeBytes { watch.take($0) }
        #expect(isTaken)
        return watch.judge(slot)
    }

    private func moving(_ offset: Int) -> Picture {
        var picture = Picture(format, luma: 80)
        let left = Double(offset % 50) / 60
        picture.fill(x: left..<left + 0.15, y: 0.2..<0.6, luma: 150)
        return picture
    }

    @Test func `black begins after two seconds, at the slot where it began`() throws {
        var watch = try watch()
        let sound = tone(-20)
        let before = run(&watch, slots: 0..<50, picture: moving, sound: sound)
        #expect(before.isEmpty)
        let black = Picture(format)
        let began = run(&watch, slots: 50..<200, picture: { _ in black }, sound: sound)
        let id = UInt64(bitPattern: (start + 50).value) << 3
        #expect(began.map(\.slot) == [149])
        #expect(began.first?.change == .began(.black, id: id, start: start + 50))
        let ended = run(&watch, slots: 200..<300, picture: moving, sound: sound)
        #expect(ended.map(\.slot) == [250], "a second of good pictures")
        #expect(
            ended.first?.change == .ended(.black, id: id, start: start + 50, end: start + 200))
    }

    @Test func `a freeze is one of programme only`() throws {
        let sound = tone(-20)
        let still = Picture(format, luma: 90)
        var watch = try watch()
        let frozen = run(&watch, slots: 0..<600, picture: { _ in still }, sound: sound)
        #expect(frozen.map(\.slot) == [500], "ten seconds after the second of two equal pictures")
        for source in [SlotSource.hold, .repeat, .slate] {
            var other = try self.watch()
            let none = run(
                &other, slots: 0..<2_000, source: source, picture: { _ in still }, sound: sound)
            #expect(none.isEmpty, "\(source) is deliberate")
        }
    }

    @Test func `black by force is no defect`() throws {
        var watch = try watch()
        let black = Picture(format)
        let forced = run(
            &watch, slots: 0..<500, source: .black, isForced: true, picture: { _ in black },
            sound: tone(-20))
        #expect(forced.isEmpty)
    }

    @Test func `levels and gamut begin after 200 ms, flashes within half a second`() throws {
        let sound = tone(-20)
        let bright = Picture(format, luma: 254)
        let gaudy = Picture(format, luma: 200, blue: 128, red: 220)
        for wrong in [bright, gaudy] {
            var watch = try watch()
            let before = run(&watch, slots: 0..<50, picture: moving, sound: sound)
            #expect(before.isEmpty)
            let began = run(&watch, slots: 50..<100, picture: { _ in wrong }, sound: sound)
            #expect(began.map(\.slot) == [59], "the tenth slot of 20 ms")
            let id = UInt64(bitPattern: (start + 50).value) << 3 | 2
            #expect(began.first?.change == .began(.level, id: id, start: start + 50))
        }
        var watch = try watch()
        let flashing = run(
            &watch, slots: 0..<50,
            picture: { Picture(self.format, luma: $0 % 5 < 2 ? 200 : 40) }, sound: sound)
        #expect(flashing.count == 1 && (flashing.first?.slot ?? 99) <= 25)
    }

    @Test func `silence and overload`() throws {
        var watch = try watch()
        let silent = run(&watch, slots: 0..<600, picture: moving, sound: tone(-80))
        #expect(silent.map(\.slot) == [499])
        let loud = run(&watch, slots: 600..<620, picture: moving, sound: tone(-0.2))
        let overload = loud.first {
            if case .began(.overload, _, _) = $0.change { true } else { false }
        }
        #expect((overload?.slot ?? 999) <= 601, "told in the second slot at the latest")
        var lost = try self.watch()
        let without = run(&lost, slots: 0..<600, picture: moving, sound: nil)
        #expect(without.map(\.slot) == [499], "no input is silence, too")
    }
}

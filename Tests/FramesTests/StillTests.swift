import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Hold and slate") struct StillTests {
    let instance: TestInstance
    init() throws { instance = try TestInstance() }

    private func hold(_ slots: Int = 3, video: VideoFormat = Fixture.video) throws -> HoldObject {
        try HoldObject(
            in: instance.plane, video: video, slotCount: slots, processEpoch: 5,
            at: Fixture.clock.now())
    }

    private func frame(_ index: Int64, _ writer: RingWriter) throws -> FrameView {
        Fixture.write(index, to: writer)
        return try #require(
            try RingReader(.programA, in: instance.plane)
                .read(FrameIndex(index), timelineEpoch: Fixture.epoch).frame)
    }

    @Test("a held frame outlives its slot, its ring and outputd")
    func survives() throws {
        var writer: RingWriter? = try Fixture.writer(instance)
        var hold: HoldObject? = try hold()
        #expect(hold?.current == nil)
        let original = try frame(1000, try #require(writer))
        #expect(hold?.store(original)?.index.value == 1000)
        for index in Int64(1001)...1008 { Fixture.write(index, to: try #require(writer)) }
        writer = nil
        unlink(instance.plane.name(.programA).path)
        hold = nil
        let next = try self.hold()
        let held = try #require(next.current)
        #expect(held.index.value == 1000 && TestPayload.isWhole(held.payload, index: 1000))
        #expect(held.metadata.inputFrameNumber == 100 && held.isStillValid())
        #expect(held.reference.objectName == "holdover.\(instance.plane.instance).hold")
    }

    @Test("a lent copy is not written over, nor is the newest one")
    func lending() throws {
        let writer = try Fixture.writer(instance)
        let hold = try hold(3)
        let first = try #require(hold.store(try frame(1, writer)))
        hold.lend(first)
        let second = try #require(hold.store(try frame(2, writer)))
        let third = try #require(hold.store(try frame(3, writer)))
        #expect(Set([first.slot, second.slot, third.slot]).count == 3)
        #expect(TestPayload.isWhole(first.payload, index: 1) && first.isStillValid())
        // The second is neither lent nor newest: it goes first.
        let fourth = try #require(hold.store(try frame(4, writer)))
        #expect(fourth.slot == second.slot)
        hold.lend(third)
        #expect(hold.store(try frame(5, writer)) == nil)
        #expect(hold.current?.index.value == 4)
        hold.giveBack(first)
        #expect(hold.store(try frame(5, writer))?.slot == first.slot)
    }

    @Test("a held frame of two fields is rebuilt from the newer one", arguments: [0, 1])
    func field(newest: Int) throws {
        let video = try #require(
            VideoFormat(
                width: 64, height: 18, rate: FrameRate(25),
                scan: newest == 1 ? .topFieldFirst : .bottomFieldFirst))
        let writer = try RingWriter(
            .programA, in: instance.plane,
            layout: try #require(RingLayout(kind: .program, video: video, slotCount: 4)),
            writerEpoch: 1)
        let slot = try Fixture.open(1000, writer)
        for line in 0..<18 {
            for byte in 0..<video.strideBytes {
                slot.payload[line * video.strideBytes + byte] = UInt8(line)
            }
        }
        slot.commit(Fixture.metadata(1000))
        let frame = try #require(
            try RingReader(.programA, in: instance.plane)
                .read(FrameIndex(1000), timelineEpoch: Fixture.epoch).frame)
        let held = try #require(try hold(video: video).store(frame))
        let lines = (0..<18).map { Int(held.payload[$0 * video.strideBytes + 5]) }
        #expect(lines == (0..<18).map { $0 / 2 * 2 + newest })
    }

    @Test("a frame recycled during the copy, or of another format, is not held")
    func refused() throws {
        let writer = try Fixture.writer(instance)
        let hold = try hold()
        let stale = try frame(1, writer)
        for index in Int64(2)...5 { Fixture.write(index, to: writer) }
        #expect(hold.store(stale) == nil && hold.current == nil)
        let wide = VideoFormat(width: 128, height: 16, rate: FrameRate(50))!
        let layout = try #require(RingLayout(kind: .program, video: wide, slotCount: 2))
        let other = try RingWriter(.programB, in: instance.plane, layout: layout, writerEpoch: 1)
        Fixture.write(6, to: other)
        let frame = try RingReader(.programB, in: instance.plane).readNewest().frame
        #expect(hold.store(try #require(frame)) == nil)
    }

    @Test("outputd killed in the middle of a copy leaves the copy before")
    func killedCopying() throws {
        let writer = try Fixture.writer(instance)
        Fixture.write(1000, to: writer)
        let child = try Fixture.probe(
            instance, ["hold-write", "--die-at", "heldPayloadHalfWritten", "--die-after", "1"])
        #expect(try child.line() == "ready")
        child.send("first")
        #expect(try child.line() == "held 1000")
        Fixture.write(1001, to: writer)
        child.send("second")
        #expect(try child.wait() == .signalled(9))
        let held = try #require(hold(2).current)
        #expect(held.index.value == 1000 && TestPayload.isWhole(held.payload, index: 1000))
    }

    @Test("a held picture that does not match its checksum is not used")
    func scribbled() throws {
        let writer = try Fixture.writer(instance)
        var hold: HoldObject? = try hold()
        let held = try #require(hold?.store(try frame(1000, writer)))
        let path = instance.plane.name(.hold).path
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64(held.payloadByteOffset) + 500)
        try file.write(contentsOf: Data([0xDE, 0xAD]))
        hold = nil
        #expect(try self.hold().current == nil)
    }

    @Test("stills are kept over restarts and replaced while they are on air")
    func slate() throws {
        func open() throws -> SlateObject {
            try SlateObject(
                in: instance.plane, video: Fixture.video, processEpoch: 5,
                at: Fixture.clock.now())
        }
        var slate: SlateObject? = try open()
        func set(_ source: SlotSource, _ index: Int64) -> FrameView? {
            slate?.setPicture(source, at: Fixture.clock.now()) {
                TestPayload.fill($0, index: index)
            }
        }
        #expect(slate?.picture(.slate) == nil)
        let first = try #require(set(.slate, 1))
        #expect(set(.black, 2) != nil)
        #expect(set(.programA, 3) == nil)
        slate?.lend(first)
        let second = try #require(set(.slate, 4))
        #expect(first.isStillValid() && TestPayload.isWhole(first.payload, index: 1))
        #expect(set(.slate, 5) == nil, "both slots are taken")
        slate?.giveBack(first)
        #expect(set(.slate, 6)?.slot == first.slot)
        #expect(second.isStillValid())
        slate = nil
        let next = try open()
        let kept = try #require(next.picture(.slate))
        let black = try #require(next.picture(.black))
        #expect(TestPayload.isWhole(kept.payload, index: 6))
        #expect(TestPayload.isWhole(black.payload, index: 2))
        #expect(next.picture(.transparent) == nil)
    }

    @Test("hold and slate made again after damage: stills as before, the next repeat held")
    func damaged() throws {
        let writer = try Fixture.writer(instance)
        let hold = try hold()
        let first = try #require(hold.store(try frame(1, writer)))
        hold.lend(first)
        #expect(truncate(instance.plane.name(.hold).path, 4096) == 0)
        _ = first.payload[first.payload.count - 1]
        #expect(hold.current == nil)
        let second = try #require(hold.store(try frame(2, writer)))
        #expect(second.objectIdentity != first.objectIdentity)
        #expect(TestPayload.isWhole(second.payload, index: 2))
        hold.giveBack(first)
        let slate = try SlateObject(
            in: instance.plane, video: Fixture.video, processEpoch: 5, at: Fixture.clock.now())
        for (source, index) in [(SlotSource.slate, Int64(1)), (.black, 2)] {
            slate.setPicture(source, at: Fixture.clock.now()) {
                TestPayload.fill($0, index: index)
            }
        }
        unlink(instance.plane.name(.slate).path)
        let again = try #require(slate.picture(.slate))
        let black = try #require(slate.picture(.black))
        #expect(TestPayload.isWhole(again.payload, index: 1))
        #expect(TestPayload.isWhole(black.payload, index: 2))
        let object = try SharedObject.open(instance.plane.name(.slate))
        #expect(object.identity == again.objectIdentity)
    }
}

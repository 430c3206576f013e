import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Ring") struct RingTests {
    let instance: TestInstance
    init() throws { instance = try TestInstance() }

    private func read(_ reader: RingReader, _ index: Int64, epoch: UInt64 = Fixture.epoch)
        -> ReadOutcome
    {
        reader.read(FrameIndex(index), timelineEpoch: epoch)
    }

    @Test("a frame is read in place with everything the writer said")
    func readsWhatWasWritten() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        #expect(read(reader, 1000).name == "too_early")
        #expect(Fixture.write(1000, to: writer))
        #expect(Fixture.isFrame(read(reader, 1000), 1000))
        let view = try #require(read(reader, 1000).frame)
        #expect(view.metadata.inputIndex == FrameIndex(993))
        #expect(view.writerEpoch == 1)
        #expect(view.timelineEpoch == Fixture.epoch)
    }

    @Test("the payload pointer path does no copy")
    func payloadIsInPlace() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        Fixture.write(1000, to: writer)
        let view = try #require(read(reader, 1000).frame)
        // The bytes a reader is given change with the file itself: they are the file's own pages.
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: reader.name.path))
        try file.seek(toOffset: UInt64(view.payloadByteOffset) + 100)
        try file.write(contentsOf: Data([0xA5, 0x5A]))
        #expect(view.payload[100] == 0xA5 && view.payload[101] == 0x5A)
        #expect(Int(bitPattern: view.payload.baseAddress) % 4096 == 0)
        // The reference leads another process to the same bytes.
        let reference = view.reference
        let object = try SharedObject.open(writer.name)
        let bytes = try #require(object.bytes(at: reference.byteOffset, count: reference.byteCount))
        #expect(bytes[100] == 0xA5 && reference.objectIdentity == object.identity)
        #expect(object.bytes(at: reference.byteOffset, count: UInt64.max) == nil)
        #expect(object.bytes(at: UInt64(object.byteCount), count: 1) == nil)
    }

    @Test("sound and ancillary packets travel with an input frame")
    func inputAreas() throws {
        let writer = try Fixture.writer(instance, .input(1))
        let reader = try RingReader(.input(1), in: instance.plane)
        let slot = try Fixture.open(5, writer)
        for byte in 0..<960 * 8 { slot.audio[byte] = UInt8(truncatingIfNeeded: byte) }
        slot.ancillary[0] = 0x61
        var metadata = Fixture.metadata(5)
        metadata.audioSampleCount = 960
        metadata.ancillaryByteCount = 12
        metadata.timecode = 0x1020_3004
        metadata.flags = [.testSignal]
        slot.commit(metadata)
        let view = try #require(read(reader, 5).frame)
        #expect(view.metadata == metadata)
        #expect(view.audio.count == 960 * 8 && view.audio[777] == UInt8(truncatingIfNeeded: 777))
        #expect(view.ancillary.count == 12 && view.ancillary[0] == 0x61)
    }

    @Test("a recycled slot keeps nothing of its last frame and is never read as the wanted index")
    func recycledSlot() throws {
        let writer = try Fixture.writer(instance, .input(1))
        let reader = try RingReader(.input(1), in: instance.plane)
        let slot = try Fixture.open(8, writer)
        TestPayload.fill(slot.payload, index: 8)
        var metadata = Fixture.metadata(8)
        metadata.audioSampleCount = 960
        metadata.ancillaryByteCount = 99
        metadata.timecode = 0x0102_0304
        metadata.flags = [.inputLost, .discontinuity]
        slot.commit(metadata)
        let old = try #require(read(reader, 8).frame)
        Fixture.write(12, to: writer)
        #expect(read(reader, 8).name == "too_late")
        #expect(!old.isStillValid())
        let view = try #require(read(reader, 12).frame)
        #expect(view.audio.isEmpty && view.ancillary.isEmpty)
        #expect(view.metadata.flags.isEmpty && view.metadata.timecode == nil)
    }

    @Test("a lapped reader learns that it is too late, also with a frame in its hands")
    func lappedReader() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        Fixture.write(0, to: writer)
        let view = try #require(read(reader, 0).frame)
        #expect(view.isStillValid())
        for index in Int64(1)...9 { Fixture.write(index, to: writer) }
        #expect(!view.isStillValid())
        for index in Int64(0)...5 { #expect(read(reader, index).name == "too_late") }
        for index in Int64(6)...9 { #expect(Fixture.isFrame(read(reader, index), index)) }
        #expect(read(reader, 10).name == "too_early")
    }

    @Test("the oldest frame is not readable while its slot is being written for the newest")
    func tailSlotAliasing() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        for index in Int64(0)...3 { Fixture.write(index, to: writer) }
        let tail = try #require(read(reader, 0).frame)
        do {
            let slot = try Fixture.open(4, writer)
            #expect(read(reader, 0).name == "too_late")
            #expect(read(reader, 4).name == "being_written")
            #expect(!tail.isStillValid())
            #expect(Fixture.isFrame(read(reader, 1), 1))
            TestPayload.fill(slot.payload, index: 4)
            slot.commit(Fixture.metadata(4))
        }
        #expect(Fixture.isFrame(read(reader, 4), 4))
    }

    @Test("a jump of the writer leaves no old frame readable as a new one")
    func jumpedIndex() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        for index in Int64(0)...3 { Fixture.write(index, to: writer) }
        Fixture.write(102, to: writer)
        // Slots of 99, 100 and 101 still hold 3, 0 and 1.
        for index in Int64(99)...101 { #expect(read(reader, index).name == "not_written") }
        #expect(Fixture.isFrame(read(reader, 102), 102))
        #expect(read(reader, 103).name == "too_early")
        #expect(read(reader, 2).name == "too_late")
        #expect(Fixture.isFrame(read(reader, 3), 3))
    }

    @Test("frames of another timeline epoch are told apart, also with an index that jumped back")
    func otherEpoch() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        for index in Int64(1000)...1003 { Fixture.write(index, to: writer) }
        guard case .otherEpoch(7) = read(reader, 1001, epoch: 8) else {
            Issue.record("index 1001 belongs to epoch 7")
            return
        }
        #expect(read(reader, 4, epoch: 8).name == "too_early")
        Fixture.write(4, to: writer, epoch: 8)
        #expect(Fixture.isFrame(read(reader, 4, epoch: 8), 4))
        #expect(read(reader, 5, epoch: 8).name == "too_early")
        #expect(read(reader, 3, epoch: 8).name == "not_written")
        #expect(Fixture.isFrame(reader.readNewest(), 4))
    }

    @Test("an abandoned slot holds no frame")
    func abandoned() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        Fixture.write(0, to: writer)
        if let slot = writer.begin(index: FrameIndex(4), timelineEpoch: Fixture.epoch) {
            slot.payload[0] = 1
        }
        #expect(read(reader, 0).name == "not_written")
        #expect(read(reader, 4).name == "too_early")
        Fixture.write(5, to: writer)
        #expect(read(reader, 4).name == "not_written")
        Fixture.write(8, to: writer)
        #expect(Fixture.isFrame(read(reader, 8), 8))
    }

    @Test("several slots may be open at once, for a read-back that lags")
    func severalOpen() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        let first = try Fixture.open(0, writer)
        let second = try Fixture.open(1, writer)
        TestPayload.fill(first.payload, index: 0)
        first.commit(Fixture.metadata(0))
        #expect(Fixture.isFrame(read(reader, 0), 0))
        #expect(read(reader, 1).name == "being_written")
        TestPayload.fill(second.payload, index: 1)
        second.commit(Fixture.metadata(1))
        #expect(Fixture.isFrame(read(reader, 1), 1))
    }

    @Test("negative indices have slots of their own")
    func negativeIndex() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        for index in Int64(-3)...0 { Fixture.write(index, to: writer) }
        for index in Int64(-3)...0 { #expect(Fixture.isFrame(read(reader, index), index)) }
    }

    @Test("a ring is never smaller than what playout and renderer hold at once")
    func slotCount() {
        #expect(RingLayout.slotCountMin(scheduledDepth: 4, readyMaximum: 4) == 10)
        for slots in [-1, 0, 1, 65, Int.max] {
            #expect(RingLayout(kind: .program, video: Fixture.video, slotCount: slots) == nil)
        }
        let huge = VideoFormat(width: 16384, height: 16384, rate: FrameRate(50))!
        #expect(RingLayout(kind: .program, video: huge, slotCount: 64) == nil)
    }

    @Test("a waiting reader is woken by the frame, not by the clock")
    func waiting() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        let now = Fixture.clock.now()
        #expect(!reader.wait(beyond: FrameIndex(0), until: now))
        #expect(!reader.wait(beyond: FrameIndex(0), until: now + .milliseconds(30)))
        let waiter = TestWaiter {
            reader.wait(beyond: FrameIndex(0), until: Fixture.clock.now() + .seconds(120))
        }
        Fixture.clock.sleep(until: Fixture.clock.now() + .milliseconds(50))
        #expect(waiter.result == nil)
        Fixture.write(1, to: writer)
        #expect(waiter.join() == true)
        #expect(Fixture.clock.now() - now < .seconds(100))
    }
}

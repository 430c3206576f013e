import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Ring over deaths and damage") struct RingRecoveryTests {
    let instance: TestInstance
    init() throws { instance = try TestInstance() }

    private static let writeSteps: [FrameStep] = [
        .claimsScanned, .oddStored, .claimsScannedAgain, .pendingIndexStored,
        .payloadHalfWritten, .metadataWritten, .evenStored, .headStored, .readersWoken,
    ]

    @Test("two processes: every frame arrives whole")
    func twoProcesses() throws {
        let child = try Fixture.probe(instance, ["ring-write", "--count", "8"])
        #expect(try child.line() == "ready")
        let reader = try RingReader(.programA, in: instance.plane)
        child.send("go")
        #expect(try child.line() == "done 0 0")
        for index in Int64(1004)...1007 {
            #expect(Fixture.isFrame(reader.read(FrameIndex(index), timelineEpoch: 7), index))
        }
    }

    @Test("a writer killed at any step leaves only whole frames", arguments: writeSteps)
    func killedWriter(step: FrameStep) throws {
        // The ring is full when the sixth write dies: its slot held index 1001.
        let child = try Fixture.probe(
            instance, ["ring-write", "--die-at", step.rawValue, "--die-after", "5"])
        #expect(try child.line() == "ready")
        let reader = try RingReader(.programA, in: instance.plane)
        child.send("go")
        #expect(try child.wait() == .signalled(9))
        #expect(!ObjectLock.isHeld(.programA, in: instance.plane))
        func outcome(_ index: Int64) -> ReadOutcome {
            reader.read(FrameIndex(index), timelineEpoch: 7)
        }
        let isUntouched = step == .claimsScanned
        let isPublished = [.evenStored, .headStored, .readersWoken].contains(step)
        for index in Int64(1002)...1004 { #expect(Fixture.isFrame(outcome(index), index)) }
        #expect(Fixture.isFrame(outcome(1001), 1001) == isUntouched)
        #expect(Fixture.isFrame(outcome(1005), 1005) == isPublished)
        #expect(outcome(1006).name == "too_early")
        // The next writer attaches to the same object, under a new epoch, and goes on.
        let identity = reader.objectIdentity
        let writer = try Fixture.writer(instance, writerEpoch: 2)
        #expect(writer.objectIdentity == identity)
        let inspection = try RingInspection(
            .programA, in: instance.plane, at: Fixture.clock.now())
        let isLeftOdd = !isUntouched && !isPublished
        #expect(inspection.invalidatedCount == (isLeftOdd ? 1 : 0))
        #expect(inspection.slots.allSatisfy { $0.state != "being_written" })
        for index in Int64(1002)...1004 { #expect(Fixture.isFrame(outcome(index), index)) }
        #expect(Fixture.isFrame(outcome(1005), 1005) == isPublished)
        for index in Int64(1005)...1008 { Fixture.write(index, to: writer) }
        for index in Int64(1005)...1008 { #expect(Fixture.isFrame(outcome(index), index)) }
        #expect(outcome(1008).frame?.writerEpoch == 2)
        #expect(reader.isCurrent(at: Fixture.clock.now()))
    }

    @Test(
        "a writer killed while making the object leaves nothing under its name, or all of it",
        arguments: [FrameStep.temporaryCreated, .allocated, .headerWritten, .renamed])
    func killedCreator(step: FrameStep) throws {
        let child = try Fixture.probe(instance, ["ring-write", "--die-at", step.rawValue])
        #expect(try child.line() == nil)
        #expect(try child.wait() == .signalled(9))
        let reader = try? RingReader(.programA, in: instance.plane)
        #expect((reader != nil) == (step == .renamed))
        let writer = try Fixture.writer(instance)
        Fixture.write(3, to: writer)
        let files = try FileManager.default.contentsOfDirectory(atPath: "/dev/shm")
            .filter { $0.contains(instance.plane.instance) }
        #expect(files == [writer.name.fileName])
    }

    @Test("a re-created object is noticed by its reader after three silent periods")
    func recreatedObject() throws {
        let clock = ManualTimeSource()
        var writer: RingWriter? = try Fixture.writer(instance)
        let follower = RingFollower(.programA, in: instance.plane)
        let reader = try #require(follower.reader(at: clock.now()))
        Fixture.write(1, to: try #require(writer))
        #expect(reader.isCurrent(at: clock.now()))
        // Gone and made again by somebody who knew nothing of the old object: no flag, no wake-up.
        writer = nil
        unlink(reader.name.path)
        writer = try Fixture.writer(instance)
        clock.advance(by: .milliseconds(40))
        #expect(reader.isCurrent(at: clock.now()))
        clock.advance(by: .milliseconds(40))
        #expect(!reader.isCurrent(at: clock.now()))
        let next = try #require(follower.reader(at: clock.now()))
        #expect(next.objectIdentity != reader.objectIdentity && follower.openedCount == 2)
        Fixture.write(9, to: try #require(writer))
        #expect(Fixture.isFrame(next.read(FrameIndex(9), timelineEpoch: Fixture.epoch), 9))
    }

    @Test("another shape makes another object, and the old one says so at once")
    func retiredObject() throws {
        var writer: RingWriter? = try Fixture.writer(instance, slots: 4)
        let follower = RingFollower(.programA, in: instance.plane)
        let reader = try #require(follower.reader(at: Fixture.clock.now()))
        Fixture.write(1, to: try #require(writer))
        writer = nil
        writer = try Fixture.writer(instance, slots: 6)
        #expect(reader.wait(beyond: FrameIndex(1), until: Fixture.clock.now() + .seconds(60)))
        #expect(!reader.isCurrent(at: Fixture.clock.now()))
        #expect(follower.reader(at: Fixture.clock.now())?.layout.slotCount == 6)
        // Who still holds the old object may finish with it.
        #expect(Fixture.isFrame(reader.read(FrameIndex(1), timelineEpoch: Fixture.epoch), 1))
        withExtendedLifetime(writer) {}
    }

    @Test("a follower finds a ring that appears later, and says why it has none")
    func follower() throws {
        let clock = ManualTimeSource()
        let follower = RingFollower(.clean, in: instance.plane)
        #expect(follower.reader(at: clock.now()) == nil)
        #expect(follower.lastError?.description.contains("does not exist") == true)
        let writer = try Fixture.writer(instance, .clean)
        #expect(follower.reader(at: clock.now()) == nil)
        clock.advance(by: .milliseconds(25))
        #expect(follower.reader(at: clock.now()) != nil && follower.lastError == nil)
        withExtendedLifetime(writer) {}
    }

    @Test("a truncated object costs its reader a mark, not its life")
    func truncatedUnderReader() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        for index in Int64(0)...3 { Fixture.write(index, to: writer) }
        let view = try #require(reader.read(FrameIndex(3), timelineEpoch: 7).frame)
        #expect(truncate(reader.name.path, 8192) == 0)
        // Reading the pages that are gone gives zeroes, and the frame says that it is not valid.
        #expect(view.payload[0] == 0)
        #expect(!view.isStillValid())
        #expect(reader.read(FrameIndex(3), timelineEpoch: 7).name == "damaged")
        #expect(!reader.isCurrent(at: Fixture.clock.now()))
        let follower = RingFollower(.programA, in: instance.plane)
        #expect(follower.reader(at: Fixture.clock.now()) == nil)
        #expect(follower.lastError?.description.contains("8192 bytes") == true)
        // The writer makes it again with its next frame.
        #expect(Fixture.write(4, to: writer))
        #expect(writer.recreatedCount == 1)
        let next = try RingReader(.programA, in: instance.plane)
        #expect(Fixture.isFrame(next.read(FrameIndex(4), timelineEpoch: 7), 4))
    }

    @Test("an object truncated while its writer has a slot open")
    func truncatedUnderWriter() throws {
        let writer = try Fixture.writer(instance)
        let slot = try Fixture.open(2, writer)
        #expect(truncate(writer.name.path, 4096) == 0)
        TestPayload.fill(slot.payload, index: 2)
        slot.commit(Fixture.metadata(2))
        #expect(Fixture.write(3, to: writer) && writer.recreatedCount == 1)
        let reader = try RingReader(.programA, in: instance.plane)
        #expect(Fixture.isFrame(reader.read(FrameIndex(3), timelineEpoch: 7), 3))
    }

    @Test("a writer makes a removed, overwritten or scribbled object again")
    func damagedUnderWriter() throws {
        let writer = try Fixture.writer(instance)
        Fixture.write(0, to: writer)
        unlink(writer.name.path)
        #expect(Fixture.write(1, to: writer) && writer.recreatedCount == 1)
        try Data(repeating: 0x58, count: 100).write(to: URL(fileURLWithPath: writer.name.path))
        #expect(Fixture.write(2, to: writer) && writer.recreatedCount == 2)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: writer.name.path))
        try file.seek(toOffset: 70)
        try file.write(contentsOf: Data([9, 9, 9]))
        #expect(Fixture.write(3, to: writer) && writer.recreatedCount == 3)
        let reader = try RingReader(.programA, in: instance.plane)
        #expect(Fixture.isFrame(reader.read(FrameIndex(3), timelineEpoch: 7), 3))
    }

    @Test("a slot header that contradicts itself is damage, not a frame")
    func damagedSlotHeader() throws {
        let writer = try Fixture.writer(instance)
        let reader = try RingReader(.programA, in: instance.plane)
        Fixture.write(0, to: writer)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: writer.name.path))
        // The payload's size, 80 bytes into the header of slot 0.
        try file.seek(toOffset: 4096 + 80)
        try file.write(contentsOf: Data([0xFF, 0xFF, 0xFF, 0xFF]))
        #expect(reader.read(FrameIndex(0), timelineEpoch: 7).name == "damaged")
    }
}

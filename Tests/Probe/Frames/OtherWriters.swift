import ArgumentParser
import Common
import Frames
import Glibc
import TestKit

/// Holds a lock, with a child that has inherited what a child inherits.
struct HoldLock: ParsableCommand {
    @OptionGroup var options: FramesOptions
    @Option var object = "program.a"
    @Flag var spawnChild = false

    func run() throws {
        guard let name = ObjectName(object) else { throw ValidationError("no such object") }
        let lock = try ObjectLock.tryAcquire(name, in: options.plane)
        let child = spawnChild ? try TestChild("/bin/sleep", ["60"]) : nil
        say("ready \(child?.pid ?? 0)")
        waitForInput()
        withExtendedLifetime((lock, child)) {}
    }
}

/// Publishes timeline states and slot records in which every number follows from one counter.
struct TimelineWrite: ParsableCommand {
    @OptionGroup var options: FramesOptions
    @Option var start: Int64 = 1000
    @Option var count: Int64 = 10
    @Option var processEpoch: UInt64 = 1
    @Flag(help: "Also schedule and complete a record for each state.") var records = false

    func run() throws {
        let clock = SystemTimeSource()
        let writer = try TimelineWriter(in: options.plane, at: clock.now())
        writer.onStep = options.hook
        say("ready")
        waitForInput()
        for index in start..<start + count {
            if records {
                writer.record(TestTimeline.record(index))
                writer.complete(
                    FrameIndex(index), timelineEpoch: TestTimeline.epoch, result: .completed,
                    at: MonotonicInstant(nanoseconds: index + 1))
            }
            writer.publish(TestTimeline.state(index, processEpoch: processEpoch))
        }
        say("done")
        waitForInput()
    }
}

/// Claims a slot as outputd does, and can die between claiming and looking.
struct ClaimSlot: ParsableCommand {
    @OptionGroup var options: FramesOptions
    @Option var object = "program.a"
    @Option var index: Int64
    @Option var epoch: UInt64 = 7
    @Flag var dieClaiming = false

    func run() throws {
        guard let name = ObjectName(object) else { throw ValidationError("no such object") }
        let timeline = try TimelineWriter(in: options.plane, at: SystemTimeSource().now())
        let reader = try RingReader(name, in: options.plane)
        timeline.onClaimed = { _ in
            guard dieClaiming else { return }
            say("claimed")
            kill(getpid(), SIGKILL)
        }
        switch timeline.claim(FrameIndex(index), timelineEpoch: epoch, from: reader) {
        case .frame(_, let claim):
            say("claimed")
            waitForInput()
            timeline.release(claim)
            say("released")
        case .unavailable(let outcome): say("unavailable \(outcome.name)")
        }
        waitForInput()
    }
}

/// Copies the newest frame of a ring into the hold object, twice.
struct HoldWrite: ParsableCommand {
    @OptionGroup var options: FramesOptions

    func run() throws {
        let reader = try RingReader(.programA, in: options.plane)
        let now = SystemTimeSource().now()
        let hold = try HoldObject(
            in: options.plane, video: reader.layout.video, slotCount: 2, processEpoch: 5, at: now)
        say("ready")
        hold.onStep = options.hook
        for _ in 0..<2 {
            waitForInput()
            guard let frame = reader.readNewest().frame, let copy = hold.store(frame) else {
                say("nothing")
                continue
            }
            say("held \(copy.index)")
        }
        waitForInput()
    }
}

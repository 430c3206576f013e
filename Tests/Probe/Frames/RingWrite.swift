import ArgumentParser
import Common
import Frames
import Glibc
import TestKit

/// Writes frames with checksummed payloads, as fast as it can.
struct RingWrite: ParsableCommand {
    @OptionGroup var options: FramesOptions
    @Option var object = "program.a"
    @Option var slots = 4
    @Option var width = 64
    @Option var height = 16
    @Option var start: Int64 = 1000
    @Option var count: Int64 = 10
    @Option var epoch: UInt64 = 7
    @Option var writerEpoch: UInt64 = 1
    @Flag(help: "Look at the claims of the instance's timeline.") var claims = false
    @Flag(help: "Attach only, and say what was found.") var attachOnly = false

    func run() throws {
        guard let name = ObjectName(object), let kind = RingKind(object: name),
            let video = VideoFormat(width: width, height: height, rate: FrameRate(50)),
            let layout = RingLayout(
                kind: kind, video: video,
                audio: kind == .input ? AudioFormat(channelCount: 2) : nil, slotCount: slots)
        else { throw ValidationError("impossible ring") }
        let hook = options.hook
        let clock = SystemTimeSource()
        let writer: RingWriter
        do {
            writer = try RingWriter(
                name, in: options.plane, layout: layout, writerEpoch: writerEpoch,
                timeline: claims ? TimelineReader(in: options.plane) : nil, clock: clock,
                onStep: hook)
        } catch {
            say("refused \(error)")
            throw ExitCode(3)
        }
        say("ready")
        waitForInput()
        if attachOnly { return }
        for index in start..<start + count {
            guard let slot = writer.begin(index: FrameIndex(index), timelineEpoch: epoch) else {
                continue
            }
            let now = clock.now()
            TestPayload.fill(slot.payload, index: index) { hook?(.payloadHalfWritten) }
            slot.commit(
                FrameMetadata(
                    renderStart: now, renderEnd: now, snapshotVersion: UInt64(index),
                    inputIndex: FrameIndex(index - 7), inputFrameNumber: index - 900))
        }
        say("done \(writer.skippedClaimedCount) \(writer.recreatedCount)")
        waitForInput()
    }
}

import Common
import Foundation
import Frames
import TestKit
import Testing

/// What the tests of this module share.
enum Fixture {
    static let epoch: UInt64 = 7
    static let video: VideoFormat = {
        guard let video = VideoFormat(width: 64, height: 16, rate: FrameRate(50)) else {
            preconditionFailure("64x16p50 is a format")
        }
        return video
    }()
    static let clock = SystemTimeSource()

    static func layout(
        _ kind: RingKind = .program, slots: Int = 4, audio: AudioFormat? = nil
    ) throws -> RingLayout {
        try #require(RingLayout(kind: kind, video: video, audio: audio, slotCount: slots))
    }

    static func writer(
        _ instance: TestInstance, _ object: ObjectName = .programA, slots: Int = 4,
        writerEpoch: UInt64 = 1, timeline: TimelineReader? = nil
    ) throws -> RingWriter {
        let kind = try #require(RingKind(object: object))
        return try RingWriter(
            object, in: instance.plane,
            layout: try layout(
                kind, slots: slots, audio: kind == .input ? AudioFormat(channelCount: 2) : nil),
            writerEpoch: writerEpoch, timeline: timeline)
    }

    static func metadata(_ index: Int64) -> FrameMetadata {
        let now = clock.now()
        return FrameMetadata(
            renderStart: now, renderEnd: now, snapshotVersion: UInt64(bitPattern: index),
            inputIndex: FrameIndex(index - 7), inputFrameNumber: index - 900)
    }

    /// Opens the slot of `index`, which nobody claims.
    static func open(_ index: Int64, _ writer: RingWriter) throws -> WritableSlot {
        guard let slot = writer.begin(index: FrameIndex(index), timelineEpoch: epoch) else {
            throw SharedObjectError.missing(path: "slot of \(index)")
        }
        return slot
    }

    /// Writes a whole frame; false where the slot is claimed.
    @discardableResult
    static func write(_ index: Int64, to writer: RingWriter, epoch: UInt64 = epoch) -> Bool {
        guard let slot = writer.begin(index: FrameIndex(index), timelineEpoch: epoch) else {
            return false
        }
        TestPayload.fill(slot.payload, index: index)
        slot.commit(metadata(index))
        return true
    }

    static func probe(_ instance: TestInstance, _ arguments: [String]) throws -> TestChild {
        let command = ["frames"] + arguments
        return try TestChild(
            BuiltProducts.path("probe"),
            command + [
                "--instance", instance.plane.instance, "--locks", instance.plane.locksDirectory,
            ])
    }

    /// True where `outcome` is a whole frame of `index`, with its own metadata.
    static func isFrame(_ outcome: ReadOutcome, _ index: Int64) -> Bool {
        guard case .frame(let view) = outcome else { return false }
        return view.index.value == index && TestPayload.isWhole(view.payload, index: index)
            && view.metadata.snapshotVersion == UInt64(bitPattern: index)
            && view.metadata.inputFrameNumber == index - 900 && view.isStillValid()
    }
}

import Ancillary
import Common
import Frames
import TestKit

@testable import Output

/// A real input ring with known packets, and the source that takes them out of it for each slot.
final class AncillaryFeed {
    static let delay = 7
    let source: AncillarySource
    /// Slots the device took, in order.
    var scheduled: [FrameIndex] = []
    private let instance: TestInstance
    private let ring: RingWriter
    private let reader: RingFollower
    private let now = SystemTimeSource().now()
    private var written: FrameIndex?

    init(
        video: VideoFormat, settings: DeckLinkOutputSettings, time: any TimeSource
    ) throws {
        instance = try TestInstance()
        guard let small = VideoFormat(width: 16, height: 16, rate: video.rate),
            let layout = RingLayout(kind: .input, video: small, slotCount: 32)
        else { throw SharedObjectError.missing(path: "the input ring") }
        ring = try RingWriter(.input(1), in: instance.plane, layout: layout, writerEpoch: 1)
        reader = RingFollower(.input(1), in: instance.plane, prefault: false)
        source = AncillarySource(
            delay: Self.delay, settings: settings, video: video, time: time)
    }

    /// What the output does for a slot; the input has gone on by then, whatever the output did.
    func make(
        _ index: FrameIndex, onAir: MonotonicInstant, at instant: MonotonicInstant
    ) -> Timecode? {
        let newest = index - Self.delay + 2
        var next = written.map { $0 + 1 } ?? newest - 4
        while next <= newest {
            write(next)
            next = next + 1
        }
        return source.make(index, onAir: onAir, at: instant) { [reader, now] in
            reader.reader(at: now)?.read($0, timelineEpoch: 1).frame
        }
    }

    private func write(_ index: FrameIndex) {
        guard let slot = ring.begin(index: index, timelineEpoch: 1) else { return }
        let bytes = Self.bytes(of: index)
        slot.ancillary.copyBytes(from: bytes)
        slot.commit(
            FrameMetadata(renderStart: now, renderEnd: now, ancillaryByteCount: bytes.count))
        written = index
    }

    /// Whether an input frame brings a message that must come out once.
    static func hasMessage(_ index: FrameIndex) -> Bool { index.value % 7 == 0 }
    /// Whether an input frame brings a format description of its own.
    static func hasFormat(_ index: FrameIndex) -> Bool { index.value % 5 == 0 }
    /// Whether an input frame brings subtitles.
    static func hasSubtitles(_ index: FrameIndex) -> Bool { index.value % 2 == 0 }

    /// An input frame's packets: captions with a counter that stumbles, subtitles, messages, and what
    /// the output must not pass on; now and then rubbish behind them.
    private static func bytes(of index: FrameIndex) -> [UInt8] {
        let value = UInt64(bitPattern: index.value)
        var packets = [
            packet(0x61, 0x01, [0x96, 0x69, 11, 0x4F, 0x43, 0, 9, 0x74, 0, 9, 0]),
            packet(0x41, 0x01, [0x89, 0xC9, 0, 1]),
            packet(0x60, 0x60, [UInt8](repeating: 3, count: 16)),
            packet(0x45, 0x01, [UInt8(value & 255)]),
        ]
        if hasMessage(index) {
            packets.append(packet(0x41, 0x07, (0..<8).map { UInt8(value >> (8 * $0) & 255) }))
        }
        if hasFormat(index) { packets.append(ActiveFormat(code: 10, isWide: true).packet()) }
        if hasSubtitles(index) {
            packets.append(
                packet(0x43, 0x02, [0x51, 0x15, 13, 2, 0x80, 1, 1, 7, 7, 0x74, 0, 1, 0]))
        }
        let isSpoilt = index.value % 13 == 0
        let rubbish: [UInt8] = isSpoilt ? [0x61, 0x01, 0, 9, 200, 1, 2] : []
        return AncillaryArea.bytes(of: packets) + rubbish
    }

    private static func packet(_ did: UInt8, _ sdid: UInt8, _ words: [UInt8]) -> AncillaryPacket {
        AncillaryPacket(did: did, sdid: sdid, line: 9, words: words)
    }
}

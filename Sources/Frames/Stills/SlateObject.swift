public import Common

/// outputd's still pictures in output format: slate, black and transparent, ready to be lent to a
/// device like any frame. Each has two slots, so that one can be replaced while it is on air.
/// Owned by the playout thread.
public final class SlateObject: @unchecked Sendable {
    // Unchecked: handed to its thread once and used there only.

    private let store: StillStore
    private var pictures: [SlotSource: FrameView] = [:]
    /// What was painted, to paint it again into a new object.
    private var originals: [SlotSource: [UInt8]] = [:]

    /// The sources that are stills.
    public static let sources: [SlotSource] = [.slate, .black, .transparent]

    /// Takes the slate's lock and attaches to what a predecessor left, if it has this format, or
    /// makes a new object. Blocks while memory is allocated. Throws like `HoldObject.init`.
    public init(
        in plane: FramePlane, video: VideoFormat, processEpoch: UInt64, at now: MonotonicInstant
    ) throws(SharedObjectError) {
        let slotCount = Self.sources.count * 2
        guard let layout = RingLayout(kind: .slate, video: video, slotCount: slotCount) else {
            throw .damaged(path: plane.name(.slate).path, reason: "stills of \(video)")
        }
        store = try StillStore(
            .slate, in: plane, layout: layout, processEpoch: processEpoch, at: now)
        for source in Self.sources {
            pictures[source] = Self.slots(of: source)
                .compactMap { store.view($0, isDeep: true) }
                .filter { $0.index == Self.key(source) }
                .max { $0.metadata.renderEnd < $1.metadata.renderEnd }
            originals[source] = pictures[source].map { [UInt8]($0.payload) }
        }
    }

    /// The picture for `source`, in place; nil until it was set, and for sources that are no stills.
    /// Where the object was damaged or removed it is made again and painted as before.
    public func picture(_ source: SlotSource) -> FrameView? {
        guard let picture = pictures[source] else { return nil }
        guard store.remakeIfDamaged(at: picture.metadata.renderEnd) else { return picture }
        pictures = [:]
        for (still, bytes) in originals {
            _ = write(still, at: picture.metadata.renderEnd) { $0.copyBytes(from: bytes) }
        }
        return pictures[source]
    }

    /// Draws a new picture for `source`: `fill` gets the whole payload, page-aligned. Nil where both
    /// its slots are lent (a device still shows the one before), or where `source` is no still.
    @discardableResult
    public func setPicture(
        _ source: SlotSource, at now: MonotonicInstant,
        fill: (UnsafeMutableRawBufferPointer) -> Void
    ) -> FrameView? {
        guard let picture = write(source, at: now, fill: fill) else { return nil }
        originals[source] = [UInt8](picture.payload)
        return picture
    }

    /// Notes that a device shows `picture`; its slot is not written until it is given back.
    public func lend(_ picture: FrameView) { store.lend(picture) }

    /// Notes that a device has let go of `picture`. Once for each `lend`.
    public func giveBack(_ picture: FrameView) { store.giveBack(picture) }

    private func write(
        _ source: SlotSource, at now: MonotonicInstant,
        fill: (UnsafeMutableRawBufferPointer) -> Void
    ) -> FrameView? {
        guard Self.sources.contains(source),
            let slot = store.freeSlot(
                among: Self.slots(of: source), except: pictures[source]?.slot)
        else { return nil }
        let picture = store.write(
            slot: slot, index: Self.key(source), timelineEpoch: 0,
            metadata: FrameMetadata(renderStart: now, renderEnd: now)
        ) { payload in
            fill(payload)
            return true
        }
        if let picture { pictures[source] = picture }
        return picture
    }

    private static func slots(of source: SlotSource) -> Range<Int> {
        let place = sources.firstIndex(of: source) ?? 0
        return place * 2..<place * 2 + 2
    }

    /// Stills have no index of their own; the source's number stands in its place.
    private static func key(_ source: SlotSource) -> FrameIndex {
        FrameIndex(Int64(source.rawValue))
    }
}

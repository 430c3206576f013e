public import Common

/// outputd's own copies of frames to repeat. A frame to be repeated is copied here first, because the
/// renderer may need its slot, or may be gone. Survives outputd, so that the next one prerolls at once
/// with the last good picture. Owned by the playout thread.
///
/// Two slots are the minimum: the newest copy is never written over. A device still showing an older
/// one needs more, so that repeats shortly after each other each find a free slot: one for each slot of
/// the device's queue and two more is always enough.
public final class HoldObject: @unchecked Sendable {
    // Unchecked: handed to its thread once and used there only.

    /// The newest whole copy, also one a predecessor left; nil before the first, and where it was
    /// lost with a truncated object. In place.
    public var current: FrameView? { newest.flatMap { $0.object.isDamaged ? nil : $0 } }
    private var newest: FrameView?
    /// Told each step of a write; tests die there.
    package var onStep: FrameStepHook? {
        didSet { store.onStep = onStep }
    }
    private let store: StillStore

    /// Takes the hold's lock and attaches to what a predecessor left, if it has this format; its copy
    /// is checked in full. Otherwise makes a new object. Blocks while memory is allocated.
    /// `slotCount` is 2–64. Throws `.locked`, `.foreign`, `.noSpace`, `.system`, and `.damaged`
    /// where the format cannot be laid out.
    public init(
        in plane: FramePlane, video: VideoFormat, slotCount: Int = 8, processEpoch: UInt64,
        at now: MonotonicInstant
    ) throws(SharedObjectError) {
        guard let layout = RingLayout(kind: .hold, video: video, slotCount: slotCount) else {
            throw .damaged(path: plane.name(.hold).path, reason: "\(slotCount) slots of \(video)")
        }
        store = try StillStore(
            .hold, in: plane, layout: layout, processEpoch: processEpoch, at: now)
        newest = (0..<slotCount).compactMap { store.view($0, isDeep: true) }
            .max { $0.metadata.renderEnd < $1.metadata.renderEnd }
    }

    /// Copies a frame, after which the original may go: about 0.4 ms for 8 MiB, and the same for its
    /// checksum. Nil, with `current` as before, where the format differs, where all other slots are
    /// lent, or where the original was recycled during the copy. A damaged object is made again first.
    @discardableResult
    public func store(_ frame: FrameView) -> FrameView? {
        if store.remakeIfDamaged(at: frame.metadata.renderEnd) { newest = nil }
        guard frame.video == store.layout.video,
            let slot = store.freeSlot(among: 0..<store.layout.slotCount, except: current?.slot)
        else { return nil }
        let copy = store.write(
            slot: slot, index: frame.index, timelineEpoch: frame.timelineEpoch,
            metadata: frame.metadata
        ) { payload in
            if frame.video.scan == .progressive {
                payload.copyMemory(from: frame.payload)
            } else {
                Self.copyNewestField(of: frame, to: payload)
            }
            return frame.isStillValid()
        }
        if let copy { newest = copy }
        return copy
    }

    /// A repeated frame of two fields jumps to and fro wherever it moves, so it is rebuilt from one of
    /// them: the newer, each of whose lines also takes the place of its neighbour. (The mean of two
    /// lines would be half a line nearer, and three times the work, for a picture that stands.)
    private static func copyNewestField(
        of frame: FrameView, to payload: UnsafeMutableRawBufferPointer
    ) {
        guard let source = frame.payload.baseAddress, let target = payload.baseAddress else {
            return
        }
        let stride = frame.video.strideBytes
        let newest = frame.video.scan == .topFieldFirst ? 1 : 0
        for line in 0..<frame.payload.count / stride {
            let from = min(line / 2 * 2 + newest, frame.payload.count / stride - 1)
            (target + line * stride).copyMemory(from: source + from * stride, byteCount: stride)
        }
    }

    /// Notes that a device shows `frame` from here; its slot is not written until it is given back.
    public func lend(_ frame: FrameView) { store.lend(frame) }

    /// Notes that a device has let go of `frame`. Once for each `lend`.
    public func giveBack(_ frame: FrameView) { store.giveBack(frame) }
}

import Common
import Frames
import Playout

/// Where the pictures come from: lanes, clean input, the last good frame, and stills. Looks them up,
/// lends them to the device without copying, and takes them back. Owned by the playout thread.
final class PictureSources {
    private let timeline: TimelineWriter
    private let timelineEpoch: UInt64
    private let video: VideoFormat
    private let lanes: [RingFollower]
    private let clean: RingFollower?
    private let hold: HoldObject
    private let slate: SlateObject
    private var stillAddress: ObjectAddress
    private var holdAddress: ObjectAddress?
    private var ringAddresses: [ObjectAddress?]
    /// The newest frame of a lane that was scheduled, claimed a second time until it is copied.
    private var lastGood: (frame: FrameView, claim: SlotClaim, address: ObjectAddress)?
    /// Whether the hold's copy belongs to this timeline.
    private var isHoldValid: Bool

    /// Looks at rings that are there but do not carry the output's format.
    private(set) var mismatchCount = 0
    /// The ring that does not, as of the last look at it; nil where all do, or are not there.
    private(set) var mismatch: RingMismatch?
    /// Whether the clean input could be shown when last looked at.
    private(set) var isPassthroughReady = false

    init(
        timeline: TimelineWriter, timelineEpoch: UInt64, video: VideoFormat, laneCount: Int,
        isPassthroughCleared: Bool, hold: HoldObject, slate: SlateObject,
        stillAddress: ObjectAddress, isHoldValid: Bool, plane: FramePlane
    ) {
        self.timeline = timeline
        self.timelineEpoch = timelineEpoch
        self.video = video
        lanes = ([.programA, .programB] as [ObjectName]).prefix(laneCount).map {
            RingFollower($0, in: plane)
        }
        clean = isPassthroughCleared ? RingFollower(.clean, in: plane) : nil
        self.hold = hold
        self.slate = slate
        self.stillAddress = stillAddress
        self.isHoldValid = isHoldValid && hold.current != nil
        ringAddresses = [nil, nil, nil]
        noteHoldAddress()
    }

    /// What could be shown at `index`, and whether waiting for `lane` is pointless.
    func lookUp(
        _ index: FrameIndex, lane: SlotSource, at now: MonotonicInstant
    ) -> (available: Availability, isFinal: Bool) {
        var available: Availability = []
        var outOfStep: Availability = []
        var isFinal = false
        for (place, follower) in lanes.enumerated() {
            let bit: Availability = place == 0 ? .programA : .programB
            let isWanted = (place == 0) == (lane == .programA)
            guard let ring = ring(follower, at: now) else {
                if isWanted { isFinal = true }
                continue
            }
            switch ring.read(index, timelineEpoch: timelineEpoch) {
            case .frame(let frame):
                available.insert(bit)
                if frame.metadata.flags.contains(.outOfStep) { outOfStep.insert(bit) }
            case .tooEarly, .beingWritten: break
            case .tooLate, .notWritten, .damaged, .otherEpoch: if isWanted { isFinal = true }
            }
        }
        // A lane out of step is better than a repeat, and worse than the other lane.
        if !available.subtracting(outOfStep).isEmpty { available.subtract(outOfStep) }
        if slate.picture(.slate) != nil { available.insert(.slate) }
        if lastGood != nil || isHoldValid { available.insert(.lastGood) }
        isPassthroughReady = false
        if let clean, let ring = ring(clean, at: now),
            case .frame = ring.read(index, timelineEpoch: timelineEpoch)
        {
            available.insert(.passthrough)
            isPassthroughReady = true
        }
        return (available, isFinal)
    }

    /// Sleeps until the lane may have `index`, at most until `deadline`. False where there is no
    /// ring to wait on.
    func wait(
        for index: FrameIndex, lane: SlotSource, until deadline: MonotonicInstant,
        at now: MonotonicInstant
    ) -> Bool {
        let place = lane == .programB ? 1 : 0
        guard place < lanes.count, let ring = ring(lanes[place], at: now) else { return false }
        return ring.wait(beyond: index - 1, until: deadline)
    }

    /// Frames the lane has drawn from `index` on, for the metric.
    func readyCount(from index: FrameIndex, lane: SlotSource, at now: MonotonicInstant) -> Int {
        let place = lane == .programB ? 1 : 0
        guard place < lanes.count, let newest = ring(lanes[place], at: now)?.newest,
            newest.timelineEpoch == timelineEpoch
        else { return 0 }
        return max(0, newest.index - index + 1)
    }

    /// Lends the picture of `source` for `index`; nil where it is no longer there.
    func lend(_ index: FrameIndex, _ source: SlotSource, at now: MonotonicInstant) -> LentPicture? {
        switch source {
        case .programA, .programB:
            lendProgram(index, place: source == .programA ? 0 : 1, at: now)
        case .passthrough: lendPassthrough(index, at: now)
        case .hold, .repeat: lendLastGood()
        case .slate, .black, .transparent: lendStill(source)
        }
    }

    /// The device is done with a picture.
    func giveBack(_ picture: LentPicture) {
        switch picture.owner {
        case .ring(let claim, _): timeline.release(claim)
        case .hold(let frame): hold.giveBack(frame)
        case .still(let frame): slate.giveBack(frame)
        }
    }

    /// Before anything is scheduled: the frame a predecessor aired last, if its lane still has it.
    func adopt(_ index: FrameIndex, lane: SlotSource, at now: MonotonicInstant) {
        if let picture = lendProgram(index, place: lane == .programB ? 1 : 0, at: now) {
            giveBack(picture)
            keepLastGood()
        }
    }

    /// Nil also for a ring of another format: it is reported, never shown.
    private func ring(_ follower: RingFollower, at now: MonotonicInstant) -> RingReader? {
        let found = follower.reader(at: now)
        guard let found, found.layout.video != video else {
            if mismatch?.ring == follower.object { mismatch = nil }
            return found
        }
        mismatchCount &+= 1
        mismatch = RingMismatch(ring: follower.object, video: found.layout.video)
        return nil
    }

    private func address(_ ring: RingReader, place: Int) -> ObjectAddress? {
        if let known = ringAddresses[place], known.identity == ring.objectIdentity { return known }
        let address = ObjectAddress(name: ring.name.fileName, identity: ring.objectIdentity)
        ringAddresses[place] = address
        return address
    }

    private func lendProgram(
        _ index: FrameIndex, place: Int, at now: MonotonicInstant
    ) -> LentPicture? {
        guard place < lanes.count, let ring = ring(lanes[place], at: now),
            let address = address(ring, place: place),
            case .frame(let frame, let claim) = timeline.claim(
                index, timelineEpoch: timelineEpoch, from: ring)
        else { return nil }
        if case .frame(_, let second) = timeline.claim(
            index, timelineEpoch: timelineEpoch, from: ring)
        {
            if let lastGood { timeline.release(lastGood.claim) }
            lastGood = (frame, second, address)
        }
        return lent(frame, .ring(claim, frame), address)
    }

    private func lendPassthrough(_ index: FrameIndex, at now: MonotonicInstant) -> LentPicture? {
        guard let clean, let ring = ring(clean, at: now), let address = address(ring, place: 2),
            case .frame(let frame, let claim) = timeline.claim(
                index, timelineEpoch: timelineEpoch, from: ring)
        else { return nil }
        return lent(frame, .ring(claim, frame), address)
    }

    private func lendLastGood() -> LentPicture? {
        keepLastGood()
        if isHoldValid, let frame = hold.current, let holdAddress {
            hold.lend(frame)
            return lent(frame, .hold(frame), holdAddress)
        }
        return nil
    }

    /// Copies the last good frame, so that its slot is free again: the renderer needs it, or a new
    /// renderer will.
    private func keepLastGood() {
        guard let last = lastGood else { return }
        if hold.store(last.frame) != nil {
            isHoldValid = true
            if holdAddress?.identity != hold.current?.objectIdentity { noteHoldAddress() }
        }
        timeline.release(last.claim)
        lastGood = nil
    }

    private func lendStill(_ source: SlotSource) -> LentPicture? {
        guard let frame = slate.picture(source) else { return nil }
        slate.lend(frame)
        if stillAddress.identity != frame.objectIdentity {
            // The object was damaged and made again.
            let name = frame.reference.objectName
            stillAddress =
                ObjectAddress(name: name, identity: frame.objectIdentity) ?? stillAddress
        }
        return LentPicture(
            owner: .still(frame), object: stillAddress, byteOffset: frame.payloadByteOffset,
            byteCount: frame.payload.count, pixels: frame.payload.baseAddress, displayedIndex: nil,
            metadata: frame.metadata)
    }

    private func lent(
        _ frame: FrameView, _ owner: LentPicture.Owner, _ address: ObjectAddress
    ) -> LentPicture {
        LentPicture(
            owner: owner, object: address, byteOffset: frame.payloadByteOffset,
            byteCount: frame.payload.count, pixels: frame.payload.baseAddress,
            displayedIndex: frame.index, metadata: frame.metadata)
    }

    private func noteHoldAddress() {
        guard let frame = hold.current else { return }
        let reference = frame.reference
        holdAddress = ObjectAddress(
            name: reference.objectName, identity: reference.objectIdentity)
    }
}

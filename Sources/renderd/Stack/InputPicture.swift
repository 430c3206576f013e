import Common
import Frames

/// One video input as the layers see it: follows its ring, decodes the wanted frame, and bridges
/// what is missing. Owned by the render thread.
final class InputPicture {
    /// What was used for a frame.
    struct Use {
        var picture: FramePicture
        var index: FrameIndex?
        var frameNumber: Int64?
        var isLost: Bool
        var isMissing: Bool
        var change: InputGate.Change?
    }

    let number: Int
    private let policy: InputLossPolicy
    private let canvas: Canvas
    /// Nil offline, where pictures are given.
    private let follower: RingFollower?
    private var gate: InputGate
    private var decoder: InputDecoder?
    /// The last good frame in the canvas's size.
    private let picture: RenderTarget
    private let replacement: RenderTarget
    private var isReplaced = false
    private var shown: (index: FrameIndex, frameNumber: Int64?)?
    /// What came for the last frame, whatever was shown.
    private(set) var mark = RecordedNote.InputMark(isThere: false, index: 0)
    /// The sound up to the picture shown.
    let sound: SoundHistory

    init(
        number: Int, policy: InputLossPolicy, canvas: Canvas, plane: FramePlane?,
        drawing: DrawingState, format: VideoFormat
    ) throws(GraphicsError) {
        self.number = number
        self.policy = policy
        self.canvas = canvas
        follower = plane.map { RingFollower(.input(number), in: $0) }
        gate = InputGate(rate: canvas.rate)
        sound = SoundHistory(channelCount: canvas.audioChannelCount)
        picture = try canvas.makeTarget()
        replacement = try canvas.makeTarget()
        switch policy {
        case .bars:
            let decoder = try InputDecoder(format: format, canvas: canvas)
            BarsPicture.payload(format).withUnsafeBytes { bytes in
                if let base = bytes.baseAddress { decoder.take(base) }
            }
            replacement.copy(from: decoder.picture(with: drawing))
        case .transparent: replacement.clear(0, 0, 0, 0)
        case .black, .still, .input: replacement.clear(0, 0, 0, 1)
        }
        // The decoder for the programme's own format is made and drawn with before the first frame.
        decoder = try InputDecoder(format: format, canvas: canvas)
    }

    /// Draws once with everything a frame will need, so that no first frame pays for it.
    func warm(_ stack: StackRenderer, payload: UnsafeRawPointer) {
        decoder?.take(payload)
        _ = decoder?.picture(with: stack.drawing)
    }

    /// Fetches the picture for input index `wanted`, waiting for it until `deadline` at most.
    func fetch(
        _ wanted: FrameIndex, timelineEpoch: UInt64, now: MonotonicInstant,
        until deadline: MonotonicInstant, stack: StackRenderer
    ) throws(GraphicsError) -> Use {
        mark = RecordedNote.InputMark(isThere: false, index: wanted.value)
        mark.isThere = try decode(
            wanted, timelineEpoch: timelineEpoch, now: now, until: deadline, stack)
        if mark.isThere { mark.frameNumber = shown?.frameNumber }
        return show(isThere: mark.isThere)
    }

    /// As `fetch`, of a picture that is given, or known to have been missing (nil).
    func present(
        _ arrival: InputArrival?, stack: StackRenderer
    ) throws(GraphicsError) -> Use {
        guard let arrival else { return show(isThere: false) }
        return show(isThere: try take(arrival, stack) { true })
    }

    /// A frame passes that is not drawn.
    func skip(isThere: Bool) { _ = show(isThere: isThere) }

    private func show(isThere: Bool) -> Use {
        let (show, change) = gate.advance(isThere: isThere)
        var use = Use(
            picture: current, index: shown?.index, frameNumber: shown?.frameNumber,
            isLost: show == .lost, isMissing: !isThere, change: change)
        isReplaced = false
        if show == .lost { sound.silence() }
        if show == .lost, policy != .still || shown == nil {
            isReplaced = true
            use.picture = .drawn(replacement)
            use.index = nil
            use.frameNumber = nil
        }
        return use
    }

    /// Makes the picture that `fetch` gave the second field's, where it is interlaced. What stands in
    /// for a lost input is the same in both.
    func showSecondField(_ stack: StackRenderer) {
        guard !isReplaced, shown != nil, let decoder, decoder.format.scan != .progressive else {
            return
        }
        decoder.show(.second)
        scale(decoder, stack)
    }

    /// The number of the input to use instead while this one is lost, from 1.
    var substitute: Int? {
        if case .input(let number) = policy { number } else { nil }
    }

    /// Puts the pictures of other inputs in the place of those that are lost.
    static func substitute(_ inputs: [InputPicture], in frame: inout StackRenderer.Frame) {
        for (position, input) in inputs.enumerated() {
            guard let substitute = input.substitute, input.isReplaced,
                frame.inputs.indices.contains(substitute - 1), substitute - 1 != position
            else { continue }
            frame.inputs[position] = frame.inputs[substitute - 1]
        }
    }

    private var current: FramePicture {
        if let decoder, !isScaled(decoder) { return .packed(decoder) }
        return .drawn(picture)
    }

    private func isScaled(_ decoder: InputDecoder) -> Bool {
        decoder.format.width != canvas.width || decoder.format.height != canvas.height
    }

    private func scale(_ decoder: InputDecoder, _ stack: StackRenderer) {
        guard isScaled(decoder) else { return }
        stack.scale(decoder.picture(with: stack.drawing), into: picture)
    }

    private func decode(
        _ wanted: FrameIndex, timelineEpoch: UInt64, now: MonotonicInstant,
        until deadline: MonotonicInstant, _ stack: StackRenderer
    ) throws(GraphicsError) -> Bool {
        guard let reader = follower?.reader(at: now) else { return false }
        var outcome = reader.read(wanted, timelineEpoch: timelineEpoch)
        if case .tooEarly = outcome, deadline > now, gate.isSteady {
            _ = reader.wait(beyond: wanted - 1, until: deadline)
            outcome = reader.read(wanted, timelineEpoch: timelineEpoch)
        }
        guard let frame = outcome.frame, !frame.metadata.flags.contains(.inputLost),
            let payload = frame.payload.baseAddress
        else { return false }
        let arrival = InputArrival(
            index: wanted, frameNumber: frame.metadata.inputFrameNumber, format: frame.video,
            payload: payload, sound: frame.audio,
            channelCount: frame.audioFormat?.channelCount ?? 0)
        return try take(arrival, stack) { frame.isStillValid() }
    }

    /// Whether the picture could be taken; `isValid` tells afterwards whether it was whole.
    private func take(
        _ arrival: InputArrival, _ stack: StackRenderer, isValid: () -> Bool
    ) throws(GraphicsError) -> Bool {
        guard let decoder = try decoder(for: arrival.format) else { return false }
        let isNew = shown?.index != arrival.index
        guard isNew || decoder.format.scan != .progressive else { return true }
        decoder.take(arrival.payload)
        guard isValid() else {
            shown = nil
            return false
        }
        if isNew { sound.append(arrival.sound, channels: arrival.channelCount) }
        scale(decoder, stack)
        shown = (arrival.index, arrival.frameNumber)
        return true
    }

    private func decoder(for format: VideoFormat) throws(GraphicsError) -> InputDecoder? {
        if let decoder, decoder.format == format { return decoder }
        decoder = try InputDecoder(format: format, canvas: canvas)
        return decoder
    }
}

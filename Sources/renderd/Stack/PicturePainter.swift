import Common
import Proto

/// What is drawn for one slot: the layers a keeper holds, over the first input. On air it is the render
/// thread's; offline it belongs to whoever draws the show (`ShowRenderer`). Owned by the thread whose
/// context is current.
final class PicturePainter {
    let stack: StackRenderer
    let keeper = StackKeeper()
    let base: RenderTarget
    let mixed: RenderTarget
    /// What is drawn for one slot: the frame as a whole, or two fields.
    private let fields: [Moment.Field?]
    private let hasTransparentBackground: Bool

    /// For pictures of `canvas`, drawn as a whole or by fields as `scan` says. With
    /// `hasTransparentBackground` the first input is not below the layers.
    init(
        canvas: Canvas, scan: ScanMode, hasTransparentBackground: Bool, textureSizeMax: Int
    ) throws(GraphicsError) {
        stack = try StackRenderer(
            canvas: canvas, drawing: DrawingState(), textureSizeMax: textureSizeMax)
        base = try canvas.makeTarget()
        mixed = try canvas.makeTarget()
        fields = Moment.fields(scan)
        self.hasTransparentBackground = hasTransparentBackground
    }

    /// What is drawn in as few passes as can be, once it is built.
    func fusions(over input: VideoFormat, into output: VideoFormat) -> [FusionPlan] {
        stack.fusions(keeper.layers, over: hasTransparentBackground ? nil : input, into: output)
    }

    /// Draws the frame, or each of its fields, into the stack, and lets `use` take every picture from
    /// there before the next.
    func draw(
        _ frame: inout StackRenderer.Frame, from inputs: [InputPicture],
        use: (StackRenderer.Frame) throws(GraphicsError) -> Void
    ) throws(GraphicsError) {
        for field in fields {
            frame.moment.field = field
            if field == .second { for input in inputs { input.showSecondField(stack) } }
            try drawPicture(frame)
            try use(frame)
        }
    }

    private func drawPicture(_ frame: StackRenderer.Frame) throws(GraphicsError) {
        var bottom = FramePicture.drawn(base)
        if hasTransparentBackground || frame.inputs.isEmpty {
            base.clear(background.x, background.y, background.z, background.w)
        } else {
            bottom = frame.inputs[0]
        }
        guard let outgoing = keeper.snapshot?.outgoing, outgoing.lengthFrames > 0,
            frame.moment.frames(since: outgoing.startIndex) < Double(outgoing.lengthFrames)
        else { return try stack.draw(keeper.layers, over: bottom, frame) }
        try compose(outgoing, over: bottom, frame)
    }

    /// Both stacks of a transition, and one over the other.
    private func compose(
        _ outgoing: OutgoingStack, over bottom: FramePicture, _ frame: StackRenderer.Frame
    ) throws(GraphicsError) {
        try stack.draw(keeper.outgoing, over: bottom, frame)
        mixed.copy(from: try stack.settle(frame))
        try stack.draw(keeper.layers, over: bottom, frame)
        var after = try stack.settle(frame)
        if let transition = keeper.transition, transition.isVisible {
            // The picture it ends with must not be the one it is drawn into.
            if after !== base { base.copy(from: after) }
            var own = frame
            own.inputs = [.drawn(base)]
            try stack.draw([transition], over: .drawn(mixed), own)
            try stack.settle(own)
            return
        }
        if after === base {
            // Nothing was drawn over it, and a picture cannot be mixed into itself.
            after = stack.turn(after: base)
            after.copy(from: base)
        }
        let progress = frame.moment.frames(since: outgoing.startIndex)
        let share = Float(max(progress, 0)) / Float(outgoing.lengthFrames)
        stack.mix(from: mixed, to: after, share: share, into: base)
        stack.hold(.drawn(base))
    }

    var background: SIMD4<Float> {
        if let color = keeper.snapshot?.background { return premultiplied(color) }
        return hasTransparentBackground ? SIMD4() : SIMD4(0, 0, 0, 1)
    }
}

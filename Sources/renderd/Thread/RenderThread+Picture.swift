import Common
import Proto

/// What is drawn for one slot. Render thread.
extension RenderThread {
    /// Draws the frame, or each of its fields, into the stack, and lets `use` take every picture from
    /// there before the next.
    func drawFields(
        _ frame: inout StackRenderer.Frame,
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
        if configuration.hasTransparentBackground || frame.inputs.isEmpty {
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
        return configuration.hasTransparentBackground ? SIMD4() : SIMD4(0, 0, 0, 1)
    }
}

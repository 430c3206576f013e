import Common
import Frames

/// Two lanes that draw the same frames. Render thread.
extension RenderThread {
    /// Whether this frame may differ from the other lane's, said in `metadata`, and what is to be done
    /// about the other lane after it.
    func keepStep(
        _ index: FrameIndex, _ view: Cadence.View, _ metadata: inout FrameMetadata
    ) -> OtherLane.Duty {
        guard let other else { return [] }
        let duty = other.begin(
            index, timelineEpoch: view.timelineEpoch, hasMemory: keeper.hasMemory,
            at: metadata.renderStart)
        if other.isOutOfStep { keeper.rememberAutomation(at: index) }
        if other.isOutOfStep { metadata.flags.insert(.outOfStep) }
        if other.isOnTrial { metadata.flags.formUnion([.outOfStep, .trial]) }
        if other.isOutOfStep != isOutOfStep {
            isOutOfStep = other.isOutOfStep
            connections.reports.push(.step(isOut: isOutOfStep))
        }
        return duty
    }

    /// A build is drawn from now on; what that means for the other lane.
    func note(_ build: LaneBuild, _ how: StackKeeper.How) {
        guard let other else { return }
        connections.reports.push(.drawing(build))
        switch how {
        case .alone: if hasDrawn { other.noteDifference(isLate: false) }
        case .late: other.noteDifference(isLate: true)
        case .agreed, .trial: break
        }
    }

    /// Takes what the other lane remembers, and draws for nobody what it has drawn since then.
    func catchUp(
        to index: FrameIndex, _ view: Cadence.View, at now: MonotonicInstant
    ) throws(GraphicsError) {
        guard let other, let memory = other.arrived else { return }
        other.arrived = nil
        let behind = index.value - memory.index.value
        guard other.isOutOfStep, memory.timelineEpoch == view.timelineEpoch,
            (1...OtherLane.catchUpMax).contains(behind)
        else { return }
        keeper.rememberAutomation(at: index)
        // Where a frame since then was drawn before automation was known here, newer memory will do.
        guard keeper.knowsAutomation(from: memory.index + 1, to: index), keeper.take(memory)
        else { return }
        for past in memory.index.value + 1..<index.value {
            keeper.recallAutomation(at: FrameIndex(past))
            var metadata = FrameMetadata(renderStart: now, renderEnd: now)
            var frame = try fetchInputs(FrameIndex(past), view, until: now, &metadata)
            try painter.draw(&frame, from: inputs) { _ in }
        }
        keeper.recallAutomation(at: index)
        keeper.forgetAutomation()
        other.caughtUp(to: index - 1)
    }
}

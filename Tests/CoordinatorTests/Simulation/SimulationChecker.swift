import Common
@testable import Coordinator
import CoordinatorDecision
import Proto

/// Holds what the simulated coordinator does against what it promises. It shares no code with the
/// policy: what a snapshot must hold, and what a command may change, is said here again.
final class SimulationChecker {
    /// What was broken, each with its place; empty while every promise is kept.
    private(set) var violations: [String] = []
    /// Operations that some life of the coordinator has accepted.
    private(set) var acceptedAnywhere: Set<String> = []
    /// Defects whose start has been published.
    private(set) var publishedDefects: Set<UInt64> = []
    private(set) var decisions = 0
    private var changedBy: [StateKey: String] = [:]

    private struct StateKey: Hashable {
        var epoch: UInt64
        var number: UInt64
    }

    func fail(_ text: String) {
        if violations.count < 5 { violations.append(text) }
    }

    // MARK: Starts

    /// A coordinator has started with `state`.
    func hydrated(_ state: RuntimeState, _ disk: SimulatedDisk) {
        if state.version < disk.contents.state.version {
            fail("a start went back to version \(state.version) before the store's")
        }
        if let repeated = disk.repeatedFacts.first { fail("fact applied twice: \(repeated)") }
        for (operation, count) in disk.accepted where count > 1 {
            fail("\(operation) is \(count) times in the journal")
        }
    }

    // MARK: Decisions

    /// A command was decided, or answered as a repeated one.
    func decided(
        _ command: Command, _ before: RuntimeState, _ after: RuntimeState, _ epoch: UInt64,
        isDead: Bool, _ catalogue: ShaderCatalogue
    ) {
        decisions += 1
        guard !isDead else { return }
        checkVersion(before, after, "\(command.action?.name ?? "?") \(command.operationId)")
        checkOverlay(after, catalogue)
        guard after.version != before.version else { return }
        let key = StateKey(epoch: epoch, number: after.version)
        if let other = changedBy.updateValue(command.operationId, forKey: key) {
            fail("version \(after.version) names what \(other) and \(command.operationId) made")
        }
        checkEffect(command, before, after)
    }

    /// Time has passed.
    func ticked(
        _ before: RuntimeState, _ after: RuntimeState, _ catalogue: ShaderCatalogue, isDead: Bool
    ) {
        guard !isDead else { return }
        checkVersion(before, after, "tick")
        checkOverlay(after, catalogue)
    }

    private func checkVersion(_ before: RuntimeState, _ after: RuntimeState, _ what: String) {
        if after.version < before.version { fail("\(what): the version went back") }
        if after.version == before.version, after != before {
            fail("\(what): version \(after.version) names two contents")
        }
    }

    private func checkOverlay(_ state: RuntimeState, _ catalogue: ShaderCatalogue) {
        for key in state.overlay.entries.keys {
            guard let layer = state.layer(key.layer) else {
                fail("overlay of \(key.layer) outlives its layer")
                continue
            }
            let isKnown =
                key.parameter == "@opacity"
                || catalogue[layer.shader]?.parameter(named: key.parameter) != nil
            if !isKnown { fail("overlay of \(key.parameter) does not fit \(layer.shader)") }
        }
    }

    /// What one command adds, counted independently: twice the effect is found here.
    private func checkEffect(_ command: Command, _ before: RuntimeState, _ after: RuntimeState) {
        let old = before.programme.layers.count + before.preview.layers.count
        let new = after.programme.layers.count + after.preview.layers.count
        switch command.action {
        case .addLayer, .duplicateLayer:
            if new != old + 1 { fail("\(command.operationId) made \(new - old) layers") }
        case .removeLayer:
            if new != old - 1 { fail("\(command.operationId) removed \(old - new) layers") }
        case .triggerParameter:
            let fired =
                Self.fired(after) - Self.fired(before)
            if fired != 1 { fail("\(command.operationId) fired \(fired) times") }
        default: break
        }
    }

    private static func fired(_ state: RuntimeState) -> Int {
        (state.programme.layers + state.preview.layers).reduce(0) {
            $0 + Int($1.triggerCounts.values.reduce(0, +))
        }
    }

    // MARK: Events

    /// An event is about to go out.
    func published(
        _ event: Event, _ operation: String, _ state: RuntimeState, _ catalogue: ShaderCatalogue
    ) {
        switch event.kind {
        case .runtimeMutationAccepted where !operation.isEmpty: acceptedAnywhere.insert(operation)
        case .signalDefectStarted(let defect): publishedDefects.insert(defect.defectId)
        case .renderSnapshotPublished(let published):
            if let problem = Self.difference(published.snapshot, state, catalogue) {
                fail("snapshot \(published.snapshot.version.number): \(problem)")
            }
        default: break
        }
    }

    /// What is different between a snapshot and a state; nil where they say the same.
    static func difference(
        _ snapshot: Snapshot, _ state: RuntimeState, _ catalogue: ShaderCatalogue
    ) -> String? {
        let stack = snapshot.stack == .preview ? state.preview : state.programme
        guard snapshot.layers.map(\.id) == stack.layers.map(\.id) else { return "other layers" }
        for (shown, layer) in zip(snapshot.layers, stack.layers) {
            let isSame =
                shown.name == layer.name && shown.opacity == layer.opacity
                && shown.bypassed == layer.bypassed && shown.shaderId == layer.shader
                && shown.blendMode == layer.blendMode
            guard isSame else { return "layer \(layer.id) differs" }
            for (name, value) in layer.values {
                guard catalogue[layer.shader]?.parameter(named: name) != nil else { continue }
                let setting = shown.values.first { $0.name == name }
                guard setting?.value == value.wire else { return "\(layer.id).\(name) differs" }
            }
            let moving = state.overlay.entries.filter { $0.key.layer == layer.id }
            guard Set(shown.overlay.map(\.parameter)) == Set(moving.keys.map(\.parameter)) else {
                return "overlay of \(layer.id) differs"
            }
        }
        return nil
    }
}

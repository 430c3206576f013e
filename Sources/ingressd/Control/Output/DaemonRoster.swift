import Common
import Frames
import Proto

/// Puts together what is known of every daemon of the instance. A value, made for each reading.
struct DaemonRoster: Sendable {
    let projection: RuntimeProjection
    let output: OutputFacts?
    let supervisor: SupervisorFile?
    let laneCount: Int

    /// The daemons in the order of the signal path.
    var daemons: [DaemonFacts] {
        var names: [ProcessName] = [.ingressCapture, .ingressControl, .coordinator, .rendererA]
        if laneCount > 1 { names.append(.rendererB) }
        names += [.output, .card]
        // Only where something is to be told of alarms.
        if supervisor?.child(ProcessName.hooks.rawValue) != nil { names.append(.hooks) }
        return names.map { facts($0) }
    }

    private func facts(_ process: ProcessName) -> DaemonFacts {
        let name = process.rawValue
        var facts = DaemonFacts(name: name, state: "unknown")
        if let link = projection.model?.links.first(where: { $0.subject == name }) {
            facts.state = projection.isUp ? link.state.name : "unknown"
            facts.detail = link.detail
            facts.pid = link.pid == 0 ? nil : Int32(bitPattern: link.pid)
        }
        switch process {
        case .ingressControl: facts.state = "up"
        case .coordinator: facts.state = projection.isUp ? "up" : "down"
        case .output:
            // The timeline's lock tells at once, and with the coordinator away too.
            if let output {
                facts.state = output.isAlive ? "up" : "down"
                facts.heartbeatAge = output.now - output.state.heartbeat
            }
        case .rendererA: fillRenderer(&facts, lane: "a")
        case .rendererB: fillRenderer(&facts, lane: "b")
        case .ingressCapture, .card, .hooks: break
        }
        if let supervised = supervisor?.child(name) {
            facts.isSupervised = true
            facts.restarts = supervised.restarts
            facts.pid = supervised.pid
            if supervised.pid == nil {
                facts.state = "down"
            } else if facts.state == "unknown" {
                facts.state = supervised.state == "starting" ? "connecting" : "up"
            }
        }
        return facts
    }

    /// A lane that has drawn nothing for a second is down, whatever else is said of it.
    private func fillRenderer(_ facts: inout DaemonFacts, lane: String) {
        guard let renderer = output?.renderers.first(where: { $0.lane == lane }) else { return }
        facts.heartbeatAge = renderer.age
        if renderer.age > .seconds(1) {
            facts.state = "down"
        } else if facts.state == "unknown" || !projection.isUp {
            facts.state = "up"
        }
    }
}

public import Common
public import Proto
internal import Synchronization

extension CoordinatorLink {
    /// A sign of life, and with it what has changed in the process's queues since the one before:
    /// depth and handling time as telemetry, failed handlers as facts. `timings` are what the process
    /// measures besides, by name. For the loop that beats; never blocks.
    public func beat(_ heartbeat: Heartbeat, timings: [String: Histogram] = [:]) {
        telemetry.send(.heartbeat(heartbeat), key: "heartbeat")
        let findings = health.withLock { health in
            health.look() + timings.compactMap { health.look(at: $0.value, metric: $0.key) }
        }
        for finding in findings {
            switch finding {
            case .sample(let sample, let key): telemetry.send(sample, key: key)
            case .failed(let failure): facts.report(.handlerFailed(failure))
            }
        }
    }
}

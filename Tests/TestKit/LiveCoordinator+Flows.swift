import Common
import Messaging
public import Proto

extension LiveCoordinator {
    /// What an operation has led to so far, in every process, in order of time.
    public func trace(_ operation: String) throws -> [SequencedEvent] {
        let answer = try link.client.request(
            .getOperation(GetOperation(operationId: operation)), deadline: time.now() + .seconds(10)
        )
        guard case .operation(let reply) = answer else { return [] }
        return reply.events
    }

    /// Asks until the operation has led to all of these, in this order among themselves; says after
    /// 30 s whether it has.
    public func flow(
        _ names: [String], of operation: String
    ) throws -> (events: [SequencedEvent], isComplete: Bool) {
        let deadline = time.now() + .seconds(30)
        while true {
            let events = try trace(operation)
            var rest = names[...]
            for event in events where event.event.kind?.name == rest.first {
                rest = rest.dropFirst()
            }
            if rest.isEmpty { return (events, true) }
            if time.now() > deadline { return (events, false) }
            time.sleep(until: time.now() + .milliseconds(20))
        }
    }
}

import Common
import Frames

/// Writes every settled slot to the state directory. A disk that fails costs records, which the
/// queue counts, and never a slot. Runs under a `LoopSupervisor`.
struct SlotLogLoop: Sendable {
    let queue: HandOffQueue<OutputReport>
    let directory: String
    /// Called once a turn; tests make the loop die here.
    let onTurn: @Sendable (String) throws -> Void

    func run(_ loop: LoopSupervisor) throws {
        let writer = try SlotLogWriter(directory: directory)
        let time = SystemTimeSource()
        while true {
            let isLast = loop.isStopping
            try onTurn(loop.name)
            while let item = queue.pop() {
                if case .settled(let record) = item { writer.append(record) }
            }
            do {
                try writer.flush()
            } catch {
                queue.countFailure()
                throw error
            }
            if isLast { return }
            queue.wait(until: time.now() + .milliseconds(250))
            // Gather a little: one write for several slots.
            if !loop.isStopping { time.sleep(until: time.now() + .milliseconds(100)) }
        }
    }
}

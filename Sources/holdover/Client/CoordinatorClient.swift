import Common
import Foundation
import Logging
import Messaging
import Proto

/// The command line's side of the control socket: one request, one answer, one sentence on failure.
struct CoordinatorClient {
    /// How long a command may take altogether; a restarting coordinator is waited for.
    static let patience = Nanoseconds.seconds(5)

    private let link: CoordinatorLink
    private let instance: String
    private let time = SystemTimeSource()

    /// Connects. `patience` is how long the coordinator may be away. Throws with exit code 3 where it
    /// is not there. Give a subscription to receive events.
    init(
        _ configuration: Configuration, patience: Nanoseconds = CoordinatorClient.patience,
        subscription: Subscription? = nil
    ) throws(CommandFailure) {
        instance = configuration.instance
        let paths = InstancePaths(
            instance: configuration.instance, environment: ProcessInfo.processInfo.environment)
        do throws(TransportError) {
            let transport = try ZeroMQTransport(
                paths: paths, marks: HighWaterMarks(configuration.messaging))
            var options = CoordinatorLink.Options(
                source: "holdover.\(getpid())", configuration.messaging)
            options.reportsFacts = false
            link = try CoordinatorLink(
                options, transport: transport, subscription: subscription,
                registry: MetricsRegistry(),
                logger: Logger(label: "holdover") { _ in SwiftLogNoOpLogHandler() })
        } catch {
            throw CommandFailure("\(error)", remedy: "", code: .unreachable)
        }
        guard link.client.waitUntilConnected(until: time.now() + patience) else {
            link.stop()
            throw CommandFailure(
                "the coordinator of instance \"\(instance)\" does not answer at "
                    + paths.socket("control"),
                remedy: "Is the instance up (`holdover status`)? --instance names another",
                code: .unreachable)
        }
    }

    func close() { link.stop() }

    /// Asks for a change; asks again with the same key while nobody knows the outcome, so that it is
    /// done once or not at all. Throws the coordinator's sentence when it refuses.
    @discardableResult
    func perform(
        _ action: Command.Action, on stack: Stack = .programme, hot: Bool = true,
        version: UInt64? = nil
    ) throws(CommandFailure) -> MutationOutcome {
        let identifier = UUID().uuidString
        let command = Command(
            operationId: "cli-\(identifier)", idempotencyKey: identifier, stack: stack,
            origin: .cli, principal: NSUserName(), hot: hot, action: action)
        let outcome: MutationOutcome
        do throws(RequestError) {
            outcome = try link.client.settle(command, deadline: time.now() + Self.patience)
        } catch {
            throw CommandFailure("\(error)", remedy: "", code: .unreachable)
        }
        guard outcome.accepted else {
            throw CommandFailure("refused: \(outcome.errorSentence)", remedy: "")
        }
        // Made, but not what the command promises: that it is on disk when it returns.
        if outcome.mutationClass == .durable, outcome.errorCode == .storeUnavailable {
            throw CommandFailure("not stored: \(outcome.errorSentence)", remedy: "")
        }
        return outcome
    }

    /// Asks a question.
    func ask(_ ask: Query.Ask) throws(CommandFailure) -> Reply.Answer {
        do throws(RequestError) {
            return try link.client.request(ask, deadline: time.now() + .seconds(2))
        } catch {
            throw CommandFailure("\(error)", remedy: "", code: .unreachable)
        }
    }

    /// The read model.
    func state() throws(CommandFailure) -> ReadModel {
        guard case .state(let reply) = try ask(.getState(GetState())) else {
            throw CommandFailure("the coordinator answered something else", remedy: "")
        }
        return reply.model
    }
}

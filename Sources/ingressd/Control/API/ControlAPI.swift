import Common
import Logging
import NIOCore
import NIOHTTP1
import Proto

/// The REST interface: turns requests into typed commands and queries. It judges form only; what
/// is allowed is the coordinator's to say. Owned by the event loop.
final class ControlAPI: @unchecked Sendable {
    let configuration: Configuration
    let paths: InstancePaths
    let loop: any EventLoop
    let link: any ControlLink
    let output: OutputReader
    let pictures: PictureService
    let force: ForceClient
    let document: APIDocument
    let log: Logger
    private let follower: StateFollower
    /// What is known of the runtime state.
    var projection: RuntimeProjection { follower.projection }
    /// Makes the read model now; the service sets it.
    var present: () -> JSONValue = { .null }
    /// Commands and queries under way to the coordinator.
    private let pool: PoolMeter
    /// The version that the newest accepted command led to.
    private let answered = Monitor<StateVersion?>(nil)

    init(
        configuration: Configuration, paths: InstancePaths, loop: any EventLoop,
        link: any ControlLink, follower: StateFollower, output: OutputReader,
        pictures: PictureService, force: ForceClient, document: APIDocument,
        registry: MetricsRegistry, log: Logger
    ) {
        self.configuration = configuration
        self.paths = paths
        self.loop = loop
        self.link = link
        self.follower = follower
        self.output = output
        self.pictures = pictures
        self.force = force
        self.document = document
        self.log = log
        pool = PoolMeter(
            .requests, limit: configuration.integer("control.request_limit"), registry: registry)
    }

    /// Calls `body` once what is shown is as new as what the last command was answered with.
    func whenCurrent(_ body: @escaping () -> Void) {
        follower.whenShowing(answered.withLock { $0 }, body)
    }

    /// Fills the table.
    func register(on router: inout HTTPRouter) {
        registerState(on: &router)
        registerLayers(on: &router)
        registerPresets(on: &router)
        registerStack(on: &router)
        registerRun(on: &router)
        registerOutput(on: &router)
    }

    /// A handler that may refuse what it reads.
    func handler(
        _ body:
            @escaping (HTTPRequest, HTTPRouter.PathParameters, HTTPReplier) throws(Problem) -> Void
    ) -> HTTPRouter.Handler {
        { request, parameters, replier in
            do throws(Problem) {
                try body(request, parameters, replier)
            } catch {
                replier.fail(error)
            }
        }
    }

    /// A handler that makes one command from path and body.
    func command(
        created: Bool = false,
        _ make:
            @escaping (HTTPRequest, HTTPRouter.PathParameters, inout CommandBody)
            throws(Problem) -> Command.Action
    ) -> HTTPRouter.Handler {
        handler { [self] request, parameters, replier throws(Problem) in
            var body = try CommandBody(request)
            let action = try make(request, parameters, &body)
            try body.finish()
            try send(action, request, replier, created: created)
        }
    }

    /// Sends a command and answers with its outcome.
    func send(
        _ action: Command.Action, _ request: HTTPRequest, _ replier: HTTPReplier,
        created: Bool = false
    ) throws(Problem) {
        var command = Command()
        command.operationId = Self.newOperationID()
        command.action = action
        command.principal = request.peer
        command.origin = request.isWebSocket ? .websocket : .http
        command.stack = try Self.stack(request)
        command.hot = request.query["hot"] == "true"
        command.idempotencyKey = try Self.idempotencyKey(request)
        command.expectedStateVersion = try Self.expectedVersion(request)
        link.observe(
            .httpControlMutationRequested(
                HttpControlMutationRequested(
                    method: request.method.rawValue, path: request.path, principal: request.peer)),
            key: "http.\(command.operationId)", operation: command.operationId)
        if case .reloadShaders = action {
            link.observe(
                .manualReloadRequested(ManualReloadRequested(origin: command.origin)),
                key: "manual_reload", operation: command.operationId)
        }
        ask(.command(command), replier) { [answered] answer in
            guard case .outcome(let outcome) = answer else { return nil }
            guard outcome.accepted else { return .problem(OutcomeMapping.problem(outcome)) }
            answered.withLock { $0 = outcome.stateVersion }
            var headers = [("ETag", "\"\(ReadModelPresenter.tag(outcome.stateVersion))\"")]
            if created, !outcome.subjectId.isEmpty {
                headers.append(("Location", "/api/v1/layers/\(outcome.subjectId)"))
            }
            return .json(
                OutcomeMapping.json(outcome),
                status: OutcomeMapping.status(of: outcome, created: created), headers: headers)
        }
    }

    /// Asks the coordinator; `respond` turns the expected answer into a response.
    func ask(
        _ request: LinkRequest, _ replier: HTTPReplier,
        _ respond: @escaping @Sendable (Reply.Answer) -> HTTPResponse?
    ) {
        ask(request) { result in
            switch result {
            case .success(let answer):
                let response = respond(answer)
                replier.send(response ?? .problem(Self.unexpected(answer)))
            case .failure(let problem): replier.fail(problem)
            }
        }
    }

    /// Asks the coordinator; `take` is called once, on any thread.
    func ask(
        _ request: LinkRequest, _ take: @escaping @Sendable (Result<Reply.Answer, Problem>) -> Void
    ) {
        guard let place = pool.enter() else {
            return take(
                .failure(
                    OutcomeMapping.problem(
                        .busy(
                            retryAfterMilliseconds: 1000,
                            reason: "\(pool.limit) requests wait for the coordinator"))))
        }
        link.send(request) { result in
            place.leave()
            switch result {
            case .success(let answer): take(.success(answer))
            case .failure(let refusal): take(.failure(OutcomeMapping.problem(refusal)))
            }
        }
    }

    /// What is said where an answer does not fit the question.
    static func unexpected(_ answer: Reply.Answer) -> Problem {
        switch answer {
        case .busy(let busy):
            OutcomeMapping.problem(
                .busy(
                    retryAfterMilliseconds: Int(busy.retryAfterMilliseconds), reason: busy.reason))
        case .expired: OutcomeMapping.problem(.expired)
        case .malformed(let malformed): OutcomeMapping.problem(.malformed(malformed.reason))
        default:
            Problem(
                .badGateway, "unexpected_answer",
                "coordinatord answered with \(answer.name), which does not fit",
                remedy: "Run the same version of every daemon")
        }
    }

    /// A fresh operation id: 16 hexadecimal digits.
    static func newOperationID() -> String {
        let text = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    private static func stack(_ request: HTTPRequest) throws(Problem) -> Stack {
        switch request.query["stack"] {
        case nil, "programme": return .programme
        case "preview": return .preview
        case let other?:
            throw .invalid(
                "there is no stack \"\(other)\"", remedy: "Use ?stack=programme or ?stack=preview")
        }
    }

    private static func idempotencyKey(_ request: HTTPRequest) throws(Problem) -> String {
        let values = request.headers["Idempotency-Key"]
        guard let key = values.first else { return "" }
        let printable = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard values.count == 1, (1...128).contains(key.utf8.count), printable else {
            throw .invalid(
                "the Idempotency-Key is not 1 to 128 printable characters",
                remedy: "Send one, such as a UUID")
        }
        return key
    }

    private static func expectedVersion(_ request: HTTPRequest) throws(Problem) -> StateVersion? {
        let values = request.headers["If-Match"]
        guard let value = values.first, value != "*" else { return nil }
        let tag = value.hasPrefix("\"") && value.hasSuffix("\"") ? value.dropFirst().dropLast() : ""
        guard values.count == 1, let version = ReadModelPresenter.version(tag: String(tag)) else {
            throw .invalid(
                "If-Match is not a state version", remedy: "Send the ETag of GET /api/v1/state")
        }
        return version
    }
}

import Common
import NIOHTTP1
import Proto

extension ControlAPI {
    /// Reading: state, shaders, slots, documents, health.
    func registerState(on router: inout HTTPRouter) {
        router.on(.GET, "/api/v1/state") { [self] _, _, replier in
            // Whoever was told that something is done sees it done.
            whenCurrent { [self] in
                let tag = projection.version.map {
                    ("ETag", "\"\(ReadModelPresenter.tag($0))\"")
                }
                replier.send(.json(present(), headers: tag.map { [$0] } ?? []))
            }
        }
        router.on(.GET, "/api/v1/shaders") { [self] _, _, replier in
            let list = projection.shaders.values.sorted { $0.id < $1.id }
            replier.send(
                .json([
                    "stale": .bool(!projection.isUp),
                    "shaders": .array(list.map(ReadModelPresenter.shader)),
                ]))
        }
        router.on(.GET, "/api/v1/loops") { [self] _, _, replier in
            replier.send(.json(["daemons": LoopPresenter.daemons(paths)]))
        }
        router.on(
            .GET, "/api/v1/slots",
            handler { [self] request, _, replier throws(Problem) in
                try sendSlots(request, replier)
            })
        router.on(.GET, "/api/v1/openapi.json") { [self] _, _, replier in
            replier.send(HTTPResponse(.ok, type: "application/json", body: document.json))
        }
        router.on(.GET, "/api/v1/openapi.yaml") { [self] _, _, replier in
            replier.send(HTTPResponse(.ok, type: "application/yaml", body: document.yaml))
        }
        router.on(.GET, "/healthz") { _, _, replier in replier.send(.json(["status": "ok"])) }
        router.on(.GET, "/readyz") { [self] _, _, replier in
            let ready = projection.isUp && projection.model != nil
            if ready {
                replier.send(.json(["status": "ready"]))
            } else {
                replier.fail(OutcomeMapping.problem(.away))
            }
        }
    }

    private func sendSlots(_ request: HTTPRequest, _ replier: HTTPReplier) throws(Problem) {
        var first: FrameIndex?
        if let text = request.query["from"] {
            guard let number = Int64(text) else {
                throw .invalid("\"from\" is no frame index", remedy: "Send a whole number")
            }
            first = FrameIndex(number)
        }
        replier.send(
            .json([
                "output": output.read()?.json ?? OutputFacts.absent,
                "slots": .array(output.records(from: first).map(SlotPresenter.json)),
            ]))
    }
}

import Common
import Glibc
import Logging
import NIOCore
import NIOHTTP1
import Proto

extension ControlAPI {
    /// What goes past the coordinator: the panic control, pictures, and the demo's kill buttons.
    func registerOutput(on router: inout HTTPRouter) {
        router.on(
            .POST, "/api/v1/force",
            handler { [self] request, _, replier throws(Problem) in
                try sendForce(request, replier)
            })
        router.on(.GET, "/api/v1/preview.png") { [self] request, _, replier in
            // Cheap where nothing new was drawn: the ring's head is the entity tag.
            if let index = output.previewIndex(),
                request.header("If-None-Match") == Self.pictureTag("preview", index)
            {
                replier.send(.empty(.notModified))
                return
            }
            sendPicture(.preview, replier)
        }
        router.on(.GET, "/api/v1/screenshot.png") { [self] _, _, replier in
            sendPicture(.programme, replier)
        }
        if configuration.isDemo {
            router.on(
                .POST, "/api/v1/demo/kill/{daemon}",
                handler { [self] _, path, replier throws(Problem) in
                    try kill(path["daemon"], replier)
                })
        }
    }

    private static let forceModes = [
        "auto", "hold", "passthrough", "slate", "black", "transparent",
    ]

    private func sendForce(_ request: HTTPRequest, _ replier: HTTPReplier) throws(Problem) {
        var body = try CommandBody(request)
        let mode = try body.required("mode")
        try body.finish()
        guard Self.forceModes.contains(mode) else {
            throw .invalid(
                "there is no force mode \"\(mode)\"",
                remedy: "Use one of: \(Self.forceModes.joined(separator: ", "))")
        }
        log.notice("output forced", metadata: ["mode": "\(mode)", "peer": "\(request.peer)"])
        force.ask("force \(mode)").whenComplete { result in
            switch result {
            case .success(let answer):
                if answer["ok"]?.bool == true {
                    replier.send(.json(answer))
                } else {
                    replier.fail(
                        Problem(
                            .conflict, "force_refused",
                            answer["error"]?.string ?? "outputd refused \"\(mode)\"",
                            remedy: answer["remedy"]?.string ?? "Choose another mode"))
                }
            case .failure:
                replier.fail(
                    Problem(
                        .serviceUnavailable, "output_away",
                        "outputd does not answer on its panic socket",
                        remedy: "Send it again once outputd is back",
                        headers: [("Retry-After", "1")]))
            }
        }
    }

    private static func pictureTag(_ source: String, _ index: FrameIndex) -> String {
        "\"\(source)-\(index)\""
    }

    private func sendPicture(_ wanted: PictureService.Wanted, _ replier: HTTPReplier) {
        pictures.request(wanted) { result in
            switch result {
            case .success(let picture):
                replier.send(
                    HTTPResponse(
                        .ok, type: "image/png", body: picture.png,
                        headers: [
                            ("Cache-Control", "no-cache"),
                            ("ETag", Self.pictureTag(picture.source, picture.index)),
                            ("X-Frame-Index", "\(picture.index)"),
                            ("X-Source", picture.source),
                        ]))
            case .failure(.busy):
                replier.fail(
                    OutcomeMapping.problem(.busy(retryAfterMilliseconds: 1000, reason: "")))
            case .failure(.noPicture(let reason)):
                replier.fail(
                    Problem(
                        .serviceUnavailable, "no_picture", reason,
                        remedy: "Ask again once it draws; the output goes on meanwhile",
                        headers: [("Retry-After", "1")]))
            case .failure(.unreadable(let reason)):
                replier.fail(
                    Problem(
                        .internalServerError, "picture_unreadable", reason,
                        remedy: "Use holdover ring to look at the ring's header"))
            }
        }
    }

    /// Kills one of the demo's own daemons, to show that the picture holds. Only processes in the
    /// supervisor's file whose parent is that supervisor are ever signalled.
    private func kill(_ name: String, _ replier: HTTPReplier) throws(Problem) {
        let path = paths.runtime + "/supervisor.json"
        guard let pid = SupervisorFile.read(path: path)?.living(name) else {
            throw Problem(
                .notFound, "daemon_not_supervised",
                "\"\(name)\" is not a running daemon of this demo",
                remedy: "Use a name that GET /api/v1/state lists as supervised, once it runs")
        }
        log.notice("killing for the demo", metadata: ["daemon": "\(name)", "pid": "\(pid)"])
        replier.send(.json(["killed": .string(name), "pid": .count(pid)]))
        // The answer goes first: the target may be this very process.
        loop.scheduleTask(in: .milliseconds(30)) {
            if SupervisorFile.read(path: path)?.living(name) == pid { _ = Glibc.kill(pid, SIGKILL) }
        }
    }
}

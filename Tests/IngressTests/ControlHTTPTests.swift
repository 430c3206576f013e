import Common
import Foundation
import Glibc
import Proto
import TestKit
import Testing

@testable import IngressControl

@Suite(.realTime) struct ControlHTTPTests {
    @Test func stateShowsTheStackWithRangesAndAnEntityTag() throws {
        let bench = try ControlBench()
        let client = try bench.client()
        let state = try client.get("/api/v1/state")
        #expect(state.status == 200)
        #expect(state.headers["etag"] == "\"abc-1\"")
        let layers = try #require(state.json["stack"]?["layers"]?.array)
        #expect(layers.map { $0["name"]?.string } == ["Colour Grade", "Glow"])
        let gain = try #require(layers[0]["parameters"]?.array?.first)
        #expect(gain["name"]?.string == "gain_level")
        #expect(gain["maximum"]?.double == 2)
        #expect(gain["value"]?.double == 1)
        #expect(state.json["coordinator"]?["stale"] == false)
        #expect(state.json["output"]?["available"] == false)
        // Keep-alive: the same connection again, with HEAD, which has no body.
        let head = try client.request("HEAD", "/api/v1/state")
        #expect(head.status == 200)
        #expect(Int(head.headers["content-length"] ?? "") ?? 0 > 100)
        #expect(try client.get("/healthz").status == 200)
        #expect(try client.get("/readyz").status == 200)
    }

    @Test func changesAreCarriedOutAndSeen() throws {
        let bench = try ControlBench()
        let client = try bench.client()
        let set = try client.request(
            "PUT", "/api/v1/layers/Colour%20Grade/params/gain_level",
            body: "{\"value\": 0.25, \"gesture\": \"inProgress\"}")
        #expect(set.status == 200)
        #expect(set.json["accepted"] == true)
        #expect(set.json["version"]?.string == "abc-2")
        #expect(bench.coordinator.commands.last?.origin == .http)
        let added = try client.request("POST", "/api/v1/layers", body: "{\"shader\": \"glow\"}")
        #expect(added.status == 201)
        #expect(added.headers["location"] == "/api/v1/layers/l3")
        #expect(try client.request("DELETE", "/api/v1/layers/l2").status == 200)
        let seen = try ControlBench.eventually {
            let layers = try client.get("/api/v1/state").json["stack"]?["layers"]?.array ?? []
            return layers.map { $0["id"]?.string } == ["l1", "l3"]
                && layers[0]["parameters"]?.array?[0]["value"]?.double == 0.25
        }
        #expect(seen)
    }

    @Test func staleVersionsAndReusedKeysAreRefused() throws {
        let bench = try ControlBench()
        let client = try bench.client()
        let body = "{\"opacity\": 0.5}"
        let stale = try client.request(
            "PATCH", "/api/v1/layers/l1", body: body, headers: [("If-Match", "\"abc-99\"")])
        #expect(stale.status == 412)
        #expect(stale.code == "version_conflict")
        let key = [("Idempotency-Key", "k-1")]
        let first = try client.request("PATCH", "/api/v1/layers/l1", body: body, headers: key)
        let again = try client.request("PATCH", "/api/v1/layers/l1", body: body, headers: key)
        #expect(first.json["replayed"] == false)
        #expect(again.json["replayed"] == true)
        #expect(again.json["operationId"] == first.json["operationId"])
        let other = try client.request(
            "PATCH", "/api/v1/layers/l1", body: "{\"opacity\": 0.1}", headers: key)
        #expect(other.status == 422)
        #expect(other.code == "idempotency_mismatch")
    }

    /// Method, path, body, headers; status and code expected.
    static let mistakes: [(String, String, String?, [(String, String)], Int, String)] = [
        ("PATCH", "/api/v1/layers/l1", "{\"opacity\": ", [], 400, "invalid_argument"),
        ("PATCH", "/api/v1/layers/l1", "[1]", [], 400, "invalid_argument"),
        ("PATCH", "/api/v1/layers/l1", "{}", [], 400, "invalid_argument"),
        ("PATCH", "/api/v1/layers/l1", "{\"opacty\": 1}", [], 400, "invalid_argument"),
        (
            "PATCH", "/api/v1/layers/l1", "{\"opacity\": 1, \"name\": \"x\"}", [], 400,
            "invalid_argument"
        ),
        ("PATCH", "/api/v1/layers/l1", "{\"opacity\": \"half\"}", [], 400, "invalid_argument"),
        ("PATCH", "/api/v1/layers/l1", "{\"opacity\": 7}", [], 422, "value_out_of_range"),
        ("PATCH", "/api/v1/layers/l1", "{\"opacity\": 1e999}", [], 400, "invalid_argument"),
        ("PATCH", "/api/v1/layers/l1", "{\"blend\": \"mush\"}", [], 400, "invalid_argument"),
        ("PATCH", "/api/v1/layers/nix", "{\"opacity\": 1}", [], 404, "layer_not_found"),
        ("POST", "/api/v1/layers", "{\"shader\": \"nix\"}", [], 404, "shader_not_found"),
        ("POST", "/api/v1/layers", "{}", [], 400, "invalid_argument"),
        (
            "PATCH", "/api/v1/layers/l1", "{\"opacity\": 1}", [("Content-Type", "text/plain")], 415,
            "not_json"
        ),
        (
            "PATCH", "/api/v1/layers/l1", "{\"opacity\": 1}", [("If-Match", "yesterday")], 400,
            "invalid_argument"
        ),
        (
            "PATCH", "/api/v1/layers/l1", "{\"opacity\": 1}", [("Idempotency-Key", "a b")], 400,
            "invalid_argument"
        ),
        (
            "PATCH", "/api/v1/layers/l1?stack=third", "{\"opacity\": 1}", [], 400,
            "invalid_argument"
        ),
        (
            "PUT", "/api/v1/layers/l1/params/gain_level", "{\"value\": \"loud\"}", [], 422,
            "value_wrong_type"
        ),
        (
            "PUT", "/api/v1/layers/l1/params/centre", "{\"value\": [1]}", [], 422,
            "value_wrong_type"
        ),
        ("PUT", "/api/v1/layers/l1/params/gain_level", "{}", [], 400, "invalid_argument"),
        ("GET", "/api/v1/nothing", nil, [], 404, "not_found"),
        ("GET", "/api/v1/presets/none", nil, [], 404, "preset_not_found"),
        ("GET", "/../../etc/passwd", nil, [], 400, "invalid_argument"),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd", nil, [], 400, "invalid_argument"),
        ("GET", "/..%2fetc%2fpasswd", nil, [], 400, "invalid_argument"),
        ("GET", "/a%00b", nil, [], 400, "invalid_argument"),
        ("GET", "/a%zz", nil, [], 400, "invalid_argument"),
        ("PUT", "/api/v1/state", "{}", [], 405, "method_not_allowed"),
        ("POST", "/index.html", "{}", [], 405, "method_not_allowed"),
        ("GET", "/api/v1/state", nil, [("Host", "evil.example")], 421, "host_not_allowed"),
        (
            "GET", "/api/v1/state", nil, [("Host", "evil.example:8080")], 421, "host_not_allowed"
        ),
        (
            "POST", "/api/v1/reload", "{}", [("Origin", "http://evil.example")], 403,
            "origin_not_allowed"
        ),
        ("POST", "/api/v1/reload", "{}", [("Origin", "null")], 403, "origin_not_allowed"),
        (
            "POST", "/api/v1/reload", "{}", [("Sec-Fetch-Site", "cross-site")], 403,
            "origin_not_allowed"
        ),
        ("POST", "/api/v1/force", "{\"mode\": \"purple\"}", [], 400, "invalid_argument"),
        ("POST", "/api/v1/force", "{\"mode\": \"black\"}", [], 503, "output_away"),
        ("GET", "/api/v1/preview.png", nil, [], 503, "no_picture"),
        ("GET", "/api/v1/slots?from=soon", nil, [], 400, "invalid_argument"),
        ("POST", "/api/v1/run/jump", "{}", [], 404, "run_command_not_found"),
        ("POST", "/api/v1/demo/kill/outputd", "{}", [], 404, "not_found"),
    ]

    @Test func everyMistakeIsNamedWithItsRemedy() throws {
        let bench = try ControlBench()
        let before = bench.coordinator.model.version
        for (method, path, body, headers, status, code) in Self.mistakes {
            let response = try bench.client().request(method, path, body: body, headers: headers)
            let what = Comment(rawValue: "\(method) \(path) \(body ?? "")")
            #expect(response.status == status, what)
            #expect(response.code == code, what)
            #expect(response.headers["content-type"] == "application/problem+json", what)
            #expect(response.json["detail"]?.string?.isEmpty == false, what)
            #expect(response.json["remedy"]?.string?.isEmpty == false, what)
            if status == 405 { #expect(response.headers["allow"] != nil, what) }
            if status == 503 { #expect(response.headers["retry-after"] != nil, what) }
        }
        #expect(bench.coordinator.model.version == before, "a mistake left a trace in state")
    }

    @Test func whatIsNoHTTPOrTooLargeIsRefusedAndTheServerGoesOn() throws {
        let bench = try ControlBench(
            environment: ["HOLDOVER_CONTROL_BODY_LIMIT_BYTES": "2048"])
        let garbage = try bench.client()
        garbage.send("\u{16}\u{3}\u{1} this is not HTTP\r\n\r\n")
        #expect(try garbage.readResponse().status == 400)
        #expect(garbage.isClosed())
        let declared = try bench.client().request(
            "PATCH", "/api/v1/layers/l1", body: String(repeating: " ", count: 5000))
        #expect(declared.status == 413)
        #expect(declared.code == "body_too_large")
        let chunked = try bench.client()
        chunked.send(
            "PATCH /api/v1/layers/l1 HTTP/1.1\r\nHost: localhost\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1000\r\n"
                + String(repeating: "x", count: 4096) + "\r\n")
        #expect(try chunked.readResponse().status == 413)
        let headers = try bench.client().request(
            "GET", "/healthz", headers: [("X-Long", String(repeating: "y", count: 20_000))])
        #expect(headers.status == 431)
        let many = try bench.client()
        many.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        for number in 0..<90 {
            many.send("X-\(number): \(String(repeating: "z", count: 300))\r\n")
        }
        many.send("\r\n")
        #expect(try many.readResponse().status == 431)
        let silent = try bench.client()
        silent.send("GET / HT")
        #expect(try bench.client().get("/healthz").status == 200)
    }

    @Test func connectionsBeyondTheLimitAreToldSo() throws {
        let bench = try ControlBench(environment: ["HOLDOVER_CONTROL_CONNECTION_LIMIT": "4"])
        let held = try (0..<4).map { _ in try bench.client() }
        for client in held { #expect(try client.get("/healthz").status == 200) }
        let fifth = try bench.client()
        let refused = try fifth.readResponse()
        #expect(refused.status == 503)
        #expect(refused.code == "too_many_connections")
        #expect(try held[0].get("/healthz").status == 200)
    }

    @Test func tooManyRequestsAreRefusedForAWhile() throws {
        let bench = try ControlBench()
        let client = try bench.client()
        // Answers are read after all requests are on their way: faster than the bucket refills.
        let count = 4400
        let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        var statuses: [Int: Int] = [:]
        for _ in 0..<(count / 44) {
            client.send(String(repeating: request, count: 44))
            for _ in 0..<44 { statuses[try client.readResponse().status, default: 0] += 1 }
        }
        #expect(statuses[200] ?? 0 >= 4000 || statuses[429] == nil)
        #expect(statuses.keys.allSatisfy { $0 == 200 || $0 == 429 })
    }

    @Test func withTheCoordinatorAwayReadsAnswerAndChangesAreRefused() throws {
        let bench = try ControlBench()
        let client = try bench.client()
        let version = bench.coordinator.model.version
        bench.coordinator.setUp(false)
        let stale = try ControlBench.eventually {
            try client.get("/api/v1/state").json["coordinator"]?["stale"] == true
        }
        #expect(stale)
        let state = try client.get("/api/v1/state")
        #expect(state.json["stack"]?["layers"]?.array?.count == 2)
        #expect(state.json["coordinator"]?["staleSince"]?.string?.hasSuffix("Z") == true)
        let refused = try client.request("PATCH", "/api/v1/layers/l1", body: "{\"opacity\": 0.5}")
        #expect(refused.status == 503)
        #expect(refused.headers["retry-after"] == "1")
        #expect(try client.get("/readyz").status == 503)
        #expect(try client.get("/healthz").status == 200)
        bench.coordinator.setUp(true)
        let ready = try ControlBench.eventually { try client.get("/readyz").status == 200 }
        #expect(ready)
        #expect(bench.coordinator.model.version == version)
    }

    @Test func anUnansweredChangeHasAnUnknownOutcome() throws {
        let bench = try ControlBench()
        bench.coordinator.setAnswers(false)
        let response = try bench.client().request(
            "PATCH", "/api/v1/layers/l1", body: "{\"opacity\": 0.5}")
        #expect(response.status == 504)
        #expect(response.code == "outcome_unknown")
    }

    @Test func thePageIsServedWithItsPolicy() throws {
        let bench = try ControlBench()
        let client = try bench.client()
        let page = try client.get("/")
        #expect(page.status == 200)
        #expect(page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(page.headers["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
        let tag = try #require(page.headers["etag"])
        let again = try client.request("GET", "/", headers: [("If-None-Match", tag)])
        #expect(again.status == 304)
        #expect(try client.request("OPTIONS", "/api/v1/state").headers["allow"] != nil)
    }

    @Test func theDocumentDescribesExactlyWhatIsServed() throws {
        let bench = try ControlBench(environment: ["HOLDOVER_INSTANCE_DEMO": "true"])
        let client = try bench.client()
        let document = try client.get("/api/v1/openapi.json").json
        var described: Set<String> = []
        let paths = try #require(document["paths"]?.object)
        for (path, item) in zip(paths.keys, paths.values) {
            for method in item.object?.keys ?? [] where method != "parameters" {
                described.insert("\(method.uppercased()) \(path)")
            }
        }
        #expect(described == bench.service.routeNames)
        let committed = URL(fileURLWithPath: ControlBench.web).deletingLastPathComponent()
            .appendingPathComponent("docs/openapi.yaml")
        let yaml = try client.get("/api/v1/openapi.yaml").text
        if ProcessInfo.processInfo.environment["UPDATE_OPENAPI"] == "1" {
            try yaml.write(to: committed, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: committed, encoding: .utf8) == yaml)
    }

    @Test func aDemoKillsOnlyChildrenOfItsSupervisor() throws {
        let bench = try ControlBench(environment: ["HOLDOVER_INSTANCE_DEMO": "true"])
        let client = try bench.client()
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sleep")
        child.arguments = ["600"]
        try child.run()
        defer { if child.isRunning { child.terminate() } }
        let own = ProcessInfo.processInfo.processIdentifier
        func write(supervisor: Int32) throws {
            let text =
                "{\"pid\": \(supervisor), \"children\": [{\"name\": \"renderd.a\", "
                + "\"pid\": \(child.processIdentifier), \"restarts\": 2}]}"
            try text.write(
                toFile: bench.paths.runtime + "/supervisor.json", atomically: true, encoding: .utf8)
        }
        #expect(try client.request("POST", "/api/v1/demo/kill/renderd.a").status == 404)
        try write(supervisor: 2)
        #expect(try client.request("POST", "/api/v1/demo/kill/renderd.a").status == 404)
        try write(supervisor: own)
        #expect(try client.request("POST", "/api/v1/demo/kill/outputd").status == 404)
        #expect(child.isRunning)
        let daemons = try client.get("/api/v1/state").json["daemons"]?.array ?? []
        let renderer = daemons.first { $0["name"] == "renderd.a" }
        #expect(renderer?["restarts"] == 2)
        #expect(try client.request("POST", "/api/v1/demo/kill/renderd.a").status == 200)
        child.waitUntilExit()
        #expect(child.terminationReason == .uncaughtSignal)
        #expect(child.terminationStatus == SIGKILL)
    }

    @Test func forceGoesStraightToTheOutput() throws {
        let bench = try ControlBench()
        let path = bench.paths.socket("panic")
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && listen(listener, 4) == 0)
        let answers = [
            "force hold\n": "{\"ok\":true,\"force\":\"hold\",\"applied\":true}\n",
            "force black\n": "{\"ok\":false,\"error\":\"a keyfill channel never shows black\"}\n",
        ]
        Thread.detachNewThread {
            for _ in 0..<2 {
                let connection = accept(listener, nil, nil)
                var buffer = [UInt8](repeating: 0, count: 256)
                let count = max(0, recv(connection, &buffer, buffer.count, 0))
                let line = String(decoding: buffer[..<count], as: UTF8.self)
                var answer = Array((answers[line] ?? "{}\n").utf8)
                _ = send(connection, &answer, answer.count, Int32(MSG_NOSIGNAL))
                close(connection)
            }
        }
        let client = try bench.client()
        let held = try client.request("POST", "/api/v1/force", body: "{\"mode\": \"hold\"}")
        #expect(held.status == 200)
        #expect(held.json["applied"] == true)
        let refused = try client.request("POST", "/api/v1/force", body: "{\"mode\": \"black\"}")
        #expect(refused.status == 409)
        #expect(refused.json["detail"] == "a keyfill channel never shows black")
    }

    @Test func aRestartKeepsThePortsThatWereFreelyChosen() throws {
        let first = try ControlBench()
        let ports = first.ports
        first.service.stop()
        let second = try ControlBench(sharing: first)
        #expect(second.ports == ports)
    }

    /// What is shown after an answer is what was answered, and the guards are those of that state.
    @Test func whatWasDoneIsSeenDoneWithItsGuards() throws {
        let bench = try ControlBench()
        let client = try bench.client()
        func allowed(_ run: JSONValue?, _ action: String) -> Bool? {
            let guards = run?["guards"]?.array ?? []
            return guards.first { $0["action"]?.string == action }?["allowed"] == .bool(true)
        }
        for turn in 0..<40 {
            let (command, state) = turn % 2 == 0 ? ("start", "running") : ("stop", "stopped")
            #expect(
                try client.request("POST", "/api/v1/run/\(command)", body: "{}").status == 200)
            let run = try client.get("/api/v1/state").json["run"]
            #expect(run?["state"]?.string == state, "turn \(turn)")
            #expect(allowed(run, "start_run") == (state == "stopped"))
            #expect(allowed(run, "stop_run") == (state == "running"))
        }
        // Nothing is allowed while nobody is there to do it, and the guards say so.
        bench.coordinator.setUp(false)
        let isSaid = try ControlBench.eventually {
            let run = try client.get("/api/v1/state").json["run"]
            return run?["guards"]?.array?.allSatisfy {
                $0["allowed"] == .bool(false)
                    && $0["reason"]?.string?.contains("coordinatord does not answer") == true
            } == true
        }
        #expect(isSaid)
    }
}

import Foundation
import Glibc
import TestKit
import Testing

@testable import IngressControl

/// Against the real coordinatord, over the real sockets.
@Suite(.serialized, .realTime) struct ControlProcessTests {
    private static func layers(_ client: ControlHTTPClient) throws -> [JSONValue] {
        try client.get("/api/v1/state").json["stack"]?["layers"]?.array ?? []
    }

    @Test func commandsAreDecidedStoredAndSurviveItsDeath() throws {
        let bench = try ControlBench(isReal: true)
        let client = try bench.client()
        #expect(try client.get("/readyz").status == 503)
        #expect(
            try client.request("POST", "/api/v1/reload", body: "{}").code == "coordinator_away")
        var coordinator = try bench.startCoordinator()
        defer { if coordinator.isRunning { kill(coordinator.processIdentifier, SIGKILL) } }
        try bench.waitForShaders()
        let socket = try ControlWebSocketClient(port: bench.ports.http)
        _ = try socket.follow { message, _ in message["type"] == "state" }
        let shaders = try client.get("/api/v1/shaders").json["shaders"]?.array ?? []
        let shader = try #require(
            shaders.first { shader in
                shader["parameters"]?.array?.contains { $0["type"] == "float" } == true
            })
        let id = try #require(shader["id"]?.string)
        let parameter = try #require(
            shader["parameters"]?.array?.first { $0["type"] == "float" })
        let name = try #require(parameter["name"]?.string)
        let low = parameter["minimum"]?.double ?? 0
        let high = parameter["maximum"]?.double ?? 1
        let value = low + (high - low) / 4
        let added = try client.request(
            "POST", "/api/v1/layers", body: "{\"shader\": \"\(id)\", \"name\": \"Test layer\"}")
        try #require(added.status == 201, Comment(rawValue: added.text))
        #expect(added.json["stored"] == true)
        let path = try #require(added.headers["location"])
        let set = try client.request(
            "PUT", "\(path)/params/\(name)", body: "{\"value\": \(value)}")
        #expect(set.status == 200, Comment(rawValue: set.text))
        let wrong = try client.request(
            "PUT", "\(path)/params/\(name)", body: "{\"value\": \(high + 1000)}")
        #expect(wrong.status == 422, Comment(rawValue: wrong.text))
        let stale = try client.request(
            "PATCH", path, body: "{\"opacity\": 0.5}",
            headers: [("If-Match", "\"\(added.json["version"]?.string ?? "")\"")])
        #expect(stale.status == 412, Comment(rawValue: stale.text))
        func shows(_ model: JSONValue) -> Bool {
            model["stack"]?["layers"]?.array?.contains { layer in
                layer["name"] == "Test layer"
                    && layer["parameters"]?.array?.contains {
                        $0["name"]?.string == name && $0["value"]?.double == value
                    } == true
            } == true
        }
        _ = try socket.follow { _, model in shows(model) }
        kill(coordinator.processIdentifier, SIGKILL)
        coordinator.waitUntilExit()
        let refused = try ControlBench.eventually {
            try client.request("PATCH", path, body: "{\"opacity\": 0.5}").status == 503
        }
        #expect(refused)
        #expect(shows(try client.get("/api/v1/state").json), "what was known is still shown")
        _ = try socket.follow { _, model in model["coordinator"]?["stale"] == true }
        coordinator = try bench.startCoordinator()
        _ = try socket.follow { _, model in
            model["coordinator"]?["stale"] == false && shows(model)
        }
        let back = try ControlBench.eventually {
            try client.request("PATCH", path, body: "{\"opacity\": 0.5}").status == 200
        }
        #expect(back)
    }
}

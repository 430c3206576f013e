import Common
import Proto
import TestKit
import Testing

@testable import IngressControl

@Suite(.realTime) struct ControlWebSocketTests {
    private static func opacity(_ model: JSONValue) -> Double? {
        model["stack"]?["layers"]?.array?.first?["opacity"]?.double
    }

    @Test func aClientGetsTheStateThenNumberedChangesWithoutGaps() throws {
        let bench = try ControlBench()
        let socket = try ControlWebSocketClient(port: bench.ports.http)
        #expect(socket.handshake.status == 101)
        let first = try socket.follow { message, _ in message["type"] == "state" }
        #expect(first["version"]?.string == "abc-1")
        let client = try bench.client()
        for step in 1...20 {
            let body = "{\"opacity\": \(Double(step) / 20 - 0.025)}"
            #expect(try client.request("PATCH", "/api/v1/layers/l1", body: body).status == 200)
        }
        _ = try socket.follow { _, model in Self.opacity(model) == 0.975 }
        // What the patches built is what a new client is told.
        let fresh = try ControlWebSocketClient(port: bench.ports.http)
        _ = try fresh.follow { message, _ in message["type"] == "state" }
        #expect(fresh.model["stack"] == socket.model["stack"])
        #expect(bench.metric("websocket_clients") == 2)
    }

    @Test func eachCommandHasExactlyOneResult() throws {
        let bench = try ControlBench()
        let socket = try ControlWebSocketClient(port: bench.ports.http)
        let commands = [
            (1, "{\"opacity\": 0.5}", 200), (2, "{\"opacity\": 9}", 422), (3, "{\"nix\": 1}", 400),
        ]
        for (id, body, _) in commands {
            socket.send(
                "{\"type\":\"command\",\"id\":\(id),\"method\":\"PATCH\","
                    + "\"path\":\"/api/v1/layers/l1\",\"body\":\(body)}")
        }
        socket.send("not json")
        socket.send("{\"type\":\"wish\",\"id\":4}")
        socket.send("{\"type\":\"command\",\"id\":5,\"method\":\"GET\",\"path\":\"/../x\"}")
        socket.send("{\"type\":\"command\",\"id\":6,\"method\":\"GET\",\"path\":\"/healthz\"}")
        socket.send("{\"type\":\"command\",\"id\":7,\"method\":\"GET\",\"path\":\"/api/v1/slots\"}")
        var results: [(JSONValue, Int64)] = []
        _ = try socket.follow { message, _ in
            if message["type"] == "result" {
                results.append((message["id"] ?? .null, message["status"]?.integer ?? 0))
            }
            return message["id"] == 7
        }
        #expect(results.map(\.1) == [200, 422, 400, 400, 400, 400, 400, 200])
        #expect(results.map(\.0) == [1, 2, 3, .null, 4, 5, 6, 7])
        #expect(bench.coordinator.commands.first?.origin == .websocket)
    }

    @Test func aSafeguardOfTheWrongTypeIsRefusedAndNothingIsDone() throws {
        let bench = try ControlBench()
        let socket = try ControlWebSocketClient(port: bench.ports.http)
        for (id, member) in ["\"ifMatch\":7", "\"idempotencyKey\":7"].enumerated() {
            socket.send(
                "{\"type\":\"command\",\"id\":\(id),\"method\":\"PATCH\","
                    + "\"path\":\"/api/v1/layers/l1\",\"body\":{\"opacity\":0.5},\(member)}")
        }
        var results: [Int64] = []
        _ = try socket.follow { message, _ in
            if message["type"] == "result" { results.append(message["status"]?.integer ?? 0) }
            return message["id"] == 1
        }
        #expect(results == [400, 400])
        #expect(bench.coordinator.commands.isEmpty)
    }

    @Test func otherPagesAndPlainRequestsAreRefused() throws {
        let bench = try ControlBench()
        let foreign = try ControlWebSocketClient(
            port: bench.ports.http, headers: [("Origin", "http://evil.example")])
        #expect(foreign.handshake.status == 403)
        let plain = try bench.client().get("/ws")
        #expect(plain.status == 426)
        let same = try ControlWebSocketClient(
            port: bench.ports.http, headers: [("Origin", "http://127.0.0.1:\(bench.ports.http)")])
        #expect(same.handshake.status == 101)
    }

    @Test func whoFindsNoRoomIsToldBeforeTheHandshake() throws {
        let bench = try ControlBench(environment: ["HOLDOVER_CONTROL_WEBSOCKET_LIMIT": "2"])
        let port = bench.ports.http
        var inside = try (0..<2).map { _ in try ControlWebSocketClient(port: port) }
        #expect(inside.map(\.handshake.status) == [101, 101])
        for _ in 0..<20 {
            let outside = try ControlWebSocketClient(port: port)
            #expect(outside.handshake.status == 503)
            #expect(outside.handshake.headers["retry-after"] == "1")
            #expect(outside.handshake.json["code"] == "too_many_websockets")
            // Nothing behind a request for another protocol is read: it is told, and does not hang.
            #expect(outside.handshake.headers["connection"] == "close")
            let end = #expect(throws: ControlHTTPClient.Failure.self) {
                try outside.http.read(1)
            }
            #expect(end?.reason == "closed")
        }
        for socket in inside { _ = try socket.follow { message, _ in message["type"] == "state" } }
        inside.removeLast()
        // Its end is seen by the server a moment later.
        let isRoom = try ControlBench.eventually {
            try ControlWebSocketClient(port: port).handshake.status == 101
        }
        #expect(isRoom, "a place that was given back is there again")
        #expect(
            bench.registry.render().contains(
                "holdover_pool_high_water{pool=\"control.websockets\"} 2"))
    }

    @Test func aClientThatDoesNotReadCostsNoQueueAndGetsTheLastValue() throws {
        let bench = try ControlBench()
        let socket = try ControlWebSocketClient(port: bench.ports.http)
        _ = try socket.follow { message, _ in message["type"] == "state" }
        let client = try bench.client()
        for step in 0..<300 {
            let name = String(repeating: "n", count: 200) + "\(step)"
            let body = "{\"shader\": \"glow\", \"name\": \"\(name)\"}"
            _ = try client.request("POST", "/api/v1/layers", body: body)
            _ = try client.request("DELETE", "/api/v1/layers/l3")
        }
        _ = try client.request("PATCH", "/api/v1/layers/l1", body: "{\"opacity\": 0.125}")
        var messages = 0
        _ = try socket.follow { _, model in
            messages += 1
            return Self.opacity(model) == 0.125
        }
        #expect(messages < 300, "changes are collapsed for a client that does not read")
    }

    @Test func aGapIsHealedByAskingAgain() throws {
        let bench = try ControlBench()
        let socket = try ControlWebSocketClient(port: bench.ports.http)
        _ = try socket.follow { message, _ in message["type"] == "state" }
        socket.send("{\"type\":\"resync\"}")
        let again = try socket.follow { message, _ in message["type"] == "state" }
        #expect(again["state"]?["instance"] == socket.model["instance"])
    }
}

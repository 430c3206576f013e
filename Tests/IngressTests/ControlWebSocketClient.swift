@testable import IngressControl

/// A WebSocket client over a plain connection: masks what it sends, reads text frames.
final class ControlWebSocketClient {
    let http: ControlHTTPClient
    let handshake: ControlHTTPClient.Response
    /// The model, followed by the messages read so far.
    private(set) var model = JSONValue.null
    private(set) var change: Int64 = -1

    init(port: Int, headers: [(String, String)] = []) throws {
        http = try ControlHTTPClient(port: port)
        handshake = try http.request(
            "GET", "/ws",
            headers: [
                ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ] + headers)
    }

    func send(_ text: String, opcode: UInt8 = 1) {
        let payload = Array(text.utf8)
        var frame: [UInt8] = [0x80 | opcode]
        if payload.count < 126 {
            frame.append(0x80 | UInt8(payload.count))
        } else {
            frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        }
        let mask: [UInt8] = [1, 2, 3, 4]
        frame += mask
        for (index, byte) in payload.enumerated() { frame.append(byte ^ mask[index % 4]) }
        http.send(frame)
    }

    /// The next message; pings and closes are handed over as null.
    func read() throws -> JSONValue {
        let head = try http.read(2)
        var count = Int(head[1] & 0x7F)
        if count >= 126 {
            count = try http.read(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
        }
        let payload = try http.read(count)
        guard head[0] & 15 == 1 else { return .null }
        return try JSONParser.parse(payload)
    }

    /// Reads on until a message makes the condition true, following the model on the way.
    func follow(until condition: (JSONValue, JSONValue) -> Bool) throws -> JSONValue {
        while true {
            let message = try read()
            switch message["type"]?.string {
            case "state":
                model = message["state"] ?? .null
                change = message["change"]?.integer ?? -1
            case "change":
                guard message["from"]?.integer == change else {
                    throw ControlHTTPClient.Failure(reason: "a gap in the changes")
                }
                for operation in message["patch"]?.array ?? [] {
                    model = Self.apply(operation, to: model)
                }
                change = message["change"]?.integer ?? -1
            default: break
            }
            if condition(message, model) { return message }
        }
    }

    /// Applies one RFC 6902 operation.
    static func apply(_ operation: JSONValue, to document: JSONValue) -> JSONValue {
        let path = (operation["path"]?.string ?? "").split(separator: "/").map {
            String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
        return apply(operation, to: document, path[...])
    }

    private static func apply(
        _ operation: JSONValue, to node: JSONValue, _ path: ArraySlice<String>
    ) -> JSONValue {
        guard let key = path.first else { return operation["value"] ?? .null }
        let rest = path.dropFirst()
        if case .array(var array) = node, let index = Int(key), array.indices.contains(index) {
            array[index] = apply(operation, to: array[index], rest)
            return .array(array)
        }
        guard case .object(var object) = node else { return node }
        let isRemoval = rest.isEmpty && operation["op"] == "remove"
        object[key] = isRemoval ? nil : apply(operation, to: object[key] ?? .null, rest)
        return .object(object)
    }
}

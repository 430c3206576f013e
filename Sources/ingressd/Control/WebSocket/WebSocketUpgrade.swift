import NIOHTTP1

/// What a request for `/ws` is told that did not become a WebSocket.
enum WebSocketUpgrade {
    /// A well-formed wish for the upgrade comes here only where there is no room for another client.
    static func problem(of request: HTTPRequest, limit: Int) -> Problem {
        let isWellFormed =
            request.header("Upgrade")?.lowercased() == "websocket"
            && request.header("Sec-WebSocket-Version") == "13"
            && request.header("Sec-WebSocket-Key") != nil
        guard isWellFormed else {
            return Problem(
                .upgradeRequired, "upgrade_required", "/ws speaks WebSocket",
                remedy: "Connect with a WebSocket client, version 13",
                headers: [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")])
        }
        return Problem(
            .serviceUnavailable, "too_many_websockets",
            "all \(limit) places for WebSocket clients are taken",
            remedy: "Close one, or raise control.websocket_limit", headers: [("Retry-After", "1")])
    }
}

import NIOCore

/// Bounds on what a client may take of the server. All of them hold for each instance.
struct HTTPLimits: Sendable {
    /// Largest body, in bytes.
    var bodyByteCount = 1 << 20
    /// Largest sum of header names and values, in bytes.
    var headerByteCount = 16 << 10
    /// Connections at a time, WebSocket clients included.
    var connectionCount = 256
    /// WebSocket clients at a time.
    var webSocketCount = 64
    /// Requests a second from one address, and the burst above it.
    var requestsPerSecond = 2000.0
    var requestBurst = 4000.0
    /// Largest WebSocket message, in bytes.
    var webSocketMessageByteCount = 64 << 10
    /// A connection that says nothing for this long is closed.
    var idleTime = TimeAmount.seconds(75)
    /// A started request must be complete within this time.
    var requestTime = TimeAmount.seconds(10)
}

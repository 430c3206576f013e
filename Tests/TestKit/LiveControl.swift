import Common
import Foundation

/// A live coordinator with an ingressd control beside it: two real processes of one instance.
public final class LiveControl: Sendable {
    /// The coordinator and its client.
    public let live: LiveCoordinator
    private let control: TestChild

    /// Starts both and waits until the API is ready; throws where it is not in 20 s.
    public init() throws {
        live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        var environment = live.instance.environment
        environment["HOLDOVER_PATHS_SHADERS"] = live.shaders
        environment["HOLDOVER_LOG_LEVEL"] = "error"
        control = try TestChild(
            LiveInstance.programs + "/ingressd",
            ["control", "--instance", live.instance.paths.instance], environment: environment)
        for _ in 0..<400 {
            if let port = live.instance.paths.port(of: "http"), try Self.isReady(port) { return }
            usleep(50_000)
        }
        throw TestChild.Failure.noLine(within: 20, soFar: "ingressd control is not ready")
    }

    private static func isReady(_ port: Int) throws -> Bool {
        try CommandResult.run(
            "/usr/bin/curl", ["-fsS", "--max-time", "5", "http://127.0.0.1:\(port)/readyz"]
        ).code == 0
    }

    /// The process of ingressd control.
    public var pid: Int32 { control.pid }

    /// Ends both in order.
    public func end() throws {
        control.kill(SIGTERM)
        _ = try control.wait()
        try live.end(SIGTERM)
    }
}

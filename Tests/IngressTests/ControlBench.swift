import Common
import Foundation
import Glibc
import Logging

@testable import IngressControl

/// One control service in front of a coordinator in memory, in folders of its own.
final class ControlBench {
    let coordinator = ControlFakeCoordinator()
    let service: ControlService
    let ports: ControlService.Ports
    let paths: InstancePaths
    let registry = MetricsRegistry()
    let folder: String

    init(
        environment: [String: String] = [:], shaders: Bool = false, isUp: Bool = true
    ) throws {
        let name = "test-\(UInt32.random(in: .min ... .max))"
        folder = "/tmp/holdover-\(name)"
        var all = environment
        all["XDG_RUNTIME_DIR"] = folder
        all["XDG_STATE_HOME"] = folder
        all["HOLDOVER_CHANNEL_FORMAT"] = "320x180p25"
        let configuration = try Configuration.load(
            file: nil, instance: name, environment: all.filter { $0.key.hasPrefix("HOLDOVER") })
        paths = InstancePaths(instance: name, environment: all)
        try paths.create()
        if shaders {
            try FileManager.default.createDirectory(
                atPath: folder + "/shaders", withIntermediateDirectories: true)
        }
        if !isUp { coordinator.setUp(false) }
        var log = Logger(label: "test")
        log.logLevel = .critical
        service = try ControlService(
            configuration: configuration, paths: paths, link: coordinator, registry: registry,
            time: SystemTimeSource(), log: log)
        ports = try service.start(shaders: shaders ? folder + "/shaders" : nil, web: Self.web)
        if isUp { _ = service.waitForState(until: SystemTimeSource().now() + .seconds(10)) }
        // Shaders are asked for beside the state; they are there when a parameter has a type.
        let deadline = SystemTimeSource().now() + .seconds(10)
        while isUp, SystemTimeSource().now() < deadline {
            let state = try ControlHTTPClient(port: ports.http).get("/api/v1/state")
            if state.json["shaders"]?.array?.isEmpty == false { break }
            usleep(10_000)
        }
    }

    deinit {
        service.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The page that ships.
    static var web: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("web").path
    }

    func client() throws -> ControlHTTPClient { try ControlHTTPClient(port: ports.http) }

    /// Waits until a condition holds; false after ten seconds.
    static func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
        let deadline = SystemTimeSource().now() + .seconds(10)
        while SystemTimeSource().now() < deadline {
            if try condition() { return true }
            usleep(10_000)
        }
        return false
    }

    /// The value of a metric's sample, written as in the exposition; nil where there is none.
    func metric(_ sample: String) -> Double? {
        registry.render().split(separator: "\n").first { $0.hasPrefix("holdover_\(sample) ") }
            .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
    }
}

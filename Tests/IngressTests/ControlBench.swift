import Common
import Foundation
import Glibc
import Logging
import Messaging

@testable import IngressControl

/// One control service in folders of its own, in front of a coordinator in memory or a real one.
final class ControlBench {
    let coordinator = ControlFakeCoordinator()
    let service: ControlService
    let ports: ControlService.Ports
    let paths: InstancePaths
    let registry = MetricsRegistry()
    let folder: String
    private var environment: [String: String] = [:]

    init(
        environment: [String: String] = [:], shaders: Bool = false, isReal: Bool = false,
        sharing other: ControlBench? = nil
    ) throws {
        let name = other?.paths.instance ?? "test-\(UInt32.random(in: .min ... .max))"
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
        var log = Logger(label: "test")
        log.logLevel = .critical
        let time = SystemTimeSource()
        var link: any ControlLink = coordinator
        if isReal {
            self.environment = all
            let marks = try HighWaterMarks(configuration.messaging)
            link = MessagingLink(
                configuration: configuration,
                transport: try ZeroMQTransport(paths: paths, marks: marks), registry: registry,
                log: log, time: time)
        }
        service = try ControlService(
            configuration: configuration, paths: paths, link: link, registry: registry,
            time: time, log: log)
        ports = try service.start(shaders: shaders ? folder + "/shaders" : nil, web: Self.web)
        if !isReal { try waitForShaders() }
    }

    /// Waits until state and shaders are known; they are asked for side by side.
    func waitForShaders() throws {
        let known = try Self.eventually {
            try client().get("/api/v1/state").json["shaders"]?.array?.isEmpty == false
        }
        if !known { throw ControlHTTPClient.Failure(reason: "no shaders became known") }
    }

    /// Starts a real coordinatord beside the service.
    func startCoordinator() throws -> Process {
        let process = Process()
        process.executableURL = Self.product("coordinatord")
        process.arguments = ["--instance", paths.instance]
        process.environment = environment.merging(
            [
                "HOLDOVER_DATA_DIR": Self.root, "HOLDOVER_LOG_LEVEL": "error",
                "PATH": "/usr/bin:/bin",
            ]
        ) { $1 }
        try process.run()
        return process
    }

    /// A program of this package, beside the tests.
    static func product(_ name: String) -> URL {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return URL(fileURLWithPath: own ?? CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent(name)
    }

    deinit {
        service.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The repository.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    /// The page that ships.
    static let web = root + "/web"

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

import Common
import Foundation
import Frames
import Playout
import TestKit
import VirtualCard

@testable import Output

/// A real virtual card and a real output in this process, under an instance of their own; lanes are
/// played by the test.
final class OutputBench {
    enum Failure: Error, CustomStringConvertible {
        case timedOut(String)
        var description: String {
            switch self {
            case .timedOut(let what): "not within 30 s: \(what)"
            }
        }
    }

    let instance: TestInstance
    let configuration: Configuration
    let environment: [String: String]
    let timeline: TimelineReader
    private(set) var card: VirtualCard?
    private(set) var service: OutputService?

    init(_ settings: [String: String] = [:]) throws {
        let instance = try TestInstance()
        self.instance = instance
        let own = [
            "HOLDOVER_INSTANCE_NAME": instance.paths.instance,
            "HOLDOVER_CHANNEL_FORMAT": "160x90p50", "HOLDOVER_LOG_LEVEL": "error",
            "HOLDOVER_METRICS_BASE_PORT": "0",
        ]
        environment = instance.environment.merging(own) { $1 }.merging(settings) { $1 }
            .merging(["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"]) { $1 }
        configuration = try Configuration(
            ConfigurationSettings(file: nil, environment: environment))
        timeline = TimelineReader(in: instance.plane)
    }

    deinit {
        service?.stop()
        _ = service?.join(until: SystemTimeSource().now() + .seconds(5))
        _ = card?.stop()
    }

    func startCard() throws {
        card = try VirtualCard(
            VirtualCardOptions(
                paths: instance.paths, format: configuration.format, audio: configuration.audio,
                environment: environment))
    }

    func stopCard() {
        _ = card?.stop()
        card = nil
    }

    func startOutput(onTurn: @escaping @Sendable (String) throws -> Void = { _ in }) throws {
        service = try OutputService(
            configuration: configuration, paths: instance.paths, environment: environment,
            device: VirtualCardDevice(path: instance.paths.socket("card")), onTurn: onTurn)
    }

    /// The outputs of the configuration, as the process starts them.
    func startGroup() throws {
        let registry = MetricsRegistry()
        let devices = OutputDevices(configuration, environment: environment, registry: registry)
        switch devices.clock {
        case .virtual(let card):
            service = try OutputService(
                configuration: configuration, paths: instance.paths, environment: environment,
                device: OutputGroup(clock: card, followers: devices.followers),
                registry: registry)
        case .decklink(let card):
            service = try OutputService(
                configuration: configuration, paths: instance.paths, environment: environment,
                device: OutputGroup(clock: card, followers: devices.followers),
                registry: registry)
        case .pair(let card):
            service = try OutputService(
                configuration: configuration, paths: instance.paths, environment: environment,
                device: OutputGroup(clock: card, followers: devices.followers),
                registry: registry)
        }
    }

    func stopOutput() -> Bool {
        service?.stop()
        let isEnded = service?.join(until: SystemTimeSource().now() + .seconds(5)) ?? true
        service = nil
        return isEnded
    }

    /// Waits for something that will come, however slow the machine.
    func wait(_ what: String, for condition: () throws -> Bool) throws {
        let deadline = SystemTimeSource().now() + .seconds(30)
        while try !condition() {
            guard SystemTimeSource().now() < deadline else {
                throw Failure.timedOut("\(what); \(String(describing: timeline.latest()))")
            }
            usleep(2_000)
        }
    }

    var state: TimelineState {
        get throws {
            try wait("a timeline") { timeline.latest() != nil }
            guard let state = timeline.latest() else { throw Failure.timedOut("a timeline") }
            return state
        }
    }

    func completed(_ source: SlotSource) -> UInt64 {
        timeline.latest()?.totals[source, .completed] ?? 0
    }

    /// Sends one line to the panic control and returns its answer.
    func panic(_ line: String) throws -> [String: Any] {
        try wait("panic.sock") { access(instance.paths.socket("panic"), F_OK) == 0 }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: instance.paths.socket("panic").utf8)
        }
        try wait("a connection to panic.sock") {
            withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
        }
        let bytes = Array((line + "\n").utf8)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1_024)
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 {
            answer += chunk[..<count]
        }
        let object = try JSONSerialization.jsonObject(with: Data(answer))
        return object as? [String: Any] ?? [:]
    }

    /// What the process's endpoint says.
    func metrics() throws -> String {
        guard let port = instance.paths.port(of: "metrics.outputd") else {
            throw Failure.timedOut("a metrics port")
        }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let request = Array("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        _ = send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 {
            answer += chunk[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }

    /// The card's own account: ticks that carried an index, in order.
    func ticks() throws -> [TickRecord] {
        try TickLog.read(instance: instance.paths).records.filter { $0.index != nil }
    }

    /// The output's account: source and result of every slot in its log.
    func slots() throws -> [SlotLogRecord] {
        try SlotLogReader(directory: instance.paths.state).records()
    }
}

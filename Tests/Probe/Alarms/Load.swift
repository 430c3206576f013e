import Common
import Foundation
import Glibc
import Messaging
import Proto
import Synchronization
import TestKit

/// OSC messages at a steady rate, to four opacities.
final class OSCFlood: Sendable {
    private let isStopped = Atomic<Bool>(false)
    private let sent = Atomic<Int>(0)
    private let span = Mutex<(begin: MonotonicInstant, end: MonotonicInstant)?>(nil)
    private let port: Int
    private let perSecond: Int

    init(port: Int, perSecond: Int) {
        self.port = port
        self.perSecond = perSecond
    }

    /// What was sent a second.
    var rate: Int {
        guard let span = span.withLock({ $0 }) else { return 0 }
        let seconds = max(0.001, (span.end - span.begin).seconds)
        return Int(Double(sent.load(ordering: .relaxed)) / seconds)
    }

    func start() {
        guard perSecond > 0 else { return }
        let time = SystemTimeSource()
        span.withLock { $0 = (time.now(), time.now()) }
        WorkerThread.start(named: "osc", owner: "probe", .degrading) { [self] in run(time) }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    private func run(_ time: SystemTimeSource) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return }
        let messages = (1...4).map { Self.message("/holdover/layers/\($0)/opacity", 0.5) }
        let begin = time.now()
        var count = 0
        while !isStopped.load(ordering: .relaxed) {
            let due = Int((time.now() - begin).seconds * Double(perSecond))
            while count < due {
                // One that the kernel has no room for is gone, as on a network.
                _ = Glibc.send(
                    descriptor, messages[count % 4], messages[count % 4].count, Int32(MSG_NOSIGNAL))
                count += 1
            }
            sent.store(count, ordering: .relaxed)
            span.withLock { $0?.end = time.now() }
            time.sleep(until: time.now() + .milliseconds(1))
        }
    }

    private static func message(_ address: String, _ value: Float) -> [UInt8] {
        func padded(_ text: String) -> [UInt8] {
            let bytes = Array(text.utf8)
            return bytes + [UInt8](repeating: 0, count: 4 - bytes.count % 4)
        }
        return padded(address) + padded(",f")
            + withUnsafeBytes(of: value.bitPattern.bigEndian) { Array($0) }
    }
}

/// Clients that give one durable command after the other.
final class CommandCrowd: Sendable {
    private let links: [CoordinatorLink]
    private let isStopped = Atomic<Bool>(false)
    private let done = Atomic<Int>(0)
    private let begin = SystemTimeSource().now()

    init(_ instance: TestInstance, count: Int) throws {
        links = try (0..<count).map { try AlarmSource.link(instance.paths, "crowd.\($0)") }
    }

    /// What was answered a second.
    var rate: Int {
        let seconds = max(0.001, (SystemTimeSource().now() - begin).seconds)
        return Int(Double(done.load(ordering: .relaxed)) / seconds)
    }

    func start() {
        for (number, link) in links.enumerated() {
            WorkerThread.start(named: "crowd-\(number)", owner: "probe", .degrading) { [self] in
                let time = SystemTimeSource()
                var count = 0
                while !isStopped.load(ordering: .relaxed) {
                    count += 1
                    let command = Command(
                        idempotencyKey: UUID().uuidString,
                        action: .renameLayer(
                            RenameLayer(
                                layer: LayerSelector(by: .any("\(number % 4 + 1)")),
                                name: "layer \(number) \(count)")))
                    let answer = try? link.client.request(
                        command, deadline: time.now() + .seconds(5))
                    if answer != nil { done.add(1, ordering: .relaxed) }
                }
                link.stop()
            }
        }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }
}

internal import CRealtime
internal import Glibc
internal import Synchronization

/// Readiness, status and watchdog towards the supervisor: the sd_notify protocol in plain Swift.
/// Any thread; each call is one non-blocking datagram and never fails the caller. Without
/// `NOTIFY_SOCKET` everything is a no-op.
///
/// Feed the watchdog from the loop that does the work, never from a timer: what stands still must
/// look dead. Protocol: sd_notify(3), sd_watchdog_enabled(3).
public final class ServiceNotifier: Sendable {
    private let descriptor: Int32
    private let address: [UInt8]
    /// How long the supervisor waits for `feedWatchdog`; nil when it does not watch.
    public let watchdogTimeout: Nanoseconds?
    private let lastFed = Atomic<Int64>(0)
    private let lastBeat = Atomic<Int64>(0)
    private let isReady = Atomic<Bool>(false)
    /// While starting, each sign of life buys this much more time, so that a device may take hours
    /// to appear and a start that hangs is still found.
    private static let startExtension = Nanoseconds.seconds(5)

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` from `environment`.
    public init(environment: [String: String]) {
        let path = environment["NOTIFY_SOCKET"] ?? ""
        var address = Array(path.utf8)
        if address.first == UInt8(ascii: "@") { address[0] = 0 }
        let usable = !address.isEmpty && address.count < 108
        self.address = usable ? address : []
        descriptor =
            usable
            ? socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0) : -1
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        watchdogTimeout =
            isForUs
            ? environment["WATCHDOG_USEC"].flatMap(Int64.init).map { .microseconds($0) } : nil
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The path works: frames flow, requests are answered. Sent once, with a line for people.
    public func ready(status: String) {
        isReady.store(true, ordering: .relaxed)
        send("READY=1\nSTATUS=\(status)")
    }
    /// A line for `systemctl status`.
    public func status(_ text: String) { send("STATUS=\(text)") }
    /// An orderly stop has begun.
    public func stopping() { send("STOPPING=1") }
    /// A reload has begun; follow with `reloaded` (sd_notify(3) wants the monotonic time). Nothing is
    /// said before the process was ready: it must not look ready by a reload.
    public func reloading(at now: MonotonicInstant) {
        guard isReady.load(ordering: .relaxed) else { return }
        send("RELOADING=1\nMONOTONIC_USEC=\(now.nanoseconds / 1000)")
    }
    /// The reload is done, well or not.
    public func reloaded() {
        if isReady.load(ordering: .relaxed) { send("READY=1") }
    }

    /// The working loop is alive. At most one datagram goes out in a quarter of the time-out, so
    /// that it may be called for every frame. Before readiness it also extends the time to start.
    public func feedWatchdog(at now: MonotonicInstant) {
        lastBeat.store(now.nanoseconds, ordering: .relaxed)
        guard let watchdogTimeout, descriptor >= 0 else { return }
        let last = lastFed.load(ordering: .relaxed)
        guard last == 0 || now.nanoseconds - last >= watchdogTimeout.count / 4 else { return }
        lastFed.store(now.nanoseconds, ordering: .relaxed)
        let isStarting = !isReady.load(ordering: .relaxed)
        send(
            isStarting
                ? "WATCHDOG=1\nEXTEND_TIMEOUT_USEC=\(Self.startExtension.count / 1000)"
                : "WATCHDOG=1")
    }

    /// How long ago the working loop said that it is alive; nil before it ever did.
    public func heartbeatAge(at now: MonotonicInstant) -> Nanoseconds? {
        let beat = lastBeat.load(ordering: .relaxed)
        return beat == 0 ? nil : max(.zero, Nanoseconds(now.nanoseconds - beat))
    }

    /// Hands a descriptor to the supervisor's store, to be given back after a restart.
    public func store(descriptor stored: Int32, named name: String) {
        guard descriptor >= 0, connectOnce() else { return }
        let message = Array("FDSTORE=1\nFDNAME=\(name)".utf8)
        _ = message.withUnsafeBytes {
            crt_send_descriptor(descriptor, $0.baseAddress, $0.count, stored)
        }
    }

    private func connectOnce() -> Bool {
        withAddress { Glibc.connect(descriptor, $0, $1) == 0 }
    }

    private func send(_ text: String) {
        guard descriptor >= 0 else { return }
        var text = text
        text.withUTF8 { bytes in
            _ = withAddress {
                sendto(
                    descriptor, bytes.baseAddress, bytes.count,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, $1)
            }
        }
    }

    private func withAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: address) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + address.count)
        return withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}

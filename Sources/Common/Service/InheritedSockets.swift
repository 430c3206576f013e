internal import Glibc

/// Sockets handed over by systemd (sd_listen_fds(3)), by their names.
public enum InheritedSockets {
    /// `LISTEN_FDS` and `LISTEN_FDNAMES` as name → descriptor, each made close-on-exec; empty when
    /// they are not for this process.
    public static func take(environment: [String: String]) -> [String: Int32] {
        guard environment["LISTEN_PID"].flatMap(Int32.init) == getpid(),
            let count = environment["LISTEN_FDS"].flatMap(Int32.init), (1...64).contains(count)
        else { return [:] }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":").map(String.init)
        var sockets: [String: Int32] = [:]
        for offset in 0..<count {
            let descriptor = 3 + offset
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            let name = Int(offset) < names.count ? names[Int(offset)] : "socket\(offset)"
            sockets[name] = descriptor
        }
        return sockets
    }
}

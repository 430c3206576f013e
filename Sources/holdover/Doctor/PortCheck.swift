import Glibc

/// Whether a port of 127.0.0.1 can be bound.
enum PortCheck {
    static func isFree(_ port: Int, isStream: Bool) -> Bool {
        let kind = isStream ? SOCK_STREAM : SOCK_DGRAM
        let descriptor = socket(
            AF_INET, Int32(kind.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        if isStream {
            // A port in TIME_WAIT is free for us, as it is for the daemon.
            var one: Int32 = 1
            setsockopt(
                descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(clamping: port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        } == 0
    }
}

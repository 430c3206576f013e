import NIOCore
import NIOHTTP1

/// Who may talk to the server by the names they use.
///
/// The `Host` check stops DNS rebinding: a hostile page can make a browser resolve its own name to
/// 127.0.0.1, but then its own name stands in `Host`. The `Origin` check stops other pages in the
/// same browser from sending commands or opening the WebSocket.
struct AccessPolicy: Sendable {
    /// Names beside loopback under which the page may be opened, lower case, without port.
    let allowedHosts: Set<String>

    init(allowedHosts: [String]) {
        self.allowedHosts = Set(allowedHosts.map { $0.lowercased() })
    }

    /// Checks a request; nil when it may go on.
    func refusal(of headers: HTTPHeaders, changes: Bool) -> Problem? {
        let hosts = headers["Host"]
        guard hosts.count == 1, isAllowed(host: hosts[0]) else {
            return Problem(
                HTTPResponseStatus.misdirectedRequest, "host_not_allowed",
                "this server does not answer to the name \"\(hosts.first ?? "")\"",
                remedy: "Open it by IP address or localhost, or add the name to "
                    + "control.allowed_hosts")
        }
        let origins = headers["Origin"]
        if let origin = origins.first {
            guard origins.count == 1, Self.isSame(origin: origin, host: hosts[0]) else {
                return Self.foreignOrigin(origin)
            }
        } else if changes, let site = headers["Sec-Fetch-Site"].first,
            site != "same-origin", site != "none"
        {
            return Self.foreignOrigin(site)
        }
        return nil
    }

    private static func foreignOrigin(_ origin: String) -> Problem {
        Problem(
            .forbidden, "origin_not_allowed", "a page of \"\(origin)\" may not use this server",
            remedy: "Use the page that this server serves, or a client that is no browser")
    }

    private func isAllowed(host: String) -> Bool {
        let name = Self.withoutPort(host).lowercased()
        if name == "localhost" || allowedHosts.contains(name) { return true }
        // An address cannot be rebound: only names can.
        let bare =
            name.hasPrefix("[") && name.hasSuffix("]") ? name.dropFirst().dropLast() : name[...]
        return (try? SocketAddress(ipAddress: String(bare), port: 0)) != nil
    }

    private static func withoutPort(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
        return String(host[..<colon])
    }

    private static func isSame(origin: String, host: String) -> Bool {
        let lower = origin.lowercased()
        return lower == "http://" + host.lowercased() || lower == "https://" + host.lowercased()
    }
}

import Common
import Foundation

/// One process's metrics, read over loopback as Prometheus would.
struct MetricsScrape {
    /// One sample line: name without the `holdover_` prefix, labels, value.
    struct Sample {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    let samples: [Sample]

    /// Asks `127.0.0.1:port`. Nil where nobody answers within half a second. Blocks.
    init?(port: Int) {
        guard let text = Self.get(port: port) else { return nil }
        samples = text.split(separator: "\n").compactMap(Self.parse)
    }

    init(text: String) { samples = text.split(separator: "\n").compactMap(Self.parse) }

    /// The value of a sample with these labels, or nil.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }?.value
    }

    /// Mean of a histogram, in its unit; nil where nothing was observed.
    func mean(_ name: String) -> Double? {
        guard let sum = value(name + "_sum"), let count = value(name + "_count"), count > 0 else {
            return nil
        }
        return sum / count
    }

    static func parse(_ line: Substring) -> Sample? {
        guard !line.hasPrefix("#"), let space = line.lastIndex(of: " "),
            let value = Double(line[line.index(after: space)...])
        else { return nil }
        var series = line[..<space]
        var labels: [String: String] = [:]
        if let brace = series.firstIndex(of: "{") {
            // Label values of ours hold no escaped quotes.
            let parts = series[brace...].split(separator: "\"", omittingEmptySubsequences: false)
            for place in stride(from: 0, to: parts.count - 1, by: 2) {
                let key = parts[place].drop { "{,".contains($0) }.dropLast()
                labels[String(key)] = String(parts[place + 1])
            }
            series = series[..<brace]
        }
        let prefix = "holdover_"
        let name = series.hasPrefix(prefix) ? series.dropFirst(prefix.count) : series
        return Sample(name: String(name), labels: labels, value: value)
    }

    private static func get(port: Int) -> String? {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 0, tv_usec: 500_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(clamping: port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var request = "GET /metrics HTTP/1.0\r\n\r\n"
        let sent = request.withUTF8 {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard connected == 0, sent == request.utf8.count else { return nil }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while answer.count < 8 << 20 {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            answer += chunk[..<count]
        }
        let text = String(decoding: answer, as: UTF8.self)
        guard text.contains(" 200 "), let body = text.range(of: "\r\n\r\n") else { return nil }
        return String(text[body.upperBound...])
    }
}

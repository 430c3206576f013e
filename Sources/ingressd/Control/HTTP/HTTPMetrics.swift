import Common
import NIOHTTP1

/// Counts of the HTTP server. Counters are made once, one for each class of status.
struct HTTPMetrics: Sendable {
    private let byClass: [Counter]

    init(_ registry: MetricsRegistry) {
        byClass = (1...5).map {
            registry.counter(
                "http_responses_total", help: "Responses sent, by class of status.",
                labels: [("class", "\($0)xx")])
        }
    }

    func count(_ status: HTTPResponseStatus) {
        let index = Int(status.code / 100) - 1
        if byClass.indices.contains(index) { byClass[index].add() }
    }
}

import Common
import Foundation
public import Messaging

/// One row of what the coordinator counted.
public struct EventCount: Sendable {
    /// The processes of a show with one lane, by the names they have in envelopes.
    public static let processes = [
        "coordinatord", "ingressd.control", "ingressd.capture", "renderd.a", "outputd",
    ]

    /// Its name, as in `Event.Kind.name`.
    public let event: String
    /// The process it happened in, by its name in envelopes.
    public let source: String
    /// The queue by which it left there.
    public let queue: String

    /// Reads a line of the metrics; nil for every other line, and for what has not happened.
    init?(line: Substring) {
        guard line.hasPrefix("holdover_events_total{"), !line.hasSuffix(" 0") else { return nil }
        func label(_ name: String) -> String {
            line.components(separatedBy: "\(name)=\"").dropFirst().first?
                .components(separatedBy: "\"").first ?? ""
        }
        event = label("event")
        source = label("source")
        queue = label("queue")
    }

    /// Whether this is how the event is declared to come.
    public func `is`(_ declared: EventDeclaration) -> Bool {
        guard event == declared.name, queue == declared.queue.rawValue else { return false }
        if declared.producer == "every process" { return Self.processes.contains(source) }
        // In envelopes a process has its role, or its lane, behind a dot.
        return declared.producer.components(separatedBy: ", ").contains { producer in
            source == producer.replacing(" ", with: ".") || source.hasPrefix(producer + ".")
        }
    }
}

extension TestInstance {
    /// What the instance's coordinator has counted so far; empty where it does not answer.
    public func eventCounts() throws -> [EventCount] {
        guard let port = paths.port(of: "metrics.coordinatord") else { return [] }
        let scrape = try CommandResult.run(
            "/usr/bin/curl", ["-fsS", "--max-time", "5", "http://127.0.0.1:\(port)/metrics"])
        return scrape.output.split(separator: "\n").compactMap(EventCount.init(line:))
    }
}

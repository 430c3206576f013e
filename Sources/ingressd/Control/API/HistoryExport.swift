import Proto
import Synchronization

/// An export of the history: page after page from the coordinator, each turned into text once the
/// client has taken the one before, so that neither side ever holds more than a page. Any thread; one
/// piece at a time.
final class HistoryExport: Sendable {
    /// What is exported.
    enum Subject: Sendable {
        case runs
        case asRun(String)
    }

    /// As what.
    enum Format: String, Sendable {
        case csv
        /// One JSON object a line.
        case jsonl

        var type: String {
            switch self {
            case .csv: "text/csv; charset=utf-8"
            case .jsonl: "application/x-ndjson"
            }
        }
    }

    /// Asks the coordinator.
    typealias Ask = (
        LinkRequest, @escaping @Sendable (Result<Reply.Answer, Problem>) -> Void
    ) -> Void

    private struct Place {
        var isFirst = true
        var isDone = false
        var lastRun = ""
        var lastNumber: UInt64 = 0
    }

    let format: Format
    private let subject: Subject
    private let place = Mutex(Place())

    init(_ subject: Subject, as format: Format) {
        self.subject = subject
        self.format = format
    }

    /// The next piece; nil after the last.
    func next(
        _ ask: Ask, _ take: @escaping @Sendable (Result<[UInt8]?, Problem>) -> Void
    ) {
        let now = place.withLock { $0 }
        guard !now.isDone else { return take(.success(nil)) }
        let question: Query.Ask =
            switch subject {
            case .runs: .listRuns(ListRuns(beforeRunId: now.lastRun, limit: 64))
            case .asRun(let run): .getAsRun(GetAsRun(runId: run, afterNumber: now.lastNumber))
            }
        ask(.query(Query(ask: question))) { [self] result in
            switch result {
            case .failure(let problem): take(.failure(problem))
            case .success(.runs(let reply)):
                take(.success(piece(reply, isFirst: now.isFirst)))
            case .success(.asRun(let reply)):
                take(.success(piece(reply, isFirst: now.isFirst)))
            case .success(let other): take(.failure(ControlAPI.unexpected(other)))
            }
        }
    }

    private func piece(_ reply: RunsReply, isFirst: Bool) -> [UInt8] {
        place.withLock { place in
            place.isFirst = false
            place.isDone = !reply.more || reply.runs.isEmpty
            place.lastRun = reply.runs.last?.status.runId ?? place.lastRun
        }
        return switch format {
        case .csv: RunModelPresenter.csv(reply.runs, withHeader: isFirst)
        case .jsonl: Self.lines(reply.runs.map(RunModelPresenter.summary))
        }
    }

    private func piece(_ reply: AsRunReply, isFirst: Bool) -> [UInt8] {
        place.withLock { place in
            place.isFirst = false
            place.isDone = !reply.more || reply.entries.isEmpty
            place.lastNumber = max(place.lastNumber, reply.lastNumber)
        }
        return switch format {
        case .csv: RunModelPresenter.csv(reply.entries, withHeader: isFirst)
        case .jsonl: Self.lines(reply.entries.map(RunModelPresenter.entry))
        }
    }

    private static func lines(_ values: [JSONValue]) -> [UInt8] {
        values.flatMap { $0.bytes + [0x0A] }
    }
}

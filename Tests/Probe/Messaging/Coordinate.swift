import ArgumentParser
import Common
import Foundation
import Messaging
import Proto

/// A coordinator that does every command, keeps facts in a ledger, and says what it did.
struct Coordinate: ParsableCommand {
    @OptionGroup var options: MessagingOptions
    @Option(help: "File that holds effects and marks.") var ledger: String
    @Option(help: "Die by SIGKILL after so many effects, before acknowledging the last.")
    var dieBeforeAck: Int?

    func run() throws {
        let ledger = FileLedger(path: ledger)
        let endpoint = try CoordinatorEndpoint(
            transport: options.transport(), marks: ledger.loadMarks(),
            registry: MetricsRegistry(), logger: options.logger)
        endpoint.open(version: StateVersion(coordinatorEpoch: endpoint.epoch, number: 1))
        say("ready")
        var effects = 0
        while let work = endpoint.next(until: .distantFuture) {
            switch work {
            case .request(let request):
                if case .command(let command) = request.ask { say("did \(command.operationId)") }
                request.reply(.outcome(MutationOutcome(accepted: true, stored: true)))
            case .expired: break
            case .fact(let fact):
                try ledger.commit(fact.mark) { ledger.stage(fact.kind) }
                if case .signalDefectStarted = fact.kind { effects += 1 }
                if effects == dieBeforeAck { kill(getpid(), SIGKILL) }
                fact.acknowledge()
            }
        }
    }
}

/// Effects and marks in one file that is replaced as a whole: both, or neither.
final class FileLedger: FactLedger, @unchecked Sendable {
    // Unchecked: used by the probe's one thread.
    private let path: String
    private var staged: [String] = []

    init(path: String) { self.path = path }

    private func lines() -> [String] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    func loadMarks() -> [FactMark] {
        lines().compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "mark", let epoch = UInt64(words[2]),
                let sequence = UInt64(words[3])
            else { return nil }
            return FactMark(source: String(words[1]), epoch: epoch, sequence: sequence)
        }
    }

    func stage(_ kind: Fact.Kind) {
        guard case .signalDefectStarted(let defect) = kind else { return }
        staged.append("effect \(defect.defectId)")
    }

    func commit(_ mark: FactMark, effect: () throws -> Void) throws {
        staged = []
        try effect()
        let kept = lines().filter { !$0.hasPrefix("mark \(mark.source) ") }
        let all = kept + staged + ["mark \(mark.source) \(mark.epoch) \(mark.sequence)"]
        try all.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}

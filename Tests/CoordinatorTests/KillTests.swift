import Common
import Foundation
import GRDB
import Messaging
import Proto
import Synchronization
import TestKit
import Testing

/// `make kills` runs this at its full size: 10 000 changes and 50 kills.
@Suite("coordinatord killed at random", .serialized, .realTime)
struct KillTests {
    private static func number(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
    }

    static let changeCount = number("KILL_CHANGES", 600)
    static let killCount = number("KILL_COUNT", 8)
    static let workerCount = 8

    /// What the workers were told, and who may still ask.
    private final class Account: Sendable {
        struct State {
            /// Operations answered as stored.
            var stored: Set<String> = []
            /// Operations refused with what HTTP calls 503, and never asked for again.
            var refused: Set<String> = []
            var problems: [String] = []
            var kills = 0
        }
        private let state = Mutex(State())
        var now: State { state.withLock { $0 } }
        func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
        var isDone: Bool {
            state.withLock {
                $0.stored.count >= KillTests.changeCount && $0.kills >= KillTests.killCount
            }
        }
    }

    @Test("Each acknowledged change is there, none is there twice, none that was refused")
    func kills() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let account = Account()
        let layers = try (0..<Self.workerCount).map { worker in
            try live.settle(
                .addLayer(AddLayer(layerId: "w\(worker)", shaderId: "solid")), key: "add-\(worker)"
            ).subjectId
        }
        let killer = WorkerThread.start(named: "killer") { Self.kill(live, account) }
        let impatient = try live.settle(
            .addLayer(AddLayer(layerId: "hasty", shaderId: "solid")), key: "add-hasty"
        ).subjectId
        let workers =
            layers.map { layer in
                WorkerThread.start(named: layer) { Self.work(live, layer, account) }
            } + [WorkerThread.start(named: impatient) { Self.hurry(live, impatient, account) }]
        for worker in workers { worker.join() }
        killer.join()
        try live.end()
        try live.start()
        let model = try live.model()
        try live.end(SIGTERM)
        let told = account.now
        #expect(told.problems.isEmpty, "\(told.problems.prefix(3))")
        #expect(told.refused.count >= Self.killCount, "nobody asked during an outage")
        try Self.compare(told.stored, told.refused, with: live)
        for layer in layers {
            let last = told.stored.compactMap { Self.value(of: $0, in: layer) }.max() ?? 0
            let shown = model.programme.layers.first { $0.id == layer }?.values.first?.value
            #expect(shown == float(Double(last)), "\(layer) was last set to \(last)")
        }
        print(
            "kills: \(told.stored.count) stored, \(told.kills) kills, \(told.refused.count) refused"
        )
    }

    private static func value(of operation: String, in layer: String) -> Int? {
        operation.hasPrefix(layer + "-") ? Int(operation.dropFirst(layer.count + 1)) : nil
    }

    private static func kill(_ live: LiveCoordinator, _ account: Account) {
        while !account.isDone, account.now.problems.isEmpty {
            usleep(UInt32.random(in: 20_000...250_000))
            do {
                try live.end()
                // Long enough for some to be refused meanwhile.
                usleep(UInt32.random(in: 0...30_000))
                try live.start()
                account.change { $0.kills += 1 }
                _ = live.link.client.waitUntilConnected(until: live.time.now() + .seconds(20))
            } catch { account.change { $0.problems.append("\(error)") } }
        }
    }

    private static func change(_ layer: String, _ number: Int) -> Command {
        let operation = "\(layer)-\(number)"
        return Command(
            operationId: operation, idempotencyKey: operation, origin: .http,
            action: .setParameter(
                SetParameter(target: parameter("level", of: layer), value: float(Double(number)))))
    }

    /// Sets one layer's value to 1, 2, 3 and so on.
    private static func work(_ live: LiveCoordinator, _ layer: String, _ account: Account) {
        var number = 0
        while !account.isDone, account.now.problems.isEmpty {
            number += 1
            let command = change(layer, number)
            let operation = command.operationId
            do throws(RequestError) {
                let outcome = try ask(live, command)
                account.change { account in
                    if let outcome, outcome.accepted, outcome.stored {
                        account.stored.insert(operation)
                    } else if let outcome, outcome.errorCode != .storeUnavailable {
                        account.problems.append("\(operation): \(outcome.errorSentence)")
                    } else {
                        account.refused.insert(operation)
                    }
                }
            } catch { account.change { $0.problems.append("\(operation): \(error)") } }
        }
    }

    /// Goes on asking while nobody is there, and asks for nothing twice.
    private static func hurry(_ live: LiveCoordinator, _ layer: String, _ account: Account) {
        var number = 0
        while !account.isDone, account.now.problems.isEmpty {
            number += 1
            let command = change(layer, number)
            let operation = command.operationId
            do throws(RequestError) {
                let outcome = try live.link.client.request(
                    command, deadline: live.time.now() + .seconds(5))
                guard outcome.accepted, outcome.stored else { continue }
                account.change { $0.stored.insert(operation) }
            } catch {
                switch error {
                case .unavailable, .busy:
                    account.change { $0.refused.insert(operation) }
                    live.time.sleep(until: live.time.now() + .milliseconds(2))
                // Whether it was done is not known, and nothing is claimed of it.
                case .outcomeUnknown, .expired: continue
                case .malformed, .notEncodable:
                    account.change { $0.problems.append("\(operation): \(error)") }
                }
            }
        }
    }

    /// Asks once; nil when it was refused during an outage. Only an unknown outcome is asked for again,
    /// under the same key.
    private static func ask(
        _ live: LiveCoordinator, _ command: Command
    ) throws(RequestError) -> MutationOutcome? {
        do throws(RequestError) {
            return try live.link.client.request(command, deadline: live.time.now() + .seconds(5))
        } catch {
            switch error {
            case .unavailable, .busy:
                // As a client that was told 503 with Retry-After.
                live.time.sleep(until: live.time.now() + .milliseconds(5))
                return nil
            case .outcomeUnknown, .expired:
                return try live.link.client.settle(
                    command, deadline: live.time.now() + .seconds(60))
            case .malformed, .notEncodable: throw error
            }
        }
    }

    /// The journal has a line for each decision, committed with its effect.
    private static func compare(
        _ stored: Set<String>, _ refused: Set<String>, with live: LiveCoordinator
    ) throws {
        let queue = try DatabaseQueue(path: live.instance.paths.state + "/coordinator.sqlite")
        let lines = try queue.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT operation, count(*) AS n FROM journal WHERE accepted"
                    + " GROUP BY operation")
        }
        var counts: [String: Int] = [:]
        for line in lines { counts[line["operation"]] = line["n"] }
        let lost = stored.filter { counts[$0] == nil }
        let doubled = counts.filter { $0.value > 1 && !$0.key.isEmpty }
        let executed = refused.filter { counts[$0] != nil }
        #expect(lost.isEmpty, "acknowledged and not there: \(lost.prefix(3))")
        #expect(doubled.isEmpty, "executed twice: \(doubled.prefix(3))")
        #expect(executed.isEmpty, "refused and executed: \(executed.prefix(3))")
    }
}

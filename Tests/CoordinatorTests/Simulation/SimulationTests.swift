import Foundation
import Synchronization
import Testing

/// `make sim SEEDS=1000` and `make sim-mutants` run these with more seeds.
@Suite("Simulation", .serialized)
struct SimulationTests {
    private static func number(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
    }

    static let seedCount = number("SIM_SEEDS", 12)
    static let firstSeed = number("SIM_FIRST", 1)
    static let commandCount = number("SIM_COMMANDS", 300)

    /// What all runs came to, and which seed is next.
    private final class Progress: Sendable {
        struct Total {
            var next: Int
            var seeds = 0, decisions = 0, steps = 0, crashes = 0
        }
        private let state: Mutex<Total>
        init(first: Int) { state = Mutex(Total(next: first)) }

        var total: Total { state.withLock { $0 } }
        func takeSeed() -> Int {
            state.withLock { total in
                defer { total.next += 1 }
                return total.next
            }
        }
        func add(_ result: SimulatedWorld.Result) {
            state.withLock { total in
                total.seeds += 1
                total.decisions += result.decisions
                total.steps += result.steps
                total.crashes += result.crashes
            }
        }
    }

    @Test("Whatever is lost, doubled, delayed or killed: every promise is kept")
    func seeds() async throws {
        let progress = Progress(first: Self.firstSeed)
        let (last, commands) = (Self.firstSeed + Self.seedCount, Self.commandCount)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(2, ProcessInfo.processInfo.activeProcessorCount) {
                group.addTask { try Self.run(progress, until: last, commands) }
            }
            try await group.waitForAll()
        }
        let sum = progress.total
        print(
            "simulation: \(sum.seeds) seeds, \(sum.decisions) commands decided, \(sum.steps) steps,"
                + " \(sum.crashes) crashes of the coordinator")
        #expect(sum.crashes > Self.seedCount / 4, "a run without crashes proves little")
    }

    private static func run(_ progress: Progress, until last: Int, _ commands: Int) throws {
        while true {
            let seed = progress.takeSeed()
            guard seed < last else { return }
            let result = try SimulatedWorld(seed: UInt64(seed)).run(commands: commands)
            progress.add(result)
            #expect(
                result.violations.isEmpty,
                "SIM_FIRST=\(seed) SIM_SEEDS=1 SIM_COMMANDS=\(commands): \(result.violations)")
        }
    }

    @Test("The same seed gives the same run")
    func reproducible() throws {
        let runs = try (0..<2).map { _ in try SimulatedWorld(seed: 7).run(commands: 200) }
        #expect(runs[0].decisions == runs[1].decisions)
        #expect(runs[0].steps == runs[1].steps)
        #expect(runs[0].crashes == runs[1].crashes)
    }

    @Test("A planted mistake is found within 100 seeds", arguments: Mutant.allCases)
    func mutants(_ mutant: Mutant) throws {
        for seed in 1...100 {
            let result = try SimulatedWorld(seed: UInt64(seed), mutant: mutant)
                .run(commands: Self.commandCount)
            guard let violation = result.violations.first else { continue }
            print("mutant \(mutant.rawValue): found at seed \(seed): \(violation)")
            return
        }
        Issue.record("\(mutant.rawValue) was not found within 100 seeds")
    }
}

import Common
@testable import Coordinator
@testable import CoordinatorDecision
import Foundation
import Proto
import TestKit
import Testing

/// Lines of the as-run log that wait for the store, and the death of the process meanwhile.
@Suite("As-run lines that wait")
struct AsRunFileTests {
    private let instance: TestInstance
    private var directory: String { instance.paths.runtime }

    init() throws { instance = try TestInstance() }

    private func lines(_ numbers: ClosedRange<UInt64>, detail: String = "") -> [AsRunLine] {
        numbers.map { number in
            var line = AsRunLine(
                run: "run-1", wall: Int64(number), index: -7, kind: "alarm",
                text: "line \(number) äöü", operation: "op", principal: "somebody", detail: detail)
            line.number = number
            return line
        }
    }

    private func checkpoint(stored: UInt64 = 0) -> Checkpoint {
        Checkpoint(
            storeID: "s", state: RuntimeState(), pendingKeys: [], pendingMarks: [],
            storedLine: stored)
    }

    private var size: Int {
        ["a", "b"].reduce(0) { sum, name in
            let path = directory + "/as-run." + name
            return sum + (FileManager.default.contents(atPath: path)?.count ?? 0)
        }
    }

    @Test("What is written is read by the next start, until the store has it")
    func kept() {
        var file = AsRunFile(directory: directory)
        #expect(file.write(lines(1...3), of: checkpoint()) == nil)
        #expect(file.write(lines(4...5), of: checkpoint(stored: 2)) == nil)
        #expect(AsRunFile(directory: directory).read(store: "s") == lines(1...5))
        #expect(AsRunFile(directory: directory).read(store: "another").isEmpty)
        // The next process goes on where this one died.
        var next = AsRunFile(directory: directory)
        #expect(next.write(lines(6...6), of: checkpoint(stored: 4)) == nil)
        #expect(AsRunFile(directory: directory).read(store: "s") == lines(1...6))
        #expect(next.write([], of: checkpoint(stored: 6)) == nil)
        #expect(AsRunFile(directory: directory).read(store: "s").isEmpty && size == 0)
    }

    @Test("A write torn at any byte leaves the lines before it")
    func torn() throws {
        var file = AsRunFile(directory: directory)
        #expect(file.write(lines(1...1), of: checkpoint()) == nil)
        let first = size
        #expect(file.write(lines(2...2), of: checkpoint()) == nil)
        let path = directory + "/as-run.a"
        let whole = try #require(FileManager.default.contents(atPath: path))
        for length in first..<whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            #expect(AsRunFile(directory: directory).read(store: "s") == lines(1...1))
            var flipped = whole
            flipped[length] ^= 0x10
            try flipped.write(to: URL(fileURLWithPath: path))
            #expect(AsRunFile(directory: directory).read(store: "s") == lines(1...1))
        }
        // What is written next replaces what was torn.
        var next = AsRunFile(directory: directory)
        #expect(next.write(lines(2...4), of: checkpoint()) == nil)
        #expect(AsRunFile(directory: directory).read(store: "s") == lines(1...4))
    }

    @Test("What a start has judged to be nobody's does not come back with newer lines")
    func judged() {
        var file = AsRunFile(directory: directory)
        #expect(file.write(lines(1...9), of: checkpoint()) == nil)
        var next = AsRunFile(directory: directory)
        next.keep(lines(5...7), of: "s")
        #expect(AsRunFile(directory: directory).read(store: "s") == lines(5...7))
        #expect(next.write(lines(10...12), of: checkpoint()) == nil)
        #expect(AsRunFile(directory: directory).read(store: "s") == lines(5...7) + lines(10...12))
        // Nothing waits: both files are empty.
        var last = AsRunFile(directory: directory)
        last.keep([], of: "s")
        #expect(size == 0)
    }

    @Test("A storm of which something always waits does not make the files grow")
    func bounded() {
        var file = AsRunFile(directory: directory)
        let detail = String(repeating: "x", count: 1_000)
        var most = 0
        for turn in UInt64(0)..<300 {
            let batch = lines(turn * 100 + 1...turn * 100 + 100, detail: detail)
            // Two hundred lines wait for the store at any time.
            let stored = turn * 100 > 200 ? turn * 100 - 200 : 0
            #expect(file.write(batch, of: checkpoint(stored: stored)) == nil)
            most = max(most, size)
            let waiting = AsRunFile(directory: directory).read(store: "s").filter {
                $0.number > stored
            }
            #expect(waiting.map(\.number) == Array(stored + 1...turn * 100 + 100))
        }
        #expect(most < 3 * AsRunFile.turnByteCount, "\(most) bytes")
    }

    @Test(
        "A start takes the lines that belong to what was decided and that the store lacks, each once"
    )
    func hydration() throws {
        let state = instance.paths.state
        let opened = try StoreOpening.open(directory: state, runtime: directory, wall: 1)
        func record(_ ordinal: UInt64, _ lines: [AsRunLine]) -> StoreRecord {
            StoreRecord(
                ordinal: ordinal, queuedAt: MonotonicInstant(nanoseconds: 0), asRun: lines)
        }
        try opened.store.write([record(1, lines(1...4))])
        try opened.store.close()
        var checkpoint = checkpoint()
        checkpoint.storeID = opened.contents.storeID
        checkpoint.decidedLine = 8
        var file = AsRunFile(directory: directory)
        // The last one was written in the moment of death, before the checkpoint that decides it.
        #expect(file.write(lines(3...9), of: checkpoint) == nil)
        var copies = CheckpointFile(directory: directory)
        try copies.write(checkpoint)
        let (hydration, store) = try Hydration.load(
            instance.paths, checkpoint: CheckpointFile(directory: directory),
            lines: AsRunFile(directory: directory), now: MonotonicInstant(nanoseconds: 5), wall: 1)
        #expect(hydration.unstoredLines == lines(5...8))
        #expect(hydration.lastLine == 9, "no number is given twice")
        // Written twice, as by a start that dies before it is told that they are stored.
        try store.write([record(1, hydration.unstoredLines)])
        try store.write([record(2, hydration.unstoredLines)])
        try store.close()
        let answer = try StoreHistory.answer(
            .asRun(run: "run-1", number: 0, after: 0, limit: 99),
            path: StoreOpening.databasePath(state))
        guard case .asRun(let kept) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(kept.map(\.number) == Array(1...8))
        #expect(kept.map(\.entry.text) == lines(1...8).map(\.text))
    }
}

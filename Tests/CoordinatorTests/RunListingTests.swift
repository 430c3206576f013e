@testable import CoordinatorDecision
import Testing

/// The order of runs that are over.
@Suite("Listing of runs")
struct RunListingTests {
    private func runs(_ numbers: [Int]) -> [FinishedRun] {
        numbers.map {
            var run = Run()
            run.id = "run-\($0)"
            return FinishedRun(run, slots: nil, wall: Int64($0))
        }
    }

    private func listed(
        _ waiting: [Int], _ stored: [Int], before: String = "", id: String = ""
    ) -> [String] {
        RunListing.merged(
            waiting: runs(waiting), stored: runs(stored), before: before, id: id
        ).map(\.id)
    }

    @Test("Each run is once in the list, those that wait for the store first")
    func order() {
        #expect(listed([5, 4], [4, 3]) == ["run-5", "run-4", "run-3"])
        #expect(listed([], [3, 2]) == ["run-3", "run-2"])
    }

    @Test("A page goes on after its cursor, wherever that run is kept by now")
    func cursor() {
        #expect(listed([5, 4], [3, 2], before: "run-5") == ["run-4", "run-3", "run-2"])
        #expect(listed([5, 4], [5, 4, 3], before: "run-4") == ["run-3"])
        #expect(listed([5], [2, 1], before: "run-5") == ["run-2", "run-1"])
        #expect(listed([5, 4], [], id: "run-4") == ["run-4"])
    }
}

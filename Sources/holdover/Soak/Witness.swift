import Common
import Foundation
import Synchronization

/// What the independent witness saw of one slot.
struct Sighting: Sendable, Hashable {
    /// Its words, as `tools/witness` explains them.
    enum Picture: String, Sendable {
        case fresh, `repeat`, jump, slate, black, unreadable, unjudged
    }

    let picture: Picture
    /// Nothing came for the tick in time.
    let isHeld: Bool
}

/// `tools/witness`, a program that shares no code with Holdover: it looks at the card's monitor output
/// and reads the code drawn into the pictures. This starts it and keeps what it says. Any thread.
final class Witness: Sendable {
    private struct State {
        var sightings: [Int64: Sighting] = [:]
        var newest = Int64.min
    }

    private let child: ChildProcess
    private let state = Mutex(State())
    private let time = SystemTimeSource()

    /// Where the program lies: beside `holdover`, or in a checkout's tools; nil where it does not.
    static func program() -> String? {
        let root = DataPaths.locate(environment: ProcessInfo.processInfo.environment)?.root ?? ""
        return [ShowPlan.ownFolder() + "/witness", root + "/tools/witness"].first {
            access($0, X_OK) == 0
        }
    }

    /// Starts it on the card of `paths`.
    init(_ paths: InstancePaths) throws {
        guard let program = Self.program() else {
            throw CommandFailure(
                "the witness is not installed", remedy: "Install Holdover whole, or --no-witness")
        }
        let environment = ProcessInfo.processInfo.environment
        guard ChildProcess.locate("python3", environment: environment) != nil else {
            throw CommandFailure(
                "the witness needs python3",
                remedy: "apt-get install python3, or --no-witness")
        }
        let pipe = try OwnedDescriptor.pipe()
        child = try ChildProcess(
            program, ["watch", paths.socket("card-monitor")], environment: environment,
            standardOutput: pipe.writeEnd.rawValue, standardError: 2, diesWithThread: true)
        let readEnd = pipe.takeReadEnd().release()
        WorkerThread.start(named: "soak.witness", owner: "soak", .critical) { [weak self] in
            var splitter = LineSplitter()
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(readEnd, &chunk, chunk.count)
                guard count > 0, let self else { break }
                for line in splitter.take(chunk[..<count]) { self.note(line) }
            }
            close(readEnd)
        }
    }

    private func note(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count == 5, let index = Int64(words[1]),
            let picture = Sighting.Picture(rawValue: String(words[3]))
        else { return }
        state.withLock { state in
            state.sightings[index] = Sighting(picture: picture, isHeld: words[2] == "1")
            state.newest = index
        }
    }

    /// Waits until it has a measure of what is fresh; throws where it finds none.
    func waitUntilJudging() throws {
        let deadline = time.now() + .seconds(20)
        while time.now() < deadline {
            let isJudging = state.withLock { state in
                state.sightings[state.newest]?.picture == .fresh
            }
            if isJudging { return }
            time.sleep(until: time.now() + .milliseconds(20))
        }
        let seen = state.withLock { $0.sightings[$0.newest]?.picture.rawValue ?? "nothing" }
        throw CommandFailure(
            "the witness finds no code in the pictures (it sees: \(seen))",
            remedy: "The show must be drawn in time, and in UYVY")
    }

    /// Waits until it has seen slot `index`; false where it does not within two seconds.
    @discardableResult
    func waits(for index: Int64) -> Bool {
        let deadline = time.now() + .seconds(2)
        while state.withLock({ $0.newest < index }) {
            guard time.now() < deadline else { return false }
            time.sleep(until: time.now() + .milliseconds(10))
        }
        return true
    }

    /// What it saw of these slots; those it was not shown are missing.
    func sightings(_ slots: Range<Int64>) -> [Int64: Sighting] {
        state.withLock { state in
            var found: [Int64: Sighting] = [:]
            for index in slots { found[index] = state.sightings[index] }
            return found
        }
    }

    /// Ends it.
    func stop() { child.terminate(grace: .seconds(1)) }
}

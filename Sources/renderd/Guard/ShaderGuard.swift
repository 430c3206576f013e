import Common
import Shaders
import Synchronization

/// Keeps shaders that could take the picture away from the air.
///
/// A text that was never drawn here is tried in a process of its own first. A text that has been
/// on air for less than ten seconds when the renderer dies is rolled back: the last text that
/// proved itself is drawn instead. A text that killed or hung the renderer twice is quarantined
/// until its file changes; a single strike is forgotten after ten minutes without a death. A text with
/// a strike is tried once more, and then drawn again: restarts do not wait for a trial each.
///
/// The last text of each shader that proved itself (or, until one has, the first that was drawn) is
/// kept on disk: a renderer that starts while the file is broken or gone draws that one.
///
/// Worked example: an edit is applied at 12:00:00, the renderer dies at 12:00:04 and is back at
/// 12:00:04.3: the text of before is on air, and the new one is named in an alarm; saving another
/// version lifts it. With two lanes, what the other one draws and lives with is not rolled back for the
/// death of one. Any thread.
final class ShaderGuard: Sendable {
    /// What is to become of a shader's text.
    enum Verdict: Equatable {
        /// It has been drawn here before.
        case known
        /// It is new: try it first.
        case unknown
        /// It is not to be drawn; the text to draw instead, where there is one.
        case refused(Refusal, instead: ShaderPackage?)
    }

    /// Why a text is refused.
    enum Refusal: Equatable {
        /// The renderer died soon after it came on air.
        case rolledBack
        /// It killed or hung the renderer twice.
        case quarantined
    }

    /// How long a text has to be on air without a death.
    static let probation = Nanoseconds.seconds(10)
    /// How long a restart may take for a death to count as having been just now.
    private static let restart = Nanoseconds.seconds(5)

    private struct Young {
        var package: ShaderPackage
        var since: MonotonicInstant
        /// Whether it came while the process was on air. What was there from its start is no change,
        /// and no death is laid at its door.
        var isChange: Bool
    }

    private struct State {
        var trusted: Set<UInt64> = []
        var proven: Set<UInt64> = []
        var strikes: [UInt64: Int] = [:]
        /// Passed a trial after their last strike.
        var triedAgain: Set<UInt64> = []
        /// Rolled back at this start.
        var rolledBack: Set<UInt64> = []
        /// On air, but not for long.
        var young: [String: Young] = [:]
        /// Built, by id, waiting to come on air.
        var built: [String: ShaderPackage] = [:]

        mutating func strike(_ hash: UInt64, count: Int = 1) {
            strikes[hash, default: 0] += count
            triedAgain.remove(hash)
        }

        func isKnown(_ hash: UInt64) -> Bool {
            strikes[hash, default: 0] == 0 ? trusted.contains(hash) : triedAgain.contains(hash)
        }
    }

    private static let forgiveness = Nanoseconds.seconds(600)

    private let files: GuardFiles
    private let startedAt: MonotonicInstant
    private let state: Mutex<State>
    private static let linesMax = 4096

    /// Reads what is known, and draws conclusions from how the last process ended. `spared` are texts
    /// that another lane draws; `complain` is given a sentence where something cannot be kept.
    init(
        folder: String, previous: FlightRecord.Death?, now: MonotonicInstant,
        spared: Set<UInt64> = [],
        complain: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        let files = GuardFiles(folder: folder, complain: complain)
        var state = State()
        state.proven = Self.hashes(files.lines("proven"))
        state.trusted = Self.hashes(files.lines("trusted")).union(state.proven)
        for words in files.lines("strikes") where words.count == 2 {
            if let hash = UInt64(words[0], radix: 16) { state.strikes[hash] = Int(words[1]) }
        }
        state.triedAgain = Self.hashes(files.lines("tried")).intersection(state.strikes.keys)
        if let previous {
            let limit = Self.probation + Self.restart
            for words in files.lines("young") where words.count == 2 {
                guard let hash = UInt64(words[0], radix: 16), let since = Int64(words[1]),
                    now.nanoseconds >= since, now.nanoseconds - since < limit.count,
                    !spared.contains(hash)
                else { continue }
                state.rolledBack.insert(hash)
                state.strike(hash)
            }
            if previous.isAccusing, previous.shader != 0,
                !state.rolledBack.contains(previous.shader)
            {
                // A certain word outweighs the guess of the death before it.
                if previous.isCertain { state.strikes = state.strikes.filter { $0.value >= 2 } }
                state.strike(previous.shader, count: previous.isCertain ? 2 : 1)
            }
        }
        files.write("young", [])
        Self.save(state, files)
        self.files = files
        startedAt = now
        self.state = Mutex(state)
    }

    /// What is to become of `package`.
    func verdict(_ package: ShaderPackage) -> Verdict {
        let hash = package.contentHash
        let (strikes, isBack, isKnown) = state.withLock {
            ($0.strikes[hash, default: 0], $0.rolledBack.contains(hash), $0.isKnown(hash))
        }
        if strikes >= 2 { return .refused(.quarantined, instead: nil) }
        if isBack, let good = lastGood(package.id, path: package.path),
            good.contentHash != hash
        {
            return .refused(.rolledBack, instead: good)
        }
        return isKnown ? .known : .unknown
    }

    /// The text of shader `id` to draw where its file cannot be used, as if it lay at `path`. Nil
    /// where none was ever drawn here, or it is quarantined itself.
    func lastGood(_ id: String, path: String) -> ShaderPackage? {
        guard let kept = files.good(id, path: path) else { return nil }
        return state.withLock { $0.strikes[kept.contentHash, default: 0] } < 2 ? kept : nil
    }

    /// A text did not come back from being built in this process, which has to end.
    func accuse(_ hash: UInt64) {
        let struck = state.withLock { state in
            state.strike(hash)
            return state
        }
        Self.save(struck, files)
    }

    /// Whether the text with this hash is under suspicion.
    func isSuspect(_ hash: UInt64) -> Bool {
        state.withLock { $0.strikes[hash, default: 0] > 0 || $0.rolledBack.contains(hash) }
    }

    /// Whether a fused program with this hash is to be left alone; its layers are drawn one by one.
    func isQuarantined(_ hash: UInt64) -> Bool {
        state.withLock { $0.strikes[hash, default: 0] >= 2 }
    }

    /// Whether a text or fused program with this hash was drawn here, since its last strike if it has one.
    func isKnown(_ hash: UInt64) -> Bool {
        state.withLock { $0.isKnown(hash) }
    }

    /// A text or fused program was drawn in a trial.
    func passed(_ hash: UInt64) {
        let (trusted, triedAgain) = state.withLock { state in
            state.trusted.insert(hash)
            if state.strikes[hash] != nil { state.triedAgain.insert(hash) }
            return (state.trusted, state.triedAgain)
        }
        files.write("trusted", Self.lines(trusted))
        files.write("tried", Self.lines(triedAgain))
    }

    /// A text was built and will come on air.
    func built(_ package: ShaderPackage) {
        state.withLock { $0.built[package.id] = package }
    }

    /// What was built last of `id` is on air from `now` on; `isChange` where it replaced something
    /// there, or joined it.
    func cameOnAir(_ id: String, at now: MonotonicInstant, isChange: Bool) {
        let (package, lines): (ShaderPackage?, [[String]]?) = state.withLock { state in
            guard let package = state.built[id] else { return (nil, nil) }
            guard !state.proven.contains(package.contentHash),
                state.young[id]?.package.contentHash != package.contentHash
            else { return (package, nil) }
            state.young[id] = Young(package: package, since: now, isChange: isChange)
            return (package, isChange ? Self.lines(state.young) : nil)
        }
        if let package, !files.isKept(id) { files.keep(package) }
        if let lines { files.write("young", lines) }
    }

    /// Lets texts that have been on air for long enough prove themselves. Call about once a second.
    func review(at now: MonotonicInstant) {
        if now - startedAt > Self.forgiveness { forgive() }
        let grown: (packages: [ShaderPackage], proven: Set<UInt64>, young: [[String]])? =
            state.withLock { state in
                let old = state.young.filter { now - $0.value.since > Self.probation }
                guard !old.isEmpty else { return nil }
                for (id, entry) in old {
                    state.young[id] = nil
                    state.proven.insert(entry.package.contentHash)
                    state.trusted.insert(entry.package.contentHash)
                }
                return (old.values.map(\.package), state.proven, Self.lines(state.young))
            }
        guard let grown else { return }
        for package in grown.packages { files.keep(package) }
        files.write("proven", Self.lines(grown.proven))
        files.write("young", grown.young)
    }

    private func forgive() {
        let strikes: [UInt64: Int]? = state.withLock { state in
            guard state.strikes.values.contains(1) else { return nil }
            state.strikes = state.strikes.filter { $0.value > 1 }
            return state.strikes
        }
        if let strikes { Self.save(strikes, files) }
    }

    /// The process ends in order: nobody is under suspicion.
    func leave() {
        files.write("young", [])
    }

    // MARK: Files

    private static func hashes(_ lines: [[String]]) -> Set<UInt64> {
        Set(lines.suffix(linesMax).compactMap { $0.first.flatMap { UInt64($0, radix: 16) } })
    }

    private static func lines(_ hashes: Set<UInt64>) -> [[String]] {
        hashes.sorted().suffix(linesMax).map { [String($0, radix: 16)] }
    }

    private static func lines(_ young: [String: Young]) -> [[String]] {
        young.values.filter(\.isChange).map {
            [String($0.package.contentHash, radix: 16), "\($0.since.nanoseconds)"]
        }
    }

    private static func save(_ state: State, _ files: GuardFiles) {
        save(state.strikes, files)
        files.write("tried", lines(state.triedAgain))
    }

    private static func save(_ strikes: [UInt64: Int], _ files: GuardFiles) {
        files.write(
            "strikes",
            strikes.sorted { $0.key < $1.key }.map { [String($0.key, radix: 16), "\($0.value)"] })
    }
}

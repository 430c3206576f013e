import Common
import DeckLink
import Logging
import Playout
import Synchronization

/// The calls of a DeckLink that may block: finding it, taking its output and giving it back. Done by a
/// thread of its own, one after the other; the playout thread asks and looks whether it is done.
final class DeckLinkControl: Sendable {
    /// What came of asking for the output.
    enum Outcome: Sendable {
        case ready(DeckLinkPlayer)
        case refused(LifecycleCause)
    }

    private struct Work {
        var wanted: DeckLinkSignal?
        var closing: [DeckLinkPlayer] = []
        var outcome: Outcome?
        var isOpening = false
        var isEnding = false
    }

    /// Why the output is not there; nil while it is.
    let trouble: DeviceTrouble
    private let selector: DeckLinkSelector
    private let libraryPath: String
    /// Called once, before the output is first taken.
    private let onFirstTake: @Sendable () -> Void
    private let work = Monitor(Work())
    private let hasOutcome = Atomic<Bool>(false)
    private let unplugged = Atomic<Bool>(false)
    private let handleText = Mutex("")
    private let thread = Mutex<JoinableThread?>(nil)

    init(
        _ selector: DeckLinkSelector, libraryPath: String, trouble: DeviceTrouble = DeviceTrouble(),
        onFirstTake: @escaping @Sendable () -> Void = {}
    ) {
        self.onFirstTake = onFirstTake
        self.trouble = trouble
        self.selector = selector
        self.libraryPath = libraryPath
        let started = WorkerThread.start(named: "decklink", owner: "output", .degrading) { [self] in
            run()
        }
        thread.withLock { $0 = started }
    }

    // MARK: The playout thread

    /// Asks for the output unless that is under way. False while it is.
    func open(_ signal: DeckLinkSignal) -> Bool {
        let isTaken = work.withLock { work -> Bool in
            guard !work.isOpening, work.wanted == nil, !work.isEnding else { return false }
            // One that came too late for the last attempt serves this one.
            if case .ready = work.outcome { return true }
            work.wanted = signal
            work.outcome = nil
            return true
        }
        if isTaken { work.notifyAll() }
        return isTaken
    }

    /// The answer to `open`, once.
    func takeOutcome() -> Outcome? {
        guard hasOutcome.load(ordering: .acquiring) else { return nil }
        return work.withLock { work in
            defer { work.outcome = nil }
            hasOutcome.store(false, ordering: .relaxed)
            return work.outcome
        }
    }

    /// Gives an output back, sometime soon and before the next one is taken.
    func close(_ player: DeckLinkPlayer) {
        player.handOver()
        work.withLock { $0.closing.append(player) }
        work.notifyAll()
    }

    /// Whether the card was pulled since it was taken.
    var isUnplugged: Bool { unplugged.load(ordering: .acquiring) }

    // MARK: Any thread

    /// Gives everything back and ends the thread; waits two seconds at most.
    func end() {
        work.withLock { $0.isEnding = true }
        work.notifyAll()
        thread.withLock { $0 }?.join(until: SystemTimeSource().now() + .seconds(2))
    }

    // MARK: Its own thread

    private func run() {
        var driver: DeckLinkDriver?
        var watch: DeckLinkWatch?
        var pin: DeckLinkPin?
        while true {
            let next = work.wait(until: .distantFuture) { work -> Work? in
                guard !work.closing.isEmpty || work.wanted != nil || work.isEnding else {
                    return nil
                }
                let taken = work
                work.closing = []
                work.wanted = nil
                work.isOpening = taken.wanted != nil
                if taken.isEnding { work.outcome = nil }
                return taken
            }
            guard let next else { continue }
            for player in next.closing { player.close() }
            if next.isEnding {
                if case .ready(let player) = next.outcome { player.close() }
                watch?.stop()
                return
            }
            if let signal = next.wanted { answer(signal, &driver, &watch, &pin) }
        }
    }

    private func answer(
        _ signal: DeckLinkSignal, _ driver: inout DeckLinkDriver?, _ watch: inout DeckLinkWatch?,
        _ pin: inout DeckLinkPin?
    ) {
        let outcome: Outcome
        do throws(DeckLinkError) {
            let player = try take(signal, &driver, &watch, &pin)
            if trouble.set(nil) {}
            outcome = .ready(player)
        } catch {
            if trouble.set("\(error)") {
                Logger(label: "decklink").error("\(error)")
            }
            outcome = .refused(error.isConfiguration ? .formatRefused : .deviceLost)
        }
        work.withLock {
            $0.outcome = outcome
            $0.isOpening = false
        }
        hasOutcome.store(true, ordering: .releasing)
    }

    private func take(
        _ signal: DeckLinkSignal, _ driver: inout DeckLinkDriver?, _ watch: inout DeckLinkWatch?,
        _ pin: inout DeckLinkPin?
    ) throws(DeckLinkError) -> DeckLinkPlayer {
        let loaded: DeckLinkDriver
        if let driver {
            loaded = driver
        } else {
            loaded = try DeckLinkDriver(path: libraryPath)
            driver = loaded
            Logger(label: "decklink").notice(
                "driver",
                metadata: [
                    "version": "\(loaded.version)",
                    "module": "\(DeckLinkModule.version() ?? "unknown")",
                    "generation": "\(loaded.isTestedGeneration ? "tested" : "not tested")",
                ])
            onFirstTake()
        }
        let card = try loaded.card(selector, &pin)
        handleText.withLock { $0 = card.handleText.isEmpty ? card.name : card.handleText }
        unplugged.store(false, ordering: .releasing)
        if watch == nil {
            watch = DeckLinkWatch(loaded) { [self] handle, isPresent in
                guard handle == handleText.withLock({ $0 }) else { return }
                unplugged.store(!isPresent, ordering: .releasing)
                Logger(label: "decklink").notice(
                    isPresent ? "card is there" : "card was pulled",
                    metadata: ["device": "\(handle)"])
            }
        }
        let player = try DeckLinkPlayer(card, signal)
        Logger(label: "decklink").notice(
            "output taken",
            metadata: [
                "device": "\(card.name)", "model": "\(card.model)",
                "id": "\(card.persistentID.map { String($0) } ?? "none")",
                "handle": "\(card.handleText)",
                "pcie": "\(card.link.map { "\($0.generation) x\($0.lanes)" } ?? "unknown")",
                "mode": "\(player.mode)",
                "pixels": "\(signal.video.pixelFormat.rawValue)",
                "channels": "\(player.channelCount)", "packets": "\(player.carriesPackets)",
            ])
        return player
    }
}

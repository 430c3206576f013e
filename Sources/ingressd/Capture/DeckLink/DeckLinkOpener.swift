internal import Common
internal import DeckLink
internal import Logging
internal import Synchronization

/// Finds a card and takes its input on a thread of its own, again and again until it works. Asked by
/// the input's thread, which never waits for it.
final class DeckLinkOpener: Sendable {
    private struct Box: @unchecked Sendable {
        // Unchecked: the receiver is made here and handed over once, under the lock.
        var receiver: DeckLinkReceiver?
        var isWanted = false
        var isEnding = false
        var trouble: String? = "the card is being opened"
        var isConfiguration = false
    }

    let selector: DeckLinkSelector
    private let connection: DeckLinkConnection
    private let libraryPath: String
    private let format: VideoFormat
    private let audioChannelCount: Int
    private let log: Logger
    private let box = Monitor(Box())
    private let unplugged = Atomic<Bool>(false)
    private let handleText = Mutex("")
    private let thread = Mutex<JoinableThread?>(nil)
    private static let pause = Nanoseconds.milliseconds(500)

    init(
        _ selector: DeckLinkSelector, connection: DeckLinkConnection, libraryPath: String,
        format: VideoFormat, audioChannelCount: Int, log: Logger
    ) {
        self.selector = selector
        self.connection = connection
        self.libraryPath = libraryPath
        self.format = format
        self.audioChannelCount = audioChannelCount
        self.log = log
        let started = WorkerThread.start(named: "decklink", owner: "capture", .degrading) {
            [self] in
            run()
        }
        thread.withLock { $0 = started }
    }

    /// Wants the input; returns at once.
    func open() {
        let isNew = box.withLock { box -> Bool in
            guard !box.isWanted, box.receiver == nil else { return false }
            box.isWanted = true
            return true
        }
        if isNew { box.notifyAll() }
    }

    /// The input, once it is there.
    func take() -> DeckLinkReceiver? {
        box.withLock { box in
            defer { box.receiver = nil }
            return box.receiver
        }
    }

    /// Why it is not there; nil once it is.
    var trouble: String? { box.withLock { $0.trouble } }
    /// Whether somebody has to change something before it can be.
    var isConfiguration: Bool { box.withLock { $0.isConfiguration } }
    /// Whether the card was pulled since it was taken; asking clears it.
    var isUnplugged: Bool { unplugged.exchange(false, ordering: .acquiringAndReleasing) }

    /// Ends the thread; waits two seconds at most.
    func end() {
        box.withLock { $0.isEnding = true }
        box.notifyAll()
        thread.withLock { $0 }?.join(until: SystemTimeSource().now() + .seconds(2))
    }

    private func run() {
        var driver: DeckLinkDriver?
        var watch: DeckLinkWatch?
        var pin: DeckLinkPin?
        let time = SystemTimeSource()
        while true {
            let isEnding = box.wait(until: .distantFuture) { box -> Bool? in
                box.isEnding ? true : box.isWanted ? false : nil
            }
            if isEnding ?? true {
                watch?.stop()
                box.withLock { $0.receiver = nil }
                return
            }
            do throws(DeckLinkError) {
                let receiver = try receive(&driver, &watch, &pin)
                let held = Box(receiver: receiver, trouble: nil)
                box.withLock {
                    $0 = Box(receiver: held.receiver, isEnding: $0.isEnding, trouble: nil)
                }
            } catch {
                let text = "\(error)"
                let isNews = box.withLock { box -> Bool in
                    defer {
                        box.trouble = text
                        box.isConfiguration = error.isConfiguration
                    }
                    return box.trouble != text
                }
                if isNews { log.error("\(text)") }
                _ = box.wait(until: time.now() + Self.pause) { $0.isEnding ? true : nil }
            }
        }
    }

    private func receive(
        _ driver: inout DeckLinkDriver?, _ watch: inout DeckLinkWatch?, _ pin: inout DeckLinkPin?
    ) throws(DeckLinkError) -> DeckLinkReceiver {
        let loaded: DeckLinkDriver
        if let driver {
            loaded = driver
        } else {
            loaded = try DeckLinkDriver(path: libraryPath)
            driver = loaded
        }
        let card = try loaded.card(selector, &pin)
        handleText.withLock { $0 = card.handleText.isEmpty ? card.name : card.handleText }
        if watch == nil {
            watch = DeckLinkWatch(loaded) { [self] handle, isPresent in
                guard !isPresent, handle == handleText.withLock({ $0 }) else { return }
                unplugged.store(true, ordering: .releasing)
            }
        }
        let receiver = try DeckLinkReceiver(
            card, video: format, audioChannelCount: audioChannelCount, connection: connection)
        log.notice(
            "input taken",
            metadata: [
                "device": "\(card.name)", "mode": "\(receiver.mode)",
                "driver": "\(loaded.version)",
                "module": "\(DeckLinkModule.version() ?? "unknown")",
            ])
        return receiver
    }
}

import Common
import Frames
import Logging

/// The lane's part in agreeing with the other one when a new build comes on air. Owned by the daemon's
/// main thread; the render thread is told by messages.
final class LaneSwaps {
    private let lane: String
    private let timeline: TimelineReader
    private let plane: FramePlane
    private let mailbox: BoundedQueue<RenderMessage>
    private let frameCount: () -> UInt64
    private let own: LaneWordsFile
    private let others: LaneWordsFile
    private let logger: Logger
    private var agreement: LaneAgreement
    private var said: [LaneBuild: LaneWord] = [:]
    /// What could not be said, and was complained of.
    private var unsaid: [LaneBuild: LaneWord]?

    /// For `lane` of two. `folder` is the runtime directory, `frameCount` tells how many frames were
    /// drawn.
    init(
        lane: String, folder: String, plane: FramePlane, mailbox: BoundedQueue<RenderMessage>,
        logger: Logger, frameCount: @escaping () -> UInt64
    ) {
        self.lane = lane
        self.plane = plane
        self.mailbox = mailbox
        self.logger = logger
        self.frameCount = frameCount
        timeline = TimelineReader(in: plane)
        own = LaneWordsFile(path: "\(folder)/renderd.\(lane).builds")
        others = LaneWordsFile(path: "\(folder)/renderd.\(lane == "a" ? "b" : "a").builds")
        agreement = LaneAgreement(after: own.load())
        say()
    }

    /// The texts that the living process of `lane` says it draws; none where there is none.
    static func drawn(by lane: String, folder: String, plane: FramePlane) -> Set<UInt64> {
        guard ObjectLock.isHeld(lane == "a" ? .programA : .programB, in: plane) else { return [] }
        let words = LaneWordsFile(path: "\(folder)/renderd.\(lane).builds").load()
        return Set(
            words.compactMap { build, word in
                switch word {
                case .drawing, .proven, .swap: build.hash
                case .trying, .refused: nil
                }
            })
    }

    /// Whether `turn` is to be called every few milliseconds.
    var isBusy: Bool { agreement.isBusy }

    /// The render thread holds a build back.
    func held(_ build: LaneBuild, at now: MonotonicInstant) {
        agreement.begin(build, at: now)
    }

    /// The render thread draws with a build it did not hold back.
    func drawing(_ build: LaneBuild) {
        agreement.note(drawing: build)
        say()
    }

    /// Goes on with what is under way. `refused` is told of builds that are not to be drawn.
    func turn(at now: MonotonicInstant, refused: (LaneBuild) -> Void) {
        guard agreement.isBusy, let state = timeline.latest() else { return }
        let newest = timeline.records(from: state.nextIndex - 8).last { $0.source.isProgram }
        let isA = lane == "a"
        var view = LaneAgreement.View(
            // Where neither is on air, a counts as being it: one build must not kill both.
            isOnAir: newest.map { $0.source == (isA ? .programA : .programB) } ?? isA,
            isOtherAlive: ObjectLock.isHeld(isA ? .programB : .programA, in: plane),
            other: others.load(), frameCount: frameCount(), next: state.nextIndex,
            rate: state.rate, now: now)
        let before = agreement
        var orders = agreement.step(view)
        // Said before it is done: who dies of a trial must have been heard to begin it. Where that
        // cannot be, nothing is tried; the next turn begins again.
        if !say(), orders.contains(where: \.isTrial) {
            agreement = before
            view.isHeard = false
            orders = agreement.step(view)
            if agreement.words != before.words { say() }
        }
        carryOut(orders, refused: refused)
    }

    private func carryOut(_ orders: [LaneAgreement.Order], refused: (LaneBuild) -> Void) {
        for order in orders {
            switch order {
            case .draw(let build, let index, let isTrial):
                logger.info(
                    "build comes on air",
                    metadata: [
                        "shader": "\(build.id)", "trial": "\(isTrial)",
                        "index": "\(index.map { "\($0.value)" } ?? "next")",
                    ])
                mailbox.push(.swap(build, index: index, isTrial: isTrial))
            case .endTrial(let index): mailbox.push(.endTrial(index: index))
            case .refuse(let build):
                mailbox.push(.discard(build))
                refused(build)
            }
        }
    }

    /// Whether it is said now. Where it cannot be, that is complained of once, however often it is
    /// tried.
    @discardableResult
    private func say() -> Bool {
        guard agreement.words != said else { return true }
        do {
            try own.save(agreement.words)
            said = agreement.words
            unsaid = nil
            return true
        } catch {
            guard agreement.words != unsaid else { return false }
            unsaid = agreement.words
            logger.warning(
                "the other lane cannot be told of builds; it will change by itself",
                metadata: ["error": "\(error)"])
            return false
        }
    }
}

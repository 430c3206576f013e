import Common

/// When two lanes change to a new build: first the one off air draws with it, for fifty frames, marked as
/// out of step; then the one on air names an index from which both draw with it. Pure: what is seen and
/// the time go in, orders come out.
///
/// Worked example at 50 frames a second, a on air: a shader is saved, and both lanes build it. b draws with
/// it from index 1000 and says "trying"; at 1050 it says "proven". a says "swap:1080", and both draw 1080
/// with it: without feedback they are equal from then on, with it as soon as b has taken over what a's
/// stack remembers. Where b dies while it tries, it says "refused" when it is back, and a never draws it.
/// A lane that is alone changes at once.
struct LaneAgreement {
    /// What the lane sees of itself and the other.
    struct View {
        /// One of the two, even where neither is: whoever is not may try a build.
        var isOnAir: Bool
        var isOtherAlive: Bool
        /// What the other one says.
        var other: [LaneBuild: LaneWord]
        /// Frames this process has drawn.
        var frameCount: UInt64
        /// The next index to be scheduled.
        var next: FrameIndex
        var rate: FrameRate
        var now: MonotonicInstant
        /// The other one can be told; who cannot be heard tries nothing.
        var isHeard = true
    }

    /// What is to be done.
    enum Order: Equatable {
        /// Draw with the build from `index` on; nil: from the next frame. While it is a trial every
        /// frame is marked.
        case draw(LaneBuild, at: FrameIndex?, isTrial: Bool)
        /// The trial is over: both draw with it from `index` on; nil: from the next frame.
        case endTrial(at: FrameIndex?)
        /// It is not to be drawn.
        case refuse(LaneBuild)

        /// A trial begins.
        var isTrial: Bool {
            if case .draw(_, at: _, isTrial: true) = self { true } else { false }
        }
    }

    private enum Stage: Equatable {
        /// On air it waits for the other's word. `isTried`: the other one began.
        case waiting(since: MonotonicInstant, isTried: Bool)
        case trying(fromFrame: UInt64)
        case proven(since: MonotonicInstant)
    }

    /// Frames a build is drawn off air.
    static let trialFrameCount: UInt64 = 50
    /// So long the other lane is waited for.
    static let patience = Nanoseconds.seconds(20)
    /// So long one that died of a build may take to come back and say so.
    static let returns = Nanoseconds.seconds(10)
    /// From the decision to the swap: the other lane has to hear of it.
    static let lead = Nanoseconds.milliseconds(500)

    private var stages: [LaneBuild: Stage] = [:]
    private var lastSeen: MonotonicInstant?
    /// What this lane says.
    private(set) var words: [LaneBuild: LaneWord] = [:]

    /// Nothing is under way.
    init() {}

    /// Whether something is.
    var isBusy: Bool { !stages.isEmpty }

    /// What the process before this one said last: what it was trying when it ended, it died of.
    init(after said: [LaneBuild: LaneWord]) {
        for (build, word) in said where word == .trying || word == .refused {
            words[build] = .refused
        }
    }

    /// A build is ready and is held back. An older one of the same shader is forgotten.
    mutating func begin(_ build: LaneBuild, at now: MonotonicInstant) {
        for old in stages.keys where old.id == build.id { stages[old] = nil }
        for old in words.keys where old.id == build.id { words[old] = nil }
        stages[build] = .waiting(since: now, isTried: false)
    }

    /// A build that needed no agreement is drawn: the lane has just started.
    mutating func note(drawing build: LaneBuild) {
        // What is agreed on has words of its own.
        guard stages[build] == nil else { return }
        for old in words.keys where old.id == build.id && words[old] != .refused {
            words[old] = nil
        }
        words[build] = .drawing
    }

    /// Looks around and says what is to be done.
    mutating func step(_ view: View) -> [Order] {
        if view.isOtherAlive { lastSeen = view.now }
        return stages.keys.sorted { ($0.id, $0.hash) < ($1.id, $1.hash) }.compactMap { build in
            switch stages[build] {
            case .waiting(let since, let isTried): wait(build, since, isTried, view)
            case .trying(let frame): prove(build, frame, view)
            case .proven(let since): settle(build, since, view)
            case nil: nil
            }
        }
    }

    private func absence(_ view: View, since: MonotonicInstant) -> Nanoseconds {
        view.isOtherAlive ? .zero : view.now - max(lastSeen ?? since, since)
    }

    private mutating func end(_ build: LaneBuild, saying word: LaneWord) {
        stages[build] = nil
        words[build] = word
    }

    private mutating func wait(
        _ build: LaneBuild, _ since: MonotonicInstant, _ isTried: Bool, _ view: View
    ) -> Order? {
        let isTried = isTried || view.other[build] == .trying
        stages[build] = .waiting(since: since, isTried: isTried)
        switch view.other[build] {
        case .swap(let index):
            end(build, saying: .drawing)
            return .draw(build, at: FrameIndex(index), isTrial: false)
        case .drawing:
            end(build, saying: .drawing)
            return .draw(build, at: nil, isTrial: false)
        case .refused:
            end(build, saying: .refused)
            return .refuse(build)
        case .proven:
            // It may have come on air by its proof; whoever waits decides.
            let index = FrameIndex(view.next.value + view.rate.frames(in: Self.lead))
            end(build, saying: .swap(index.value))
            return .draw(build, at: index, isTrial: false)
        case .trying, nil: break
        }
        if !view.isOtherAlive {
            let gone = absence(view, since: since)
            if isTried {
                guard gone > Self.returns else { return nil }
                end(build, saying: .refused)
                return .refuse(build)
            }
            guard gone > .seconds(1) else { return nil }
            end(build, saying: .drawing)
            return .draw(build, at: nil, isTrial: false)
        }
        if !view.isOnAir, !isTried, view.isHeard {
            words[build] = .trying
            stages[build] = .trying(fromFrame: view.frameCount)
            return .draw(build, at: nil, isTrial: true)
        }
        guard view.now - since > Self.patience else { return nil }
        end(build, saying: .drawing)
        return .draw(build, at: nil, isTrial: false)
    }

    private mutating func prove(_ build: LaneBuild, _ first: UInt64, _ view: View) -> Order? {
        guard view.frameCount >= first + Self.trialFrameCount else { return nil }
        words[build] = .proven
        stages[build] = .proven(since: view.now)
        return settle(build, view.now, view)
    }

    private mutating func settle(
        _ build: LaneBuild, _ since: MonotonicInstant, _ view: View
    ) -> Order? {
        if case .swap(let index) = view.other[build] {
            end(build, saying: .drawing)
            return .endTrial(at: FrameIndex(index))
        }
        let isDrawn = view.other[build] == .drawing || view.other[build] == .proven
        guard
            isDrawn || view.now - since > Self.patience
                || absence(view, since: since) > .seconds(1)
        else { return nil }
        end(build, saying: .drawing)
        return .endTrial(at: nil)
    }
}

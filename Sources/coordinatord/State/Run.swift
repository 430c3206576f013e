public import Common
public import Proto

/// The on-air run: where it is, why, and everything that is needed to go on with it after the death
/// of this process, or to close it. There is always exactly one, in `idle` when there is no show.
public struct Run: Equatable, Sendable, Codable {
    /// Unique for the life of the store; empty before the first run.
    public internal(set) var id = ""
    /// What people call it.
    public internal(set) var title = ""
    /// Where it is.
    public internal(set) var state = RunState.idle
    /// Why it is there.
    public internal(set) var cause = RunCause.none
    /// The same as a sentence.
    public internal(set) var detail = ""
    /// The operation that led there; empty where none did.
    public internal(set) var operation = ""
    /// Wall clock of the last transition.
    public internal(set) var sinceWall: Int64 = 0
    /// Who prepared it.
    public internal(set) var operatorName = ""
    /// When preparing began, wall clock.
    public internal(set) var preparedAtWall: Int64 = 0
    /// When it went on air, wall clock; 0: never.
    public internal(set) var startedAtWall: Int64 = 0
    /// Who ended it; empty: nobody.
    public internal(set) var endedBy = ""
    /// When waiting in the present state ends; nil where nothing is waited for.
    public internal(set) var deadline: MonotonicInstant?
    /// The conditions of going on air.
    public internal(set) var interlocks: [RunInterlock] = []
    /// What it wants of the output.
    public internal(set) var order = OutputOrder()
    /// Why it is faulted; nil unless it is.
    public internal(set) var fault: RunFailure?
    /// Where recovery leads to: `running` or `paused`.
    public internal(set) var goesBackTo = RunState.running
    /// What a failed preparing has to put back.
    var preparation: Preparation?
    /// While true what is on air fades out: snapshots show an empty programme.
    public internal(set) var isFadedOut = false
    /// Components that were in order during this run: only those can be missed.
    var seen: Set<String> = []
    /// Alarms raised and defects begun during it.
    public internal(set) var alarmCount: UInt64 = 0
    public internal(set) var defectCount: UInt64 = 0
    /// How often the coordinator died in it and came back.
    public internal(set) var resumedCount: UInt32 = 0
    /// The output's counts when it went on air.
    var slotsAtStart: SlotTally?
    /// The boot of the host it runs in.
    var boot = ""
    /// The loaded rundown.
    public internal(set) var rundown: LoadedRundown?

    /// No run.
    init() {}

    /// Whether there is a run that has not ended.
    public var isActive: Bool {
        switch state {
        case .idle, .stopped, .completed, .aborted, .unrecognised: false
        default: true
        }
    }

    /// Whether it is on air, well or not.
    public var isOnAir: Bool {
        switch state {
        case .running, .pausing, .paused, .resuming, .stopping, .faulted, .recovering: true
        default: false
        }
    }

    /// Whether it is over and has, or is about to have, its summary.
    public var isEnded: Bool {
        switch state {
        case .stopped, .completed, .aborted: true
        default: false
        }
    }
}

/// What the run wants of the output, and whether the output has shown it.
public struct OutputOrder: Equatable, Sendable, Codable {
    /// What.
    public internal(set) var output = RunOutput.programme
    /// From this output index on; 0: at once.
    public internal(set) var index: Int64 = 0
    /// The operation that asked; an answer to any other is late and counts for nothing.
    public internal(set) var operation = ""
    /// The output has shown it.
    public internal(set) var isConfirmed = false
    /// When it was given, or the frame comes that it is for; from then on the output has a time to answer.
    var givenAt = MonotonicInstant(nanoseconds: 0)
}

/// One condition of going on air.
public struct RunInterlock: Equatable, Sendable, Codable {
    /// Which.
    public let name: InterlockName
    /// How it stands.
    public internal(set) var result: InterlockResult
    /// Why.
    public internal(set) var reason: String
    /// What its failure means.
    public internal(set) var criticality: Criticality
    /// Who goes without it, and why; empty: nobody.
    public internal(set) var overriddenBy = ""
    public internal(set) var overrideReason = ""

    /// Whether it lets the run go on air.
    var permits: Bool {
        result == .passed || result == .overridden
            || (criticality == .cosmetic && result == .failed)
    }
}

/// Why a run is faulted, and what people have done about it.
public struct RunFailure: Equatable, Sendable, Codable {
    /// The component that was away too long.
    public internal(set) var component: String
    /// A sentence.
    public internal(set) var text: String
    /// Wall clock of the fault.
    public internal(set) var sinceWall: Int64
    /// The cause is still there.
    public internal(set) var stands = true
    /// Who has seen it; empty: nobody.
    public internal(set) var acknowledgedBy = ""
    /// When, wall clock.
    public internal(set) var acknowledgedAtWall: Int64 = 0
    /// What they said.
    public internal(set) var comment = ""
    /// Its cause has gone and somebody has said so.
    public internal(set) var isCleared = false
}

/// The steps that preparing has completed, so that a failed one leaves no trace.
struct Preparation: Equatable, Sendable, Codable {
    /// The operation of this preparing; answers of checks carry it.
    var operation: String
    /// The programme before a preset was loaded, and as it was loaded; nil where none was.
    var stack: Sides<LayerStack>?
    /// The rundown that was loaded before; set where another was loaded.
    var rundown: LoadedRundown?
    var didLoadRundown = false
    /// The rundown as preparing had loaded it.
    var loaded: LoadedRundown?
}

/// Counts of slots as the timeline page had them at one moment.
public struct SlotTally: Equatable, Sendable, Codable {
    /// The timeline the counts belong to.
    public var timelineEpoch: UInt64
    /// By source, by result, and lost ones.
    public var bySource: [String: UInt64]
    public var byResult: [String: UInt64]
    public var lost: UInt64

    /// Takes the counts of a timeline.
    public init(timelineEpoch: UInt64, totals: SlotTotals) {
        self.timelineEpoch = timelineEpoch
        bySource = [:]
        byResult = [:]
        for source in SlotSource.allCases where totals.total(source) > 0 {
            bySource[source.description] = totals.total(source)
        }
        for result in SlotResult.allCases where totals.total(result) > 0 {
            byResult[result.description] = totals.total(result)
        }
        lost = totals.lost
    }

    /// Makes a tally of given counts.
    public init(
        timelineEpoch: UInt64, bySource: [String: UInt64], byResult: [String: UInt64], lost: UInt64
    ) {
        self.timelineEpoch = timelineEpoch
        self.bySource = bySource
        self.byResult = byResult
        self.lost = lost
    }

    /// What was counted since an earlier tally of the same timeline; nil where they do not compare.
    func since(_ earlier: SlotTally) -> SlotTally? {
        guard earlier.timelineEpoch == timelineEpoch, lost >= earlier.lost else { return nil }
        func difference(_ now: [String: UInt64], _ then: [String: UInt64]) -> [String: UInt64] {
            now.reduce(into: [:]) { result, entry in
                let old = then[entry.key] ?? 0
                if entry.value > old { result[entry.key] = entry.value - old }
            }
        }
        return SlotTally(
            timelineEpoch: timelineEpoch, bySource: difference(bySource, earlier.bySource),
            byResult: difference(byResult, earlier.byResult), lost: lost - earlier.lost)
    }
}

public import Proto

/// The one summary of a run that is over. Kept in the state until the store has it and newer ones push it
/// out, so that it commits with the decision that ended the run; the store keeps it by its id, once.
public struct FinishedRun: Equatable, Sendable, Codable {
    /// Summaries kept in the state, and more while the store does not have them.
    static let keptCount = 8
    /// Where so many wait for the store, no further run begins that would push one out.
    static let waitingMax = 200

    public internal(set) var id: String
    public internal(set) var title: String
    /// How it ended: `stopped`, `completed` or `aborted`.
    public internal(set) var state: RunState
    /// Operator, timeout, fault or rundown: never mixed.
    public internal(set) var cause: RunCause
    /// A sentence.
    public internal(set) var detail: String
    /// The operation that ended it; empty: none did.
    public internal(set) var operation: String
    public internal(set) var operatorName: String
    public internal(set) var endedBy: String
    public internal(set) var preparedAtWall: Int64
    /// 0: it was never on air.
    public internal(set) var startedAtWall: Int64
    public internal(set) var endedAtWall: Int64
    public internal(set) var interlocks: [RunInterlock]
    public internal(set) var fault: RunFailure?
    public internal(set) var rundown: String
    public internal(set) var alarmCount: UInt64
    public internal(set) var defectCount: UInt64
    public internal(set) var resumedCount: UInt32
    /// Nil where the output's counts are not known.
    public internal(set) var slots: SlotTally?
    /// The output's count began anew in it: the numbers are what is known.
    public internal(set) var areSlotsIncomplete: Bool

    /// The summary of `run` as it stands now.
    init(_ run: Run, slots now: SlotTally?, wall: Int64) {
        id = run.id
        title = run.title
        state = run.state
        cause = run.cause
        detail = run.detail
        operation = run.operation
        operatorName = run.operatorName
        endedBy = run.endedBy
        preparedAtWall = run.preparedAtWall
        startedAtWall = run.startedAtWall
        endedAtWall = wall
        interlocks = run.interlocks
        fault = run.fault
        rundown = run.rundown?.name ?? ""
        alarmCount = run.alarmCount
        defectCount = run.defectCount
        resumedCount = run.resumedCount
        let wasOnAir = run.startedAtWall != 0
        let counted = run.slotsAtStart.flatMap { now?.since($0) }
        slots = wasOnAir ? counted ?? now : nil
        areSlotsIncomplete = wasOnAir && counted == nil
    }
}

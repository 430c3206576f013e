import Common
import Foundation
import Frames
import VirtualCard

/// Faults one after the other against a show on air, with what each of them did to the slots.
///
/// Slots are counted from the timeline page, which outputd writes; the virtual card, another process
/// with another account, is the witness: ticks for which nothing was queued must be the lost slots.
struct SoakStorm {
    let target: any SoakTarget
    let paths: InstancePaths
    let reader: TimelineReader
    let injector: FaultInjector
    let changes: SoakChanges
    private let time = SystemTimeSource()

    /// Slots in a row that must be the programme's before a fault counts as over.
    private static let settledCount = 15
    private static let patience = Nanoseconds.seconds(40)

    init(target: any SoakTarget, paths: InstancePaths, changes: SoakChanges) {
        self.changes = changes
        self.target = target
        self.paths = paths
        reader = TimelineReader(in: FramePlane(paths))
        injector = FaultInjector(target: target, paths: paths)
    }

    /// Runs the faults; `told` is called after each.
    func run(
        count: Int, seed: UInt64, daemons: [String], kinds: Set<SoakFault>,
        told: (FaultOutcome) -> Void
    ) throws -> [FaultOutcome] {
        var draw = FaultDraw(seed: seed)
        var outcomes: [FaultOutcome] = []
        var spacing = FaultSpacing()
        for number in 1...max(1, count) {
            guard let drawn = draw.draw(daemons: daemons, kinds: kinds) else {
                throw CommandFailure(
                    "no fault is possible", remedy: "Give other --daemon or --fault", code: .usage)
            }
            let gap = time.now() + .milliseconds(drawn.gapMilliseconds)
            time.sleep(until: max(gap, spacing.next(for: drawn.daemon)))
            spacing.note(drawn.daemon, at: time.now())
            let outcome = try inflict(drawn, number: number)
            outcomes.append(outcome)
            told(outcome)
        }
        return outcomes
    }

    private func inflict(_ drawn: DrawnFault, number: Int) throws -> FaultOutcome {
        guard let before = reader.latest() else {
            throw CommandFailure("the timeline is gone", remedy: "See the instance's log")
        }
        let missedBefore = cardNumber("missed_ticks")
        let restartsBefore = target.process(drawn.daemon)?.restarts ?? 0
        let change = changes.begin()
        let result = injector.inject(drawn)
        let isSettled = waitUntilSettled(since: time.now())
        change.join()
        changes.check()
        guard let after = reader.latest() else {
            throw CommandFailure("the timeline is gone", remedy: "See the instance's log")
        }
        let records = reader.records(from: before.nextIndex)
        return FaultOutcome(
            number: number, daemon: drawn.daemon, fault: drawn.fault, isHit: result.isHit,
            isRecovered: result.isBack && isSettled,
            restarts: (target.process(drawn.daemon)?.restarts ?? 0) - restartsBefore,
            lost: after.totals.lost - before.totals.lost,
            cardMissed: agreedMissed(since: missedBefore, lostBefore: before.totals.lost),
            slots: SlotSource.allCases.reduce(into: [:]) { slots, source in
                let count = after.totals.total(source) - before.totals.total(source)
                if count > 0 { slots["\(source)"] = count }
            },
            longestRepeat: Self.longestRepeat(records),
            firstFreshMilliseconds: Self.firstFresh(records, since: result.at))
    }

    /// What the card counted; it may be told of the last slots a moment later than the page.
    private func agreedMissed(since before: Int, lostBefore: UInt64) -> Int {
        let deadline = time.now() + .seconds(2)
        while true {
            let missed = cardNumber("missed_ticks") - before
            let lost = (reader.latest()?.totals.lost ?? lostBefore) - lostBefore
            if missed == Int(lost) || time.now() >= deadline { return missed }
            time.sleep(until: time.now() + .milliseconds(20))
        }
    }

    /// Counts only slots scheduled from `since` on: those before it were on their way already.
    private func waitUntilSettled(since: MonotonicInstant) -> Bool {
        let deadline = time.now() + Self.patience
        while time.now() < deadline {
            if let state = reader.latest(), state.deviceState == .running {
                let newest = reader.records(from: state.nextIndex - Self.settledCount - 8)
                    .filter { $0.result == .completed && $0.scheduledAt >= since }.suffix(
                        Self.settledCount)
                if newest.count == Self.settledCount, newest.allSatisfy(\.source.isProgram) {
                    return true
                }
            }
            time.sleep(until: time.now() + .milliseconds(20))
        }
        return false
    }

    /// A number of the card's own account; 0 while it does not answer.
    func cardNumber(_ field: String) -> Int {
        guard let text = try? CardControl.status(paths),
            let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
            let fields = value as? [String: Any]
        else { return 0 }
        return fields[field] as? Int ?? 0
    }

    private static func longestRepeat(_ records: [SlotRecord]) -> Int {
        var longest = 0
        var run = 0
        for record in records {
            run = record.source == .repeat ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    /// From the fault to the scheduling of the first fresh frame after the gap it made; nil where it
    /// made none.
    private static func firstFresh(
        _ records: [SlotRecord], since fault: MonotonicInstant
    ) -> Double? {
        guard
            let gap = records.firstIndex(where: {
                ($0.scheduledAt >= fault && !$0.source.isProgram) || $0.lostCause != .none
            }),
            let fresh = records[gap...].first(where: {
                $0.source.isProgram && $0.lostCause == .none
            })
        else { return nil }
        return (fresh.scheduledAt - fault).milliseconds
    }
}

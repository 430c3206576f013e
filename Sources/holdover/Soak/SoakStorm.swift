import Common
import Foundation
import Frames
import Proto
import VirtualCard

/// Faults one after the other against a show on air, with what each of them did to the slots.
///
/// Slots are counted from the timeline page, which outputd writes, and judged by two others: the virtual
/// card counts ticks for which nothing was queued, and the witness reads the code in the pictures.
final class SoakStorm {
    let target: any SoakTarget
    let paths: InstancePaths
    let reader: TimelineReader
    let injector: FaultInjector
    let changes: SoakChanges
    /// Nil where nobody is to look at the pictures.
    let witness: Witness?
    private let ledger: SoakLedger
    private let first: FrameIndex
    private let time = SystemTimeSource()
    private var alarms = SoakAlarms()
    /// Of two lanes, always the one whose frames are on air is broken.
    private let isOnAirOnly: Bool

    /// Slots in a row that must be the programme's before a fault counts as over.
    private static let settledCount = 15
    private static let patience = Nanoseconds.seconds(40)

    /// Throws where there is no timeline.
    init(
        injector: FaultInjector, changes: SoakChanges, witness: Witness?, isOnAirOnly: Bool
    ) throws {
        self.injector = injector
        self.changes = changes
        self.witness = witness
        self.isOnAirOnly = isOnAirOnly
        target = injector.target
        paths = injector.paths
        reader = TimelineReader(in: FramePlane(paths))
        guard let now = reader.latest() else { throw CommandFailure.noTimeline(reader, paths) }
        first = now.nextIndex
        ledger = SoakLedger(reader, from: first)
    }

    /// Runs the faults; `told` is called after each.
    func run(
        count: Int, seed: UInt64, daemons: [String], kinds: Set<SoakFault>,
        told: (FaultOutcome) -> Void
    ) throws -> [FaultOutcome] {
        var draw = FaultDraw(seed: seed)
        var outcomes: [FaultOutcome] = []
        var spacing = FaultSpacing()
        _ = alarms.count(changes.check())
        for number in 1...max(1, count) {
            guard var drawn = draw.draw(daemons: daemons, kinds: kinds) else {
                throw CommandFailure(
                    "no fault is possible", remedy: "Give other --daemon or --fault", code: .usage)
            }
            rest(until: time.now() + .milliseconds(drawn.gapMilliseconds))
            if isOnAirOnly { drawn.daemon = laneOnAir() ?? drawn.daemon }
            rest(until: spacing.next(for: drawn.daemon))
            spacing.note(drawn.daemon, at: time.now())
            let outcome = try inflict(drawn, number: number)
            outcomes.append(outcome)
            told(outcome)
        }
        return outcomes
    }

    /// Waits, and keeps up with the ledger meanwhile.
    private func rest(until instant: MonotonicInstant) {
        while time.now() < instant {
            ledger.follow()
            time.sleep(until: min(instant, time.now() + .seconds(1)))
        }
    }

    private func laneOnAir() -> String? {
        guard let state = reader.latest() else { return nil }
        let newest = reader.records(from: state.nextIndex - 8).last { $0.source.isProgram }
        return newest.map { $0.source == .programA ? "renderd.a" : "renderd.b" }
    }

    /// The timeline as it stands; throws where there is none.
    func timeline() throws -> TimelineState {
        guard let state = reader.latest() else {
            throw CommandFailure("the timeline is gone", remedy: "See the instance's log")
        }
        return state
    }

    private func inflict(_ drawn: DrawnFault, number: Int) throws -> FaultOutcome {
        let before = try timeline()
        let missedBefore = cardNumber("missed_ticks")
        let restartsBefore = target.process(drawn.daemon)?.restarts ?? 0
        let hostBefore = host()
        let change = changes.begin()
        let result = injector.inject(drawn)
        let isSettled = waitUntilSettled(since: time.now())
        change.join()
        let isStoring = drawn.fault != .disk || waitUntilStoring()
        let alarms = self.alarms.count(changes.check())
        let after = try timeline()
        let slots = before.nextIndex.value..<after.nextIndex.value
        ledger.settle(slots.upperBound - 1, time)
        let records = ledger[slots]
        let ordered = records.sorted { $0.key < $1.key }.map(\.value)
        return FaultOutcome(
            number: number, daemon: drawn.daemon, fault: drawn.fault, isHit: result.isHit,
            isRecovered: result.isBack && isSettled && isStoring,
            restarts: (target.process(drawn.daemon)?.restarts ?? 0) - restartsBefore,
            lost: (reader.latest() ?? after).totals.lost - before.totals.lost,
            cardMissed: agreedMissed(since: missedBefore, lostBefore: before.totals.lost),
            slots: Self.bySource(ordered), longestRepeat: Self.longestRepeat(ordered),
            firstFreshMilliseconds: Self.firstFresh(ordered, since: result.at),
            alarmsRaised: alarms.raised, alarmsCleared: alarms.cleared,
            host: host().since(hostBefore), witness: testimony(slots, records))
    }

    /// What the witness saw of these slots.
    private func testimony(
        _ slots: Range<Int64>, _ records: [Int64: SlotRecord]
    ) -> WitnessRow? {
        guard let witness else { return nil }
        witness.waits(for: slots.upperBound - 1)
        return WitnessRow(slots, records, witness.sightings(slots))
    }

    /// The storm as a whole, quiet times included: what the witness saw from the first slot to `last`.
    func wholeTestimony(to last: FrameIndex) -> WitnessRow? {
        ledger.settle(last.value - 1, time)
        let slots = first.value..<last.value
        return testimony(slots, ledger[slots])
    }

    /// Waits for alarms that time alone clears (the longest: a minute without a lost slot) and tells
    /// which stand then.
    func standingAlarms() -> [String] {
        let deadline = time.now() + .seconds(75)
        while true {
            ledger.follow()
            let active = changes.check()?.alarms.filter(\.active)
            if let active, active.isEmpty || time.now() >= deadline {
                return active.map { "\($0.key.kind) \($0.key.subject)" }
            }
            if time.now() >= deadline { return ["nobody could be asked for alarms"] }
            time.sleep(until: time.now() + .milliseconds(500))
        }
    }

    /// How long the host has let the output's threads wait up to now.
    func host() -> SoakHost {
        SoakHost.now(card: target.process("card")?.pid, output: target.process("outputd")?.pid)
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
            ledger.follow()
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

    /// Whether the coordinator stores changes again, within half a minute.
    private func waitUntilStoring() -> Bool {
        let deadline = time.now() + .seconds(30)
        while time.now() < deadline {
            ledger.follow()
            if changes.check()?.storeAvailable == true { return true }
            time.sleep(until: time.now() + .milliseconds(100))
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

    /// Slots that were shown, by where their pictures came from.
    private static func bySource(_ records: [SlotRecord]) -> [String: UInt64] {
        records.filter { $0.lostCause == .none }.reduce(into: [:]) {
            $0["\($1.source)", default: 0] += 1
        }
    }

    private static func longestRepeat(_ records: [SlotRecord]) -> Int {
        var longest = 0
        var run = 0
        for record in records {
            run = record.source == .repeat && record.lostCause == .none ? run + 1 : 0
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

import Common
import Frames
import Proto
import Testing

@testable import CommandLineTool

/// How a storm is judged: a witness that saw another thing must fail it.
@Suite struct SoakJudgeTests {
    private func record(
        _ index: Int64, _ source: SlotSource, lost: LostCause = .none
    ) -> SlotRecord {
        SlotRecord(
            index: FrameIndex(index), timelineEpoch: 1, source: source,
            scheduledAt: MonotonicInstant(nanoseconds: index),
            result: lost == .none ? .completed : .dropped, lostCause: lost)
    }

    private func row(
        _ pairs: [(SlotRecord?, Sighting?)]
    ) -> WitnessRow {
        var records: [Int64: SlotRecord] = [:]
        var seen: [Int64: Sighting] = [:]
        for (place, pair) in pairs.enumerated() {
            records[Int64(place)] = pair.0
            seen[Int64(place)] = pair.1
        }
        return WitnessRow(0..<Int64(pairs.count), records, seen)
    }

    private func saw(_ picture: Sighting.Picture, held: Bool = false) -> Sighting {
        Sighting(picture: picture, isHeld: held)
    }

    @Test func `what agrees is counted by source`() {
        let row = row([
            (record(0, .programA), saw(.fresh)), (record(1, .programB), saw(.fresh)),
            (record(2, .repeat), saw(.repeat)), (record(3, .repeat), saw(.repeat)),
            (record(4, .slate), saw(.slate)), (record(5, .black), saw(.black)),
            (record(6, .programA, lost: .outputDown), saw(.black, held: true)),
            (nil, saw(.black, held: true)), (record(8, .programA), nil),
        ])
        #expect(row.disagreements == 0, "\(row.firstDisagreement)")
        #expect(row.fresh == 2 && row.repeated == 2 && row.slate == 1 && row.black == 1)
        #expect(row.held == 2 && row.longestRepeat == 2 && row.unseen == 1)
    }

    @Test(arguments: [
        (SlotSource.programA, Sighting.Picture.repeat), (.programA, .jump),
        (.programB, .unreadable), (.repeat, .fresh), (.repeat, .jump), (.slate, .fresh),
        (.black, .slate), (.hold, .black),
    ])
    func `every other picture than the ledger's is a contradiction`(
        source: SlotSource, picture: Sighting.Picture
    ) {
        let row = row([(record(0, source), saw(picture))])
        #expect(row.disagreements == 1)
        #expect(row.firstDisagreement.contains("slot 0: outputd says \(source), shown"))
    }

    @Test func `a slot is lost for both or for none`() {
        let fresh = saw(.fresh)
        #expect(row([(record(0, .programA, lost: .scheduledLate), fresh)]).disagreements == 1)
        #expect(row([(record(0, .programA), saw(.repeat, held: true))]).disagreements == 1)
        #expect(row([(nil, fresh)]).disagreements == 1)
    }

    @Test func `alarms are counted from one look to the next`() {
        func model(_ count: UInt64, clearedAt: Int64) -> ReadModel {
            let alarm = Alarm(
                key: AlarmKey(kind: "link-lost", subject: "renderd.a"), active: clearedAt == 0,
                count: count, clearedWallNanoseconds: clearedAt)
            return ReadModel(alarms: [alarm])
        }
        var alarms = SoakAlarms()
        #expect(alarms.count(model(3, clearedAt: 0)) == (3, 0))
        #expect(alarms.count(model(3, clearedAt: 0)) == (0, 0))
        #expect(alarms.count(model(5, clearedAt: 9)) == (2, 1))
        #expect(alarms.count(nil) == (0, 0))
        #expect(alarms.count(model(5, clearedAt: 9)) == (0, 0))
    }
}

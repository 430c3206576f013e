import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Inspection") struct InspectionTests {
    let instance: TestInstance
    init() throws { instance = try TestInstance() }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("a live ring is printed as text and as JSON")
    func ring() throws {
        let writer = try Fixture.writer(instance)
        for index in Int64(1000)...1002 { Fixture.write(index, to: writer) }
        let slot = try Fixture.open(1003, writer)
        let inspection = try RingInspection(.programA, in: instance.plane, at: Fixture.clock.now())
        let json = try object(inspection.json)
        #expect(json["head"] as? Int == 1002 && json["committed_count"] as? Int == 3)
        #expect(json["is_writer_alive"] as? Bool == true && json["layout_version"] as? Int == 1)
        let slots = try #require(json["slots"] as? [[String: Any]])
        #expect(
            slots.map { $0["state"] as? String } == [
                "written", "written", "written", "being_written",
            ])
        #expect(slots[1]["input_frame_number"] as? Int == 101)
        #expect(inspection.text.contains("being_written") && inspection.text.contains("1002"))
        slot.abandon()
    }

    @Test("the clock and its records are printed as text and as JSON")
    func slots() throws {
        let reader = TimelineReader(in: instance.plane)
        let now = Fixture.clock.now()
        let empty = try object(SlotInspection(reader, at: now).json)
        #expect((empty["error"] as? String)?.contains("does not exist") == true)
        let writer = try TimelineWriter(in: instance.plane, at: now)
        for index in Int64(1000)...1004 { writer.record(TestTimeline.record(index)) }
        writer.complete(
            FrameIndex(1000), timelineEpoch: 7, result: .dropped, lostCause: .deviceDropped,
            at: now)
        writer.publish(TestTimeline.state(1004))
        let fresh = TimelineReader(in: instance.plane)
        let inspection = SlotInspection(fresh, from: nil, at: now)
        let json = try object(inspection.json)
        let slots = try #require(json["slots"] as? [[String: Any]])
        #expect(slots.map { $0["index"] as? Int } == [1000, 1001, 1002, 1003, 1004])
        #expect(slots[0]["lost_cause"] as? String == "device_dropped")
        #expect(slots[1]["source"] as? String == "repeat")
        #expect(slots[1]["displayed_index"] as? Int == 1000)
        #expect(slots[1]["result"] as? String == "pending")
        let clock = try #require(json["timeline"] as? [String: Any])
        let totals = try #require(clock["slots_total"] as? [String: [String: Int]])
        #expect(totals["program.a"]?["completed"] == 1004)
        #expect((clock["lost_slots_total"] as? [String: Int])?["device_gone"] == 5020)
        #expect(inspection.text.contains("device_dropped"))
    }
}

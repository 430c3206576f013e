import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// Every event of docs/EVENTS.md happens in a live system, in the process it is declared for, and
/// comes by the queue it is declared for.
@Suite(.serialized, .realTime) struct EventCensusTests {
    /// Everything is made to happen that makes an event. What the coordinator has counted is then held
    /// against the table, both ways.
    @Test(.timeLimit(.minutes(4)), .enabled(if: TestMount.canMount, "needs a mount namespace"))
    func everyEventComesFromItsProducerByItsQueue() throws {
        let show = try EventShow()
        try show.start()
        try show.live.instance.crowdStaringPage(with: "plain", times: 24)
        try show.edit()
        try show.automate()
        try show.reload()
        try show.disturbTheOutput()
        try show.disturbTheQueues()
        try show.runTheRun()
        try show.handleAlarms()
        try show.fillTheDisk()
        var missing = EventDeclaration.all
        var counts: [EventCount] = []
        let isComplete = try show.live.waits(60) {
            counts = try show.live.instance.eventCounts()
            missing = EventDeclaration.all.filter { event in !counts.contains { $0.is(event) } }
            return missing.isEmpty
        }
        #expect(isComplete, "never seen: \(missing.map(\.name))")
        for count in counts {
            guard let event = EventDeclaration.all.first(where: { $0.name == count.event }) else {
                #expect(Fact.Kind.names.contains(count.event), "\(count) is not declared")
                continue
            }
            #expect(count.is(event), "\(count) is declared otherwise")
        }
        // What every process tells of itself, every one tells.
        for name in ["timing_sample_recorded", "queue_depth_changed"] {
            let sources = Set(counts.filter { $0.event == name }.map(\.source))
            #expect(sources.isSuperset(of: EventCount.processes), "\(name): \(sources)")
        }
        show.live.interrupt()
        // Slots were dropped on purpose, and `up` says so at its end.
        #expect(show.live.wait(within: 60) == 1, "\(show.live.text)")
        #expect(show.live.text.contains("slots were lost"))
    }
}

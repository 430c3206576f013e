import Common
@testable import Coordinator
@testable import CoordinatorDecision
import Proto
import Testing

/// What time and number do to alarms.
@Suite("Alarms in time")
struct AlarmClockTests {
    private let name = AlarmName(kind: "input-lost", subject: "input.1")

    private func raise(_ world: inout RunWorld, _ subject: String = "input.1", active: Bool = true)
    {
        world.report(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: "input-lost", subject: subject), active: active,
                    severity: .warning, text: "it is lost")), "ingressd.capture")
    }

    @Test("One nobody acknowledges becomes more severe, step by step; an acknowledged one does not")
    func escalation() {
        var world = RunWorld()
        raise(&world)
        world.wait(.seconds(59))
        #expect(world.fixture.state.alarms[name]?.severity == .warning)
        world.wait(.seconds(2))
        #expect(world.fixture.state.alarms[name]?.severity == .major)
        raise(&world)
        #expect(
            world.fixture.state.alarms[name]?.severity == .major, "told again, not made less")
        world.wait(.seconds(60))
        #expect(world.fixture.state.alarms[name]?.severity == .critical)
        var seen = RunWorld()
        raise(&seen)
        seen.perform(
            .acknowledgeAlarm(
                AcknowledgeAlarm(
                    key: AlarmKey(kind: "input-lost", subject: "input.1"), comment: "cable")))
        seen.wait(.seconds(300))
        let alarm = seen.fixture.state.alarms[name]
        #expect(alarm?.severity == .warning && alarm?.acknowledgedBy == "anna")
        #expect(alarm?.acknowledgedComment == "cable" && alarm?.acknowledgedAtWall ?? 0 > 0)
    }

    @Test("Shelving ends by itself, also where the wall clock is set back")
    func shelving() {
        var world = RunWorld()
        raise(&world)
        world.perform(
            .shelveAlarm(
                ShelveAlarm(
                    key: AlarmKey(kind: "input-lost", subject: "input.1"),
                    durationNanoseconds: 600_000_000_000, reason: "known")))
        #expect(world.fixture.state.alarms[name]?.shelvedReason == "known")
        world.wall -= 86_400_000_000_000
        world.wait(.seconds(599))
        #expect(world.fixture.state.alarms[name]?.shelvedUntilWall != 0)
        #expect(world.fixture.state.alarms[name]?.severity == .warning)
        world.wait(.seconds(2))
        #expect(world.fixture.state.alarms[name]?.shelvedUntilWall == 0)
        let ended = world.events.contains {
            if case .alarmShelved(let event) = $0 { !event.shelved } else { false }
        }
        #expect(ended)
    }

    @Test("A storm is grouped in the read model and loses nothing")
    func storm() {
        var world = RunWorld()
        for number in 0..<400 { raise(&world, "input.\(number)") }
        #expect(world.fixture.state.alarms.count == 400)
        let provider = SnapshotProvider(
            workingFormat: Fixture.format, settings: world.fixture.settings, epoch: 77)
        let presenter = Presenter(instance: "i", role: "insert", provider: provider)
        let surroundings = Presenter.Surroundings(
            catalogue: Fixture.catalogue, links: [], storeAvailable: true, storedVersion: 0,
            effectiveIndexes: [:], context: world.context)
        let model = presenter.model(world.fixture.state, surroundings)
        #expect(model.alarms.count == 50)
        #expect(model.alarmGroups.map(\.count) == [350])
        #expect(presenter.allAlarms(world.fixture.state, surroundings).count == 400)
        for number in 0..<400 { raise(&world, "input.\(number)", active: false) }
        #expect(world.fixture.state.alarms.values.allSatisfy { !$0.isActive })
    }
}

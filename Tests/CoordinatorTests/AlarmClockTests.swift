import Common
@testable import Coordinator
@testable import CoordinatorDecision
import Proto
import Testing

/// What time and number do to alarms.
@Suite("Alarms in time")
struct AlarmClockTests {
    private let name = AlarmName(kind: "input-lost", subject: "input.1")

    private func raise(
        _ world: inout RunWorld, _ subject: String = "input.1", active: Bool = true,
        kind: String = "input-lost", severity: Severity = .warning
    ) {
        world.report(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: kind, subject: subject), active: active,
                    severity: severity, text: "it is lost")), "ingressd.capture")
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
        var order = AlarmOrder()
        let names = order.names(
            of: world.fixture.state.alarms, after: AlarmName(kind: "", subject: ""))
        #expect(presenter.alarms(names, world.fixture.state, surroundings).count == 400)
        for number in 0..<400 { raise(&world, "input.\(number)", active: false) }
        #expect(world.fixture.state.alarms.values.allSatisfy { !$0.isActive })
    }

    @Test(
        "What is listed is the worst and then the newest of each kind, whatever order they came in")
    func listing() {
        var world = RunWorld()
        for number in 0..<300 {
            world.wall += 1
            let severity: Severity = number % 7 == 0 ? .critical : .warning
            let kind = "kind-\(number % 3)"
            raise(&world, "subject.\(number)", kind: kind, severity: severity)
            guard number % 5 == 0 else { continue }
            raise(
                &world, "subject.\(number)", active: false, kind: kind, severity: severity)
        }
        let alarms = world.fixture.state.alarms
        #expect(alarms.count == 300)
        let ranked = alarms.map { AlarmListing.Rank($0.key, $0.value) }.sorted()
        #expect(ranked.first?.isActive == true && ranked.first?.severity == .critical)
        for limit in [1, 7, 50, 100, 400] {
            var counts: [String: Int] = [:]
            let expected = ranked.filter {
                counts[$0.name.kind, default: 0] += 1
                return counts[$0.name.kind, default: 0] <= limit
            }
            let listing = AlarmListing(alarms, limit: limit)
            #expect(listing.names == expected.map(\.name))
            let rest = ranked.filter { !listing.names.contains($0.name) }
            #expect(listing.groups.map(\.kind) == Set(rest.map(\.name.kind)).sorted())
            for group in listing.groups {
                let own = rest.filter { $0.name.kind == group.kind }
                #expect(Int(group.count) == own.count)
                #expect(Int(group.activeCount) == own.count { $0.isActive })
                #expect(group.severity == own.map(\.severity).max { $0.rawValue < $1.rawValue })
            }
        }
    }

    @Test("Pages of alarms by name tell each once, and follow what changes")
    func pages() {
        var world = RunWorld()
        for number in 0..<250 { raise(&world, "input.\(number)") }
        var order = AlarmOrder()
        var seen: [AlarmName] = []
        while case let page = order.names(
            of: world.fixture.state.alarms, after: seen.last ?? AlarmName(kind: "", subject: "")
        ).prefix(64), !page.isEmpty {
            seen += page
        }
        #expect(seen == world.fixture.state.alarms.keys.sorted() && seen.count == 250)
        raise(&world, "input.new")
        let worst = order.worst(of: world.fixture.state.alarms)
        #expect(worst.count == 251)
        let after = order.names(of: world.fixture.state.alarms, after: seen[248])
        #expect(after.count == 2, "the last one of before, and the new one")
    }
}

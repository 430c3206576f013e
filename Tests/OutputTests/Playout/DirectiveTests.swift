import Common
import Playout
import Testing

/// What the run wants on air, as the playout core carries it out.
@Suite("Directives of the run")
struct DirectiveTests {
    private func direct(
        _ directive: AirDirective, from: FrameIndex? = nil, _ simulation: inout Simulation
    ) -> FrameIndex {
        let next = simulation.core.nextIndex
        simulation.core.handle(
            .direct(directive, from: from ?? FrameIndex(0)), at: simulation.now)
        return next
    }

    @Test("Each goes on air with the next slot, and programme comes back at once; nothing is lost")
    func atOnce() {
        let wanted: [(AirDirective, SlotSource)] = [
            (.idle, .slate), (.hold, .hold), (.safe, .black),
        ]
        for (directive, source) in wanted {
            var simulation = Simulation(seed: 21)
            simulation.run(slots: 100)
            let next = direct(directive, &simulation)
            simulation.run(slots: 50)
            #expect(simulation.checker.sourceOf(next + 1) == source)
            #expect(simulation.core.isDirected(next + 1) && simulation.core.isMuted)
            let back = direct(.programme, &simulation)
            simulation.run(slots: 50)
            #expect(simulation.checker.sourceOf(back + 1) == .programA)
            #expect(!simulation.core.isMuted && simulation.checker.lostCount == 0)
        }
    }

    @Test("A keyfill channel shows nothing but transparent")
    func keyfill() {
        for directive in [AirDirective.idle, .safe] {
            var simulation = Simulation(role: .keyfill, seed: 22)
            simulation.run(slots: 100)
            let next = direct(directive, &simulation)
            simulation.run(slots: 20)
            #expect(simulation.checker.sourceOf(next + 1) == .transparent)
        }
    }

    @Test("From an index of its own: the slot before is still programme")
    func atAnIndex() {
        var simulation = Simulation(seed: 23)
        simulation.run(slots: 100)
        let first = simulation.core.nextIndex + 30
        _ = direct(.idle, from: first, &simulation)
        #expect(!simulation.core.isDirected(first))
        simulation.run(slots: 60)
        #expect(simulation.checker.sourceOf(first - 1) == .programA)
        #expect(simulation.checker.sourceOf(first) == .slate)
        #expect(simulation.core.directiveSince == first)
    }

    @Test("The panic control goes before the run, and gives way to it again")
    func panicFirst() {
        var simulation = Simulation(seed: 24)
        simulation.run(slots: 100)
        _ = direct(.idle, &simulation)
        simulation.core.handle(.force(.black), at: simulation.now)
        let next = simulation.core.nextIndex
        simulation.run(slots: 20)
        #expect(simulation.checker.sourceOf(next + 1) == .black && !simulation.core.isMuted)
        simulation.core.handle(.force(.auto), at: simulation.now)
        let back = simulation.core.nextIndex
        simulation.run(slots: 20)
        #expect(simulation.checker.sourceOf(back + 1) == .slate && simulation.core.isMuted)
    }
}

import Common
import Playout
import Testing

/// The mistakes others made: each is a test of ours.
@Suite struct FailureListTests {
    @Test("Start: the queue is full before the device runs, without gaps and without overfeeding")
    func startPreroll() {
        var simulation = Simulation(seed: 1)
        simulation.run(slots: 500)
        #expect(simulation.card.missedCount == 0)
        #expect(simulation.outstandingHighWater == 4)
        #expect(simulation.card.queueHighWater == 4)
        #expect(simulation.checker.lostCount == 0)
    }

    @Test("A slow renderer on every frame never starves the queue: completions alone feed it")
    func slowRendererDoesNotStarve() {
        var simulation = Simulation(seed: 2)
        simulation.faults.frameLate = 1
        simulation.run(slots: 5_000)
        #expect(simulation.card.missedCount == 0)
        #expect(simulation.checker.bySource[.programA, default: 0] > 4_900)
    }

    @Test("Bursts of completions refill the queue to its depth and not beyond")
    func bursts() {
        var simulation = Simulation(seed: 3)
        simulation.card.jitterMax = 38_000_000
        simulation.run(slots: 20_000)
        #expect(simulation.outstandingHighWater <= 4)
        #expect(simulation.aheadHighWater <= 4)
        #expect(simulation.card.missedCount == 0)
    }

    @Test("A stall is skipped by exactly what was missed: one gap, then smooth")
    func noSmoothFreezeSmooth() {
        var simulation = Simulation(seed: 4)
        simulation.run(slots: 100)
        simulation.standStill(for: .milliseconds(500))
        simulation.run(slots: 500)
        // 25 ticks, of which the queue covered four.
        #expect(simulation.card.missedCount >= 20 && simulation.card.missedCount <= 22)
        #expect(simulation.checker.lost == [.notScheduled: simulation.card.missedCount])
        #expect(simulation.checker.lostRuns == 1)
    }

    @Test("The device's own standing still is the device's fault, and nothing is skipped blindly")
    func deviceStandsStill() {
        var simulation = Simulation(seed: 5)
        simulation.run(slots: 100)
        simulation.card.withhold(for: .milliseconds(400), at: simulation.now)
        simulation.run(slots: 500)
        #expect(simulation.checker.lostCount == simulation.card.missedCount)
        #expect(simulation.checker.lost[.notScheduled] == nil)
    }

    @Test("A flapping renderer changes the picture a bounded number of times")
    func noFlapping() {
        var simulation = Simulation(seed: 6)
        simulation.faults.laneDeath = 0.005
        simulation.faults.laneDeathSlotsMax = 150
        simulation.run(slots: 90_000)
        // Half an hour of a renderer that dies every four seconds: with doubling waits the ladder
        // settles on the slate instead of changing hundreds of times.
        #expect(simulation.core.ladder.fallCount > 3)
        #expect(simulation.checker.visibleChanges < 60)
        #expect(simulation.checker.lostCount == 0)
    }

    @Test("Drift of the card is followed: nothing lost, nothing late, the measure right")
    func drift() {
        for partsPerMillion in [-300, -20, 20, 300] as [Int64] {
            var simulation = Simulation(seed: 7)
            simulation.card.driftPartsPerMillion = partsPerMillion
            simulation.card.jitterMax = 500_000
            simulation.run(slots: 20_000)
            #expect(simulation.card.missedCount == 0)
            let measured = simulation.core.clock.driftPartsPerMillion
            #expect(abs(measured - Double(partsPerMillion)) < 15)
        }
    }

    @Test("Loss of reference degrades and never stops; five clean seconds after its return recover")
    func reference() {
        var simulation = Simulation(seed: 8)
        simulation.run(slots: 100)
        simulation.core.handle(.reference(isLocked: false), at: simulation.now)
        simulation.run(slots: 500)
        #expect(simulation.core.lifecycle.state == .degraded)
        simulation.core.handle(.reference(isLocked: true), at: simulation.now)
        simulation.run(slots: 300)
        #expect(simulation.core.lifecycle.state == .running)
        #expect(simulation.checker.lostCount == 0)
    }

    @Test("Force goes on air within two slots of the queue and back at once")
    func force() {
        var simulation = Simulation(seed: 9)
        simulation.run(slots: 100)
        let next = simulation.core.nextIndex
        simulation.core.handle(.force(.black), at: simulation.now)
        simulation.run(slots: 50)
        #expect(simulation.checker.sourceOf(next + 1) == .black)
        simulation.core.handle(.force(.auto), at: simulation.now)
        let back = simulation.core.nextIndex
        simulation.run(slots: 50)
        #expect(simulation.checker.sourceOf(back + 1) == .programA)
        #expect(simulation.checker.lostCount == 0)
    }

    @Test("An orderly stop flushes what is queued, loses nothing and ends")
    func stop() {
        var simulation = Simulation(seed: 10)
        simulation.run(slots: 100)
        simulation.stop()
        #expect(simulation.core.lifecycle.state == .stopped)
        #expect(simulation.checker.lostCount == 0)
        #expect(simulation.checker.holes == 0)
        #expect(simulation.core.ledger.outstandingCount == 0)
    }
}

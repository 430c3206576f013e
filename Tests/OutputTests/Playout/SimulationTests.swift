import Common
import Foundation
import Playout
import Testing

/// How many slots the long simulations run: a million, or HOLDOVER_SIM_SLOTS.
let simulatedSlots =
    ProcessInfo.processInfo.environment["HOLDOVER_SIM_SLOTS"].flatMap { Int($0) } ?? 1_000_000

@Suite struct SimulationTests {
    /// Renderer deaths, late frames, jitter and drift: the output must not lose one slot.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func faultsOutsideTheDeviceLoseNothing(seed: UInt64) {
        var simulation = Simulation(
            rate: FrameRate.broadcastRates[Int(seed * 3) % 10], seed: seed)
        simulation.card.driftPartsPerMillion = seed % 2 == 0 ? 120 : -90
        simulation.card.jitterMax = 3_000_000
        simulation.laneCount = seed > 2 ? 2 : 1
        simulation.faults.laneDeath = 0.000_5
        simulation.faults.frameLate = 0.05
        simulation.run(slots: simulatedSlots / 8)
        check(simulation)
        #expect(simulation.checker.lostCount == 0)
        #expect(simulation.card.missedCount == 0)
    }

    /// Everything at once: what is lost must be exactly what the card did not show.
    @Test(arguments: [UInt64(11), 12, 13, 14])
    func whatTheCardMissedIsWhatIsCounted(seed: UInt64) {
        var simulation = Simulation(role: ChannelRole.allCases[Int(seed) % 3], seed: seed)
        simulation.card.driftPartsPerMillion = 200
        simulation.card.jitterMax = 5_000_000
        simulation.laneCount = 2
        simulation.faults.laneDeath = 0.001
        simulation.faults.frameLate = 0.02
        simulation.faults.hostStall = 0.000_5
        simulation.faults.cardStall = 0.000_5
        simulation.faults.cardDrop = 0.000_5
        simulation.faults.connectionBreak = 0.000_3
        simulation.run(slots: simulatedSlots / 8)
        check(simulation)
        #expect(simulation.checker.lostCount == simulation.card.missedCount)
        #expect(simulation.checker.lostCount > 0)
        #expect(simulation.core.ledger.totals.lost == UInt64(simulation.checker.lostCount))
        #expect(
            simulation.checker.settledCount == simulation.card.shownCount
                + simulation.card.missedCount)
    }

    /// A playout that is killed again and again counts exactly what the card missed meanwhile, and
    /// nothing at all when it is back before the queue has run dry.
    @Test func restartsAreCountedExactly() {
        var simulation = Simulation(seed: 21)
        var missedByLongGaps = 0
        for round in 0..<400 {
            simulation.run(slots: 20 + round % 7)
            let before = simulation.card.missedCount
            let isShort = round % 2 == 0
            simulation.restartPlayout(after: .milliseconds(isShort ? 30 : 90 + Int64(round % 50)))
            simulation.run(slots: 10)
            let missed = simulation.card.missedCount - before
            if isShort { #expect(missed == 0) } else { missedByLongGaps += missed }
        }
        check(simulation)
        #expect(missedByLongGaps > 0)
        #expect(simulation.checker.lost == [.outputDown: missedByLongGaps])
    }

    /// A card that starts anew is prerolled again; the gap is the device's.
    @Test func cardRestartsAreTheDevicesFault() {
        var simulation = Simulation(seed: 31)
        simulation.faults.cardRestart = 0.002
        simulation.run(slots: 20_000)
        check(simulation)
        #expect(simulation.checker.lostCount > 0)
        #expect(Set(simulation.checker.lost.keys) == [.deviceGone])
        #expect(simulation.transitions.contains { $0.to == .recovering })
        #expect(
            simulation.core.lifecycle.state == .running
                || simulation.core.lifecycle.state == .degraded)
    }

    private func check(_ simulation: Simulation) {
        let core = simulation.core
        #expect(simulation.checker.doubles == 0)
        #expect(simulation.checker.holes == 0)
        #expect(UInt64(simulation.checker.settledCount) <= core.ledger.totals.total)
        #expect(simulation.outstandingHighWater <= simulation.configuration.scheduledDepth)
        #expect(simulation.aheadHighWater <= simulation.configuration.scheduledDepth)
        #expect(simulation.busyHighWater < 100)
        for transition in simulation.transitions {
            #expect(Lifecycle.target(of: transition.cause, from: transition.from) == transition.to)
        }
        for (earlier, later) in zip(simulation.transitions, simulation.transitions.dropFirst()) {
            // A restarted playout begins at discovering.
            #expect(earlier.to == later.from || later.from == .discovering)
            #expect(earlier.at <= later.at)
        }
    }
}

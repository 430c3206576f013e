import Common

/// A soak as a whole, and whether it kept the promise.
struct SoakReport: Encodable {
    let format: String
    let seed: UInt64
    let supervisor: String
    let framesPerSecond: Double
    let seconds: Double
    /// All slots from the first fault to the last, by source.
    let slots: [String: UInt64]
    let lost: UInt64
    let cardMissed: Int
    /// Durable changes asked for during the faults and answered as stored, and those of them lost.
    let changesStored: Int
    let changesLost: Int
    /// Whether there were such changes, and each was looked for.
    let changesProven: Bool
    /// What the run is after it all.
    let runState: String
    /// Alarms that still stand.
    let alarms: [String]
    /// How long the host let the output's threads wait, and what the hypervisor took.
    let host: SoakHost
    /// The whole storm as the witness saw it, quiet times included; nil where nobody looked.
    let witness: WitnessRow?
    /// Why kinds of faults were not drawn here.
    let notDrawn: [String]
    let outcomes: [FaultOutcome]

    /// What is wrong; empty where the promise was kept.
    var failures: [String] {
        var failures: [String] = []
        for outcome in outcomes {
            let name = "fault \(outcome.number) (\(outcome.fault.rawValue) of \(outcome.daemon))"
            if !outcome.isHit { failures.append("\(name) was not seen to hit") }
            if !outcome.isRecovered { failures.append("\(name): not back in time") }
            if outcome.lost > 0, !["outputd", "card"].contains(outcome.daemon) {
                failures.append("\(name) lost \(outcome.lost) slots")
            }
            if let contradiction = outcome.contradiction {
                failures.append("\(name): the witness disagrees, \(contradiction)")
            }
            if outcome.cardMissed != Int(outcome.lost), outcome.daemon != "card" {
                failures.append(
                    "\(name): outputd counts \(outcome.lost) lost, the card \(outcome.cardMissed)")
            }
        }
        if let witness {
            if witness.disagreements > 0 {
                failures.append(
                    "the witness disagrees about \(witness.disagreements) slots of the storm: "
                        + witness.firstDisagreement)
            }
            if witness.unseen * 100 > witness.slotCount {
                failures.append("the witness was not shown \(witness.unseen) slots")
            }
        }
        if changesLost > 0 { failures.append("\(changesLost) stored changes were lost") }
        if !changesProven { failures.append("no stored change, or one that was not looked for") }
        if runState != "running" { failures.append("the run is \(runState)") }
        return failures
    }

    /// The tables as Markdown, as they stand in docs/RELIABILITY.md.
    var text: String {
        var lines = [
            "| daemon | fault | faults | hit | restarts | lost | programme s | repeat s | slate s |"
                + " other s | longest repeat | off air: first fresh frame p50 / p99 ms"
                + " | alarms raised / cleared | contradicted by the witness |",
            "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        ]
        var groups: [String: [FaultOutcome]] = [:]
        for outcome in outcomes {
            groups["\(outcome.daemon) | \(outcome.fault.rawValue)", default: []].append(outcome)
        }
        lines += groups.sorted { $0.key < $1.key }.map { row($0.key, $0.value) }
        lines.append(row("all | all", outcomes))
        let sources = slots.sorted { $0.value > $1.value }
            .map { "\($0.key) \(seconds($0.value)) s" }.joined(separator: ", ")
        lines += [
            "",
            "\(outcomes.count) faults in \(Int(seconds)) s at \(format) under \(supervisor), "
                + "seed \(seed): \(lost) slots lost by outputd's account, \(cardMissed) by the card's.",
            "Changes acknowledged as stored meanwhile: \(changesStored), lost: \(changesLost).",
            "On air: \(sources). Run: \(runState). "
                + (alarms.isEmpty
                    ? "No alarm stands." : "Alarms: \(alarms.joined(separator: "; "))"),
        ]
        lines += [testimony, hostSentence] + notDrawn.map { "Not drawn: \($0)." }
        lines += failures.map { "FAILED: \($0)" }
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ outcomes: [FaultOutcome]) -> String {
        func sum(_ sources: [String]) -> String {
            seconds(
                outcomes.reduce(0) { total, outcome in
                    sources.reduce(total) { $0 + (outcome.slots[$1] ?? 0) }
                })
        }
        let fresh = outcomes.compactMap(\.firstFreshMilliseconds).sorted()
        let cells = [
            name, "\(outcomes.count)", "\(outcomes.count { $0.isHit })",
            "\(outcomes.reduce(0) { $0 + $1.restarts })",
            "\(outcomes.reduce(0) { $0 + $1.lost })", sum(["program.a", "program.b"]),
            sum(["repeat"]), sum(["slate"]), sum(["hold", "passthrough", "black", "transparent"]),
            "\(outcomes.map(\.longestRepeat).max() ?? 0)",
            fresh.isEmpty
                ? "never off" : "\(fresh.count)×: \(rank(fresh, 50)) / \(rank(fresh, 99))",
            "\(outcomes.reduce(0) { $0 + $1.alarmsRaised }) / "
                + "\(outcomes.reduce(0) { $0 + $1.alarmsCleared })",
            agreement(outcomes),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// How many faults' counts the witness contradicts.
    private func agreement(_ outcomes: [FaultOutcome]) -> String {
        guard outcomes.contains(where: { $0.witness != nil }) else { return "not asked" }
        return "\(outcomes.count { $0.contradiction != nil })"
    }

    private var testimony: String {
        guard let witness else { return "No witness looked at the pictures." }
        return "The witness was shown \(witness.slotCount - witness.unseen) of "
            + "\(witness.slotCount) slots: \(witness.fresh) fresh, \(witness.repeated) repeated, "
            + "\(witness.slate) slate, \(witness.black) black, \(witness.jumped) of another moment, "
            + "\(witness.unreadable) unreadable, \(witness.held) held by the card. "
            + "It contradicts outputd about \(witness.disagreements)."
    }

    private var hostSentence: String {
        func whole(_ value: Double) -> Int { Int(value.rounded()) }
        let worst = outcomes.map(\.host.cardWaitMilliseconds).max() ?? 0
        return "The host let the card's clock wait for a processor for "
            + "\(whole(host.cardWaitMilliseconds)) ms in all (\(whole(worst)) ms during one fault at "
            + "most), outputd's playout for \(whole(host.playoutWaitMilliseconds)) ms; other machines "
            + "took \(whole(host.stolenMilliseconds)) ms of its processors."
    }

    private func seconds(_ slots: UInt64) -> String {
        "\((Double(slots) / framesPerSecond * 100).rounded() / 100)"
    }

    /// The nearest-rank percentile of sorted values, whole milliseconds.
    private func rank(_ sorted: [Double], _ percent: Int) -> Int {
        let place = (sorted.count * percent + 99) / 100
        return Int(sorted[max(0, min(sorted.count, place) - 1)].rounded())
    }
}

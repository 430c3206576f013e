import Common

/// What one fault did.
struct FaultOutcome: Encodable {
    let number: Int
    let daemon: String
    let fault: SoakFault
    /// It was seen to have its effect.
    let isHit: Bool
    /// Daemon ready and programme on air again in time.
    let isRecovered: Bool
    let restarts: Int
    /// Slots lost, as outputd counts them.
    let lost: UInt64
    /// Ticks without a slot, as the card counts them.
    let cardMissed: Int
    /// Slots by source from the fault to the end of its effect.
    let slots: [String: UInt64]
    let longestRepeat: Int
    /// Nil where the programme never left the air.
    let firstFreshMilliseconds: Double?
    let alarmsRaised: Int
    let alarmsCleared: Int
    /// How long the host let the output's threads wait meanwhile.
    let host: SoakHost
    /// What the witness saw; nil where nobody looked.
    let witness: WitnessRow?

    private func shown(_ sources: SlotSource...) -> Int {
        sources.reduce(0) { $0 + Int(slots["\($1)"] ?? 0) }
    }

    /// Where the witness and outputd's ledger count differently, in words; nil where they agree.
    var contradiction: String? {
        guard let witness else { return nil }
        guard witness.disagreements == 0 else {
            return "\(witness.disagreements) slots: \(witness.firstDisagreement)"
        }
        // What it was not shown it cannot count; how much that is, is judged for the whole storm.
        guard witness.unseen == 0 else { return nil }
        let pairs = [
            ("programme", shown(.programA, .programB), witness.fresh),
            ("repeat", shown(.repeat, .hold), witness.repeated),
            ("slate", shown(.slate, .passthrough), witness.slate + witness.unreadable),
            ("black", shown(.black, .transparent), witness.black),
            ("lost", Int(lost), witness.held), ("jumps", 0, witness.jumped),
            ("longest repeat", longestRepeat, witness.longestRepeat),
        ]
        let differing = pairs.filter { $0.1 != $0.2 }
            .map { "\($0.0): outputd \($0.1), witness \($0.2)" }
        return differing.isEmpty ? nil : differing.joined(separator: "; ")
    }
}

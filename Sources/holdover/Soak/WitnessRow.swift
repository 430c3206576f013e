import Common
import Frames

/// One fault's slots as the witness counts them, and where it contradicts outputd's ledger.
struct WitnessRow: Encodable {
    /// Pictures in their time.
    var fresh = 0
    /// Pictures of the tick before once more, handed over by outputd.
    var repeated = 0
    var slate = 0
    var black = 0
    /// Programme pictures of another moment: a visible jump.
    var jumped = 0
    /// Pictures without a code.
    var unreadable = 0
    /// Ticks for which nothing came.
    var held = 0
    var longestRepeat = 0
    /// All slots.
    var slotCount = 0
    /// Slots it was not shown.
    var unseen = 0
    /// Slots of which it says another thing than the ledger.
    var disagreements = 0
    /// The first of them, in words; empty where there is none.
    var firstDisagreement = ""

    /// Compares slot by slot.
    init(_ slots: Range<Int64>, _ records: [Int64: SlotRecord], _ seen: [Int64: Sighting]) {
        slotCount = slots.count
        var run = 0
        for index in slots {
            guard let sighting = seen[index] else {
                unseen += 1
                run = 0
                continue
            }
            count(sighting)
            run = sighting.picture == .repeat && !sighting.isHeld ? run + 1 : 0
            longestRepeat = max(longestRepeat, run)
            // What outputd missed while it was down may have no record of its own.
            let record = records[index]
            let isLost = record.map { $0.lostCause != .none } ?? true
            let agrees =
                isLost
                ? sighting.isHeld
                : !sighting.isHeld && Self.shows(sighting.picture, record?.source ?? .black)
            guard !agrees else { continue }
            disagreements += 1
            guard firstDisagreement.isEmpty else { continue }
            let ledger =
                record.map { "\($0.source), \(isLost ? "lost: \($0.lostCause)" : "shown")" }
                ?? "no record"
            firstDisagreement =
                "slot \(index): outputd says \(ledger); the witness saw "
                + "\(sighting.picture.rawValue)\(sighting.isHeld ? ", held" : "")"
        }
    }

    private mutating func count(_ sighting: Sighting) {
        guard !sighting.isHeld else {
            held += 1
            return
        }
        switch sighting.picture {
        case .fresh: fresh += 1
        case .repeat: repeated += 1
        case .jump: jumped += 1
        case .slate: slate += 1
        case .black: black += 1
        case .unreadable, .unjudged: unreadable += 1
        }
    }

    /// Whether a picture is what this source puts on show. A slate that is not the witness's own has
    /// no code.
    private static func shows(_ picture: Sighting.Picture, _ source: SlotSource) -> Bool {
        switch source {
        case .programA, .programB: picture == .fresh
        case .repeat, .hold: picture == .repeat
        case .slate: picture == .slate || picture == .unreadable
        case .black, .transparent: picture == .black
        case .passthrough: picture == .unreadable
        }
    }
}

/// What a soak does to a process.
enum SoakFault: String, CaseIterable, Codable {
    /// SIGKILL.
    case kill
    /// SIGSTOP for a random time, then SIGCONT; a long one ends by the watchdog.
    case stop
    /// A child of it (an `ffmpeg`) is killed.
    case child
    /// The header of a shared-memory object it writes is overwritten.
    case header
    /// A socket file it listens on is removed.
    case socket
    /// The file system of the state folder is full for a while.
    case disk
    /// The process gets no more memory for a while.
    case memory

    /// The faults a daemon can be given: by name, as in `supervisor.json`.
    static func possible(for daemon: String) -> [SoakFault] {
        switch daemon {
        case "coordinatord": [.kill, .stop, .socket, .disk, .memory]
        case "ingressd.capture": [.kill, .stop, .header, .child, .memory]
        case "ingressd.control": [.kill, .stop, .memory]
        case "renderd.a", "renderd.b": [.kill, .stop, .header, .memory]
        case "card": [.kill, .stop, .child]
        default: [.kill, .stop]
        }
    }
}

/// One fault as it was drawn.
struct DrawnFault {
    var daemon: String
    let fault: SoakFault
    /// For `stop`, `disk` and `memory`: how long, ms.
    let stopMilliseconds: Int64
    /// Quiet time before it, ms.
    let gapMilliseconds: Int64
}

/// Draws faults; the same seed draws the same ones. SplitMix64, for its eight lines.
struct FaultDraw: RandomNumberGenerator {
    private var state: UInt64
    private var deck: [(daemon: String, fault: SoakFault)] = []

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One fault of one of the daemons, every pair once before any comes again; nil where none of
    /// them can have any of the kinds.
    mutating func draw(daemons: [String], kinds: Set<SoakFault>) -> DrawnFault? {
        if deck.isEmpty {
            var pairs = daemons.flatMap { daemon in
                SoakFault.possible(for: daemon).filter(kinds.contains)
                    .map { (daemon: daemon, fault: $0) }
            }
            pairs.shuffle(using: &self)
            deck = pairs
        }
        guard let (daemon, fault) = deck.popLast() else { return nil }
        return DrawnFault(
            daemon: daemon, fault: fault,
            stopMilliseconds: Int64.random(in: 30...1_500, using: &self),
            gapMilliseconds: Int64.random(in: 100...600, using: &self))
    }
}

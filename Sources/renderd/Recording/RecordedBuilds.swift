import Common

/// Which build of each shader a lane draws with, and which wait for the other lane's word, as notes tell
/// it. A value.
struct RecordedBuilds {
    /// What makes one build.
    struct Build: Equatable {
        var generation: UInt64
        var hash: UInt64
    }

    private(set) var drawn: [String: Build] = [:]
    private(set) var held: [String: Build] = [:]

    /// Takes a note that has taken effect; `holds`: a new build waits.
    mutating func take(_ note: RecordedNote, holds: Bool) {
        switch note {
        case .prepared(let id, let generation, let hash):
            let build = Build(generation: generation, hash: hash)
            if holds { held[id] = build } else { drawn[id] = build }
        case .swap(let build, _, _):
            guard let waiting = held[build.id], waiting.hash == build.hash else { return }
            held[build.id] = nil
            drawn[build.id] = waiting
        case .discard(let build):
            if held[build.id]?.hash == build.hash { held[build.id] = nil }
        default: break
        }
    }

    /// As notes, in an order that is always the same.
    static func notes(_ builds: [String: Build]) -> [RecordedNote] {
        builds.sorted { $0.key < $1.key }.map {
            .prepared(id: $0.key, generation: $0.value.generation, hash: $0.value.hash)
        }
    }
}

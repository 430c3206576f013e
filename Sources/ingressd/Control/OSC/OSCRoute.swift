/// What an OSC address asks for, before it is matched with the live stack.
public enum OSCRoute: Sendable, Equatable {
    /// A parameter in its own range.
    case parameter(layer: String, name: String)
    /// A parameter as 0–1 of its range.
    case normalized(layer: String, name: String)
    /// Opacity of a layer, 0–1.
    case opacity(layer: String)
    /// Bypass of a layer.
    case bypass(layer: String)
    /// A command of the run: start, stop, pause, resume, abort.
    case run(command: String)
    /// Loads a preset; without a name the argument names it.
    case loadPreset(name: String?)

    /// Reads an address; nil for addresses that are not ours.
    public static func parse(_ address: String) -> OSCRoute? {
        let parts = address.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        guard parts.first == "holdover", parts.count >= 3, !parts.contains("") else { return nil }
        switch (parts[1], parts.count) {
        case ("layers", 4) where parts[3] == "opacity": return .opacity(layer: parts[2])
        case ("layers", 4) where parts[3] == "bypass": return .bypass(layer: parts[2])
        case ("layers", 5) where parts[3] == "params":
            return .parameter(layer: parts[2], name: parts[4])
        case ("layers", 6) where parts[3] == "params" && parts[5] == "norm":
            return .normalized(layer: parts[2], name: parts[4])
        case ("run", 3): return .run(command: parts[2])
        case ("presets", 3) where parts[2] == "load": return .loadPreset(name: nil)
        case ("presets", 4) where parts[3] == "load": return .loadPreset(name: parts[2])
        default: return nil
        }
    }
}

/// Names as people type them: exact first, then without spaces, case, `_` and `-`.
public enum ForgivingName {
    /// The index of the name meant, or nil where none or more than one could be.
    public static func match(_ wanted: String, among names: [String]) -> Int? {
        if let exact = names.firstIndex(of: wanted) { return exact }
        let folded = fold(wanted)
        let hits = names.indices.filter { fold(names[$0]) == folded }
        return hits.count == 1 ? hits[0] : nil
    }

    private static func fold(_ name: String) -> String {
        String(name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" })
    }
}

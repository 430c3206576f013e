/// Which of our modules each module may import. Arrows point down only: a module names the modules
/// above it never, and daemons never each other.
enum ImportTable {
    /// Module by folder; the longest match wins.
    static let modules: [(folder: String, module: String)] = [
        ("Sources/Common/", "Common"), ("Sources/Proto/", "Proto"), ("Sources/Frames/", "Frames"),
        ("Sources/Messaging/", "Messaging"), ("Sources/Shaders/", "Shaders"),
        ("Sources/Ancillary/", "Ancillary"), ("Sources/LineUp/", "LineUp"),
        ("Sources/DeckLink/", "DeckLink"),
        ("Sources/Imaging/", "Imaging"), ("Sources/VirtualCard/", "VirtualCard"),
        ("Sources/ingressd/Control/", "IngressControl"),
        ("Sources/ingressd/Capture/", "IngressCapture"),
        ("Sources/ingressd/Main/", "ingressd"),
        ("Sources/coordinatord/State/", "CoordinatorDecision"),
        ("Sources/coordinatord/Policy/", "CoordinatorDecision"),
        ("Sources/coordinatord/Run/", "CoordinatorDecision"),
        ("Sources/coordinatord/Store/", "Coordinator"),
        ("Sources/coordinatord/Shell/", "Coordinator"),
        ("Sources/coordinatord/Main/", "coordinatord"),
        ("Sources/renderd/", "Renderer"), ("Sources/renderd/Main/", "renderd"),
        ("Sources/outputd/Playout/", "Playout"), ("Sources/outputd/Quality/", "Quality"),
        ("Sources/outputd/Devices/", "Output"),
        ("Sources/outputd/Engine/", "Output"), ("Sources/outputd/Main/", "outputd"),
        ("Sources/holdover/", "CommandLineTool"), ("Sources/holdover/Main/", "holdover"),
    ]

    private static let shared: Set<String> = ["Common", "Proto", "Messaging", "Frames"]

    /// Our own modules and C rooms a module may import.
    static let allowed: [String: Set<String>] = [
        "Common": ["CRealtime"],
        "Proto": ["Common", "CProto"],
        "Frames": ["Common", "CRealtime"],
        "Messaging": ["Common", "Proto", "CZeroMQ"],
        "Shaders": ["Common"],
        "Ancillary": ["Common"],
        "LineUp": ["Common"],
        "DeckLink": ["Common", "CDeckLink"],
        "Imaging": ["Common", "CZlib"],
        "VirtualCard": ["Common", "Frames", "CRealtime"],
        "IngressControl": shared.union(["Imaging"]),
        "IngressCapture": shared.union(["Ancillary", "DeckLink", "LineUp"]),
        "ingressd": ["IngressControl", "IngressCapture", "Common"],
        "CoordinatorDecision": ["Common", "Proto", "Shaders"],
        "Coordinator": shared.union(["CoordinatorDecision", "Shaders"]),
        "coordinatord": ["Coordinator", "Messaging", "Common"],
        "Renderer": shared.union(["Shaders", "Imaging", "CGraphics", "CText"]),
        "renderd": ["Renderer", "Shaders", "Common"],
        "Playout": ["Common"],
        "Quality": ["Common"],
        "Output": shared.union([
            "Playout", "Quality", "Imaging", "VirtualCard", "Ancillary", "DeckLink",
            "LineUp",
        ]),
        "outputd": ["Output", "Common"],
        "CommandLineTool": shared.union([
            "Shaders", "Imaging", "VirtualCard", "DeckLink", "CRealtime",
        ]),
        "holdover": ["CommandLineTool"],
    ]

    /// C rooms, each for one module; CRealtime holds what Swift cannot call and serves four.
    static let rooms: [String: Set<String>] = [
        "CZeroMQ": ["Messaging"], "CProto": ["Proto"], "CProtobufC": [],
        "CGraphics": ["Renderer"], "CText": ["Renderer"], "CZlib": ["Imaging"],
        "CDeckLink": ["DeckLink"],
        "CRealtime": ["Common", "Frames", "VirtualCard", "CommandLineTool"],
    ]

    /// The module a file belongs to.
    static func module(of path: String) -> String? {
        modules.filter { path.hasPrefix($0.folder) }.max { $0.folder.count < $1.folder.count }?
            .module
    }

    /// The modules a file's lines import, of ours only.
    static func imports(in lines: [String]) -> [(line: Int, module: String)] {
        let ours = Set(allowed.keys).union(rooms.keys).union(["TestKit"])
        return lines.enumerated().compactMap { number, line in
            let words = line.split(separator: " ").map(String.init)
            guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count,
                !line.hasPrefix(" ")
            else { return nil }
            let name = words[words.count - 1].split(separator: ".").first.map(String.init) ?? ""
            return ours.contains(name) ? (number + 1, name) : nil
        }
    }
}

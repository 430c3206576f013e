import Common
import Foundation
import TestKit
import Testing

/// `RuntimeState` can be changed by a decision and by nothing else: the compiler refuses the rest.
@Suite("Mutators of the state")
struct MutatorTests {
    private static let mutations = [
        "state.version = 9", "state.programme.layers.removeAll()",
        "state.programme.layers[0].opacity = 0", "state.preview.background = [0, 0, 0, 0]",
        "state.overlay.entries = [:]", "state.presets = [:]", "state.alarms = [:]",
        "state.undo.done.removeAll()", "state.nextLayerNumber = 1", "state.outgoing = nil",
        "try? state.withStack(.programme) { $0.layers = [] }",
    ]

    @Test("Reading compiles outside the decision module")
    func reading() throws {
        let (status, output) = try compile(
            "_ = (state.version, state.programme.layers.first?.opacity)")
        #expect(status == 0, "\(output)")
    }

    @Test("Each mutation is refused by the compiler, for its access level", arguments: mutations)
    func mutation(_ line: String) throws {
        let (status, output) = try compile(line)
        #expect(status != 0, "\(line) compiled outside the decision module")
        let isAccess =
            output.contains("inaccessible") || output.contains("is get-only")
            || output.contains("is a 'let'") || output.contains("inaccessible due to")
        #expect(isAccess, "\(line): \(output)")
    }

    /// The C modules that our modules are built upon.
    private static func moduleMaps(below root: String, _ products: String) -> [String] {
        ["CProto", "CRealtime", "CTOML"].map { "\(products)/\($0).build/module.modulemap" } + [
            root + "/.build/checkouts/swift-atomics/Sources/_AtomicsShims/include/module.modulemap"
        ]
    }

    private func compile(_ line: String) throws -> (Int32, String) {
        let folder = try TestInstance()
        let file = folder.paths.state + "/Outside.swift"
        try """
        import CoordinatorDecision
        func outside(_ given: RuntimeState) {
            var state = given
            \(line)
            _ = state
        }
        """.write(toFile: file, atomically: true, encoding: .utf8)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let products = URL(fileURLWithPath: BuiltProducts.path("coordinatord"))
            .deletingLastPathComponent().path
        var arguments = [
            "swiftc", "-typecheck", "-swift-version", "6", "-I", products + "/Modules", file,
        ]
        for map in Self.moduleMaps(below: root, products) {
            arguments += ["-Xcc", "-fmodule-map-file=\(map)"]
        }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

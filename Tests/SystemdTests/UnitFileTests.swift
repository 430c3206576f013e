import Foundation
import TestKit
import Testing

/// The unit files, judged by systemd's own tools; no running systemd is needed.
@Suite struct UnitFileTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../systemd").standardized
    static let services = [
        "outputd.service", "renderd@.service", "coordinatord.service", "ingressd-capture.service",
        "ingressd-control.service", "holdover-card.service", "holdover-hooks.service",
    ]

    private static var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    /// A root folder with the units as `tools/install` puts them, and programs that only exist.
    private final class Root {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("holdover-units-\(UInt32.random(in: 0...UInt32.max))")
        private let files = FileManager.default

        init() throws {
            let units = url.appendingPathComponent("etc/systemd/system")
            try files.createDirectory(at: units, withIntermediateDirectories: true)
            for name in try UnitFileTests.files {
                try copy(UnitFileTests.folder.appendingPathComponent(name), to: units, name)
            }
            for service in UnitFileTests.services {
                let dropIns = units.appendingPathComponent(service + ".d")
                try files.createDirectory(at: dropIns, withIntermediateDirectories: true)
                try copy(
                    UnitFileTests.folder.appendingPathComponent("stage.conf"), to: dropIns,
                    "10-stage.conf")
            }
            for target in ["basic", "sysinit", "network", "multi-user", "shutdown", "sockets"] {
                try copy(
                    URL(fileURLWithPath: "/lib/systemd/system/\(target).target"), to: units,
                    target + ".target")
            }
            for program in ["outputd", "renderd", "coordinatord", "ingressd", "holdover", "pace"] {
                try write("usr/lib/holdover/" + program)
            }
            try write("bin/kill")
        }

        deinit { try? files.removeItem(at: url) }

        private func copy(_ file: URL, to folder: URL, _ name: String) throws {
            try files.copyItem(at: file, to: folder.appendingPathComponent(name))
        }

        private func write(_ program: String) throws {
            let path = url.appendingPathComponent(program)
            try files.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try "#!/bin/sh\n".write(to: path, atomically: true, encoding: .utf8)
            try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
        }
    }

    private func analyze(_ arguments: [String]) throws -> CommandResult {
        try CommandResult.run("/usr/bin/env", ["systemd-analyze"] + arguments)
    }

    @Test(arguments: services)
    func `each unit's exposure is at most 1.5`(service: String) throws {
        let root = try Root()
        let name = service.replacing("@.", with: "@a.")
        let result = try analyze([
            "security", "--offline=true", "--threshold=15", "--no-pager",
            "--root=\(root.url.path)", name,
        ])
        #expect(result.code == 0, "\(result.output.suffix(300))\(result.errors)")
    }

    @Test func `systemd-analyze verify is silent`() throws {
        let root = try Root()
        let sockets = try Self.files.filter { $0.hasSuffix(".socket") }
        #expect(sockets.count == 9)
        let names = Self.services.map { $0.replacing("@.", with: "@a.") } + sockets
        let result = try analyze(
            ["verify", "--man=no", "--recursive-errors=no", "--root=\(root.url.path)"]
                + names + ["holdover.target"])
        #expect(result.code == 0)
        #expect(result.output + result.errors == "")
    }

    /// A crash of one stage must never take another with it.
    @Test func `no unit requires another`() throws {
        for line in try directives() {
            #expect(!["Requires", "BindsTo", "Requisite", "Upholds"].contains(line.key), "\(line)")
        }
    }

    /// Each directive has its reason above it, or shares the one of the line before.
    @Test func `every directive has a reason`() throws {
        let selfEvident: Set = ["Description", "Documentation", "ExecStart", "WantedBy"]
        for line in try directives() where !selfEvident.contains(line.key) {
            #expect(line.hasReason, "\(line.file): \(line.key)= has no reason")
        }
    }

    private struct Directive: CustomStringConvertible {
        let file: String
        let key: String
        let hasReason: Bool
        var description: String { "\(file): \(key)" }
    }

    /// A reason holds for the lines below it up to an empty line, a section or the next reason.
    private func directives() throws -> [Directive] {
        var found: [Directive] = []
        for file in try Self.files
        where [".service", ".socket", ".target", ".slice", ".conf"]
            .contains(where: file.hasSuffix)
        {
            var hasReason = false
            let text = try String(
                contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("#") {
                    hasReason = true
                } else if line.isEmpty || line.hasPrefix("[") {
                    hasReason = false
                } else if let cut = line.firstIndex(of: "=") {
                    found.append(
                        Directive(file: file, key: String(line[..<cut]), hasReason: hasReason))
                }
            }
        }
        return found
    }
}

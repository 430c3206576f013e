import Foundation
import TestKit
import Testing

/// The unit files, judged by systemd's own tools; no running systemd is needed.
@Suite struct UnitFileTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../systemd").standardized
    private static let services = [
        "outputd.service", "renderd@.service", "coordinatord.service", "ingressd-capture.service",
        "ingressd-control.service", "holdover-card.service",
    ]

    private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test(arguments: services)
    func `each unit's exposure is at most 1.5`(service: String) throws {
        let result = try run([
            "systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager",
            Self.folder.appendingPathComponent(service).path,
        ])
        #expect(result.status == 0, "\(result.output.suffix(300))")
    }

    @Test func `systemd-analyze verify is silent`() throws {
        let files = FileManager.default
        let root = files.temporaryDirectory
            .appendingPathComponent("holdover-units-\(UInt32.random(in: 0...UInt32.max))")
        defer { try? files.removeItem(at: root) }
        let units = root.appendingPathComponent("etc/systemd/system")
        let programs = root.appendingPathComponent("usr/lib/holdover")
        try files.createDirectory(at: units, withIntermediateDirectories: true)
        try files.createDirectory(at: programs, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: Self.folder.path) {
            try files.copyItem(
                at: Self.folder.appendingPathComponent(name),
                to: units.appendingPathComponent(name))
        }
        for target in ["basic", "sysinit", "network", "multi-user", "shutdown"] {
            try files.copyItem(
                at: URL(fileURLWithPath: "/lib/systemd/system/\(target).target"),
                to: units.appendingPathComponent("\(target).target"))
        }
        for program in ["outputd", "renderd", "coordinatord", "ingressd", "holdover"] {
            let path = programs.appendingPathComponent(program)
            try "#!/bin/sh\n".write(to: path, atomically: true, encoding: .utf8)
            try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
        }
        let names = Self.services.map { $0.replacing("@.", with: "@a.") } + ["holdover.target"]
        let result = try run(
            [
                "systemd-analyze", "verify", "--man=no", "--recursive-errors=no",
                "--root=\(root.path)",
            ] + names)
        #expect(result.status == 0)
        #expect(result.output.isEmpty, "\(result.output)")
    }

    /// A crash of one stage must never take another with it.
    @Test func `no unit requires another`() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) {
            let text = try String(
                contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
            let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(!lines.contains { $0.hasPrefix("Requires=") || $0.hasPrefix("BindsTo=") })
        }
    }
}

import ArgumentParser
import Foundation
import Renderer

/// `renderd conformance`: tries every shader below a folder.
struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Loads, builds and draws every .fs file below a folder.",
        discussion: "Writes conformance.md and conformance.png. Fails if any file does.")

    @Argument(help: "The folder.")
    var folder: String

    @Option(help: "Where the table and the contact sheet go.")
    var output = "."

    func run() throws {
        var number = 0
        let entries = ConformanceRun(folder: folder).run { entry in
            number += 1
            guard entry.result != "ok" else { return }
            print("\(number) \(entry.result): \(entry.file) \(entry.report.message ?? "")")
        }
        guard !entries.isEmpty else {
            throw ValidationError("there is no .fs file below \(folder)")
        }
        try FileManager.default.createDirectory(
            atPath: output, withIntermediateDirectories: true)
        let table = ConformanceRun.table(entries)
        try Data(table.utf8).write(to: URL(fileURLWithPath: output + "/conformance.md"))
        try Data(try ConformanceRun.contactSheet(entries))
            .write(to: URL(fileURLWithPath: output + "/conformance.png"))
        print(table.split(separator: "\n").last.map(String.init) ?? "")
        if entries.contains(where: { $0.result == "failed" }) { throw ExitCode(1) }
    }
}

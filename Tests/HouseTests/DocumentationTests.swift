import ArgumentParser
import CommandLineTool
import Foundation
import Testing

/// What exists is mentioned where a newcomer looks for it.
@Suite struct DocumentationTests {
    @Test func everyModuleHasItsPlaceInTheArchitecture() throws {
        let text = try SourceFiles.text("docs/ARCHITECTURE.md")
        let modules = Set(ImportTable.modules.map(\.module)).union(ImportTable.rooms.keys)
        for module in modules.sorted() {
            #expect(text.contains("`\(module)`"), "docs/ARCHITECTURE.md does not mention \(module)")
        }
    }

    @Test func everyCommandIsInTheManual() throws {
        let text = try SourceFiles.text("docs/OPERATING.md")
        for command in HoldoverCommand.configuration.subcommands {
            let name = command.configuration.commandName ?? ""
            #expect(
                text.contains("holdover \(name)"), "docs/OPERATING.md does not mention \(name)")
        }
    }

    @Test func everyTargetOfMakeIsExplained() throws {
        let targets = try SourceFiles.lines("Makefile").filter { line in
            line.first?.isLetter == true && line.contains(":") && !line.contains("=")
        }
        #expect(targets.count > 10)
        for target in targets {
            #expect(target.contains("## "), "Makefile: \"\(target)\" has no line for make's help")
        }
    }

    @Test func everyDependencyHasADecision() throws {
        let manifest = try SourceFiles.text("Package.swift")
        let decisions = SourceFiles.all(below: "docs/decisions", ending: ".md")
        let text = try decisions.map(SourceFiles.text).joined()
        let names = manifest.components(separatedBy: ".package(url: \"").dropFirst().compactMap {
            $0.split(separator: "\"").first?.split(separator: "/").last.map(String.init)
        }
        #expect(names.count >= 6)
        for name in names {
            #expect(text.contains(name), "docs/decisions has nothing on \(name)")
        }
    }

    @Test func linksWithinTheDocumentsLead() throws {
        let documents =
            ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
            + SourceFiles.all(below: "docs", ending: ".md")
        for document in documents {
            let folder = SourceFiles.root.appendingPathComponent(document)
                .deletingLastPathComponent()
            for part in try SourceFiles.text(document).components(separatedBy: "](").dropFirst() {
                let target = String(part.prefix { $0 != ")" && $0 != "#" })
                guard !target.isEmpty, !target.contains("://") else { continue }
                let path = folder.appendingPathComponent(target).path
                #expect(
                    FileManager.default.fileExists(atPath: path),
                    "\(document) points to \(target), which is not there")
            }
        }
    }
}

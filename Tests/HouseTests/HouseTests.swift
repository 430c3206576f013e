import Foundation
import Testing

/// The rules of the house that the compiler does not hold. Each failure names file, line and remedy.
@Suite struct HouseTests {
    @Test func importsPointDownOnly() throws {
        for path in SourceFiles.all(below: "Sources", ending: ".swift") {
            guard let module = ImportTable.module(of: path) else {
                Issue.record("\(path) belongs to no module: add its folder to the import table")
                continue
            }
            for (line, imported) in ImportTable.imports(in: try SourceFiles.lines(path)) {
                #expect(
                    ImportTable.allowed[module, default: []].contains(imported),
                    "\(path):\(line): \(module) must not import \(imported)")
                if let users = ImportTable.rooms[imported] {
                    #expect(
                        users.contains(module),
                        "\(path):\(line): the C room \(imported) is for \(users.sorted()) only")
                }
            }
        }
    }

    @Test func filesAndFunctionsStayReadable() throws {
        for path in SourceFiles.swift {
            let count = try SourceFiles.lines(path).count - 1
            #expect(count <= 600, "\(path) has \(count) lines; 600 is the hard stop: cut it up")
            for function in FunctionLengths.all(in: try SourceFiles.text(path)) {
                #expect(
                    function.lineCount <= 70,
                    "\(path):\(function.line): \(function.name) has \(function.lineCount) lines")
            }
        }
    }

    @Test func theScannerCountsFunctions() {
        let text = #"""
            struct A {
                init(_ body: () -> Void = { }) { }
                /* func no() { */ // func neither() {
                func one(
                    _ a: Int
                ) -> String {
                    let b = { "\(a > 0 ? "}" : "{")" }
                    return b()
                }
                deinit { }
            }
            """#
        let found = FunctionLengths.all(in: text).map { "\($0.name) \($0.line) \($0.lineCount)" }
        #expect(found == ["init 2 1", "one 4 6", "deinit 10 1"])
    }

    @Test func uncheckedAndUnsafeHaveAReason() throws {
        let marks = ["@unchecked Sendable", "nonisolated(unsafe)"]
        for path in SourceFiles.swift where !path.hasPrefix("Tests/HouseTests/") {
            let lines = try SourceFiles.lines(path)
            for (number, line) in lines.enumerated() {
                let code = line.components(separatedBy: "//").first ?? line
                guard marks.contains(where: code.contains) else { continue }
                let around = lines[max(0, number - 4)...min(lines.count - 1, number + 3)]
                let isExplained = around.contains { $0.contains("//") }
                #expect(isExplained, "\(path):\(number + 1): say why this is safe, in a comment")
            }
        }
    }

    @Test func nothingUnfinishedIsShipped() throws {
        let words = ["TO" + "DO", "FIX" + "ME", "not yet " + "implemented", "fatal" + "Error("]
        for path in SourceFiles.all(below: "Sources", ending: ".swift") {
            for (number, line) in try SourceFiles.lines(path).enumerated() {
                for word in words where line.contains(word) {
                    Issue.record(
                        "\(path):\(number + 1): \"\(word)\" has no place in what is shipped")
                }
            }
        }
    }

    /// A queue that is not in the table has no line in docs/EVENTS.md and no stated policy.
    @Test func everyQueueIsOfTheTable() throws {
        let names = ["QueueDeclaration(\"", "CoalescingQueue(\"", "HandOffQueue(\""]
        for path in SourceFiles.all(below: "Sources", ending: ".swift") {
            let text = try SourceFiles.text(path)
            for name in names {
                let found = text.contains(name) || text.contains(name.replacing("(", with: "(\n"))
                #expect(!found, "\(path): declare the queue in QueuePolicy, then use it from there")
            }
        }
    }

    @Test func generatedProtocolIsCurrent() throws {
        let tool = SourceFiles.root.appendingPathComponent("tools/generate-proto")
        let process = Process()
        let pipe = Pipe()
        process.executableURL = tool
        process.arguments = ["--check"]
        process.currentDirectoryURL = SourceFiles.root
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(
            process.terminationStatus == 0,
            "run make proto and commit: \(String(decoding: output, as: UTF8.self))")
    }
}

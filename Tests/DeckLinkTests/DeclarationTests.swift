import Foundation
import Testing

/// Our declarations of the driver's interfaces against the facts, through the compiler's own dump of
/// the tables it lays out.
@Suite struct DeclarationTests {
    struct Interface {
        let name: String
        let identifier: String
        let slotCount: Int
        /// First slot of the destructor pair; nil for none.
        let destructor: Int?
        var methods: [Int: String] = [:]
    }

    /// The facts: one line an interface (name, identifier, slots, destructor), one line a method.
    static func facts() throws -> [Interface] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("slots.txt")
        var interfaces: [Interface] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if line.hasPrefix("  "), let slot = Int(words[0]) {
                interfaces[interfaces.count - 1].methods[slot] = words[1]
            } else if let count = Int(words[2]) {
                interfaces.append(
                    Interface(
                        name: words[0], identifier: words[1], slotCount: count,
                        destructor: Int(words[3])))
            }
        }
        return interfaces
    }

    private static let room = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/C/CDeckLink").standardizedFileURL

    /// The slots of every class as the compiler lays them out: a method's name, or `~` for a destructor.
    static func tables() throws -> [String: [Int: String]] {
        // A table is dumped where it is laid out: for a child that adds one method behind it.
        var unit = "#include \"interfaces.h\"\nusing namespace decklink;\n"
        for interface in try facts() {
            unit += "struct Use\(interface.name) : \(interface.name) { virtual void last(); };\n"
            unit += "void Use\(interface.name)::last() {}\n"
        }
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "clang++", "-std=c++17", "-fno-exceptions", "-fno-rtti", "-I", room.path, "-x", "c++",
            "-Xclang", "-fdump-vtable-layouts", "-S", "-emit-llvm", "-o", "/dev/null", "-",
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(unit.utf8))
        try input.fileHandleForWriting.close()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return tables(in: text)
    }

    /// Reads `Vtable for 'UseName' (n entries).` and the numbered lines below it; the first two entries
    /// are no slots.
    private static func tables(in text: String) -> [String: [Int: String]] {
        var tables: [String: [Int: String]] = [:]
        var current: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("Vtable for 'Use") {
                current = String(line.split(separator: "'")[1].dropFirst(3))
            } else if line.isEmpty {
                current = nil
            } else if let name = current, let bar = line.firstIndex(of: "|"),
                let entry = Int(line[..<bar].trimmingCharacters(in: .whitespaces)), entry >= 2
            {
                let call = line[bar...].split(separator: "(")[0]
                let method = call.split(separator: ":").last.map(String.init) ?? ""
                guard method != "last" else { continue }
                tables[name, default: [:]][entry - 2] = method.hasPrefix("~") ? "~" : method
            }
        }
        return tables
    }

    @Test func `every method lies in its slot`() throws {
        let tables = try Self.tables()
        let facts = try Self.facts()
        #expect(facts.count == 26)
        for interface in facts {
            let table = try #require(tables[interface.name], "\(interface.name) was not laid out")
            #expect(table.count == interface.slotCount, "\(interface.name)")
            for (slot, method) in interface.methods {
                #expect(table[slot] == method, "\(interface.name) slot \(slot)")
            }
            let destructors = table.filter { $0.value == "~" }.keys.sorted()
            let expected = interface.destructor.map { [$0, $0 + 1] } ?? []
            #expect(destructors == expected, "\(interface.name)")
        }
    }

    @Test func `every identifier has its bytes`() throws {
        let file = Self.room.appendingPathComponent("interfaces.h")
        var identifiers: [String: String] = [:]
        var current = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("class "), line.hasSuffix("{") {
                current = String(line.split(separator: " ")[1])
            } else if line.contains("uuid(\"") {
                identifiers[current] = line.split(separator: "\"")[1]
                    .replacingOccurrences(of: "-", with: "").lowercased()
            }
        }
        for interface in try Self.facts() {
            #expect(identifiers[interface.name] == interface.identifier, "\(interface.name)")
        }
    }
}

import Foundation
import Frames
import Testing

@Suite("Layout") struct LayoutTests {
    /// The tables of docs/SHARED_MEMORY.md: for each heading that names a structure its rows.
    private func documented() throws -> [String: [(offset: Int, size: Int, field: String)]] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("docs/SHARED_MEMORY.md"), encoding: .utf8)
        var tables: [String: [(offset: Int, size: Int, field: String)]] = [:]
        var heading = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("#") {
                heading = line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 5, let offset = Int(cells[1]), let size = Int(cells[2]) else {
                continue
            }
            tables[heading, default: []].append((offset, size, cells[3]))
        }
        return tables
    }

    @Test("the tables in docs/SHARED_MEMORY.md are what the code lays out")
    func documentMatchesCode() throws {
        let tables = try documented()
        #expect(LayoutTable.structures.count == 9)
        for structure in LayoutTable.structures {
            let rows = try #require(tables[structure.name], "\(structure.name) is not documented")
            #expect(rows.map(\.field) == structure.fields.map(\.name), "\(structure.name)")
            #expect(rows.map(\.offset) == structure.fields.map(\.offset), "\(structure.name)")
            let ends = structure.fields.dropFirst().map(\.offset) + [structure.byteCount]
            #expect(
                rows.map { $0.offset + $0.size } == ends, "sizes in \(structure.name)")
        }
    }
}

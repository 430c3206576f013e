import Common
import Foundation
import Testing

/// Every thread is named, owned and classed, and docs/LOOPS.md has a line for each, and for each pool.
@Suite struct LoopTableTests {
    private static let document = "docs/LOOPS.md"

    /// Rows of the document's table with that many columns, without its head; code marks taken off.
    private func rows(_ width: Int) throws -> [[String]] {
        try SourceFiles.lines(Self.document).compactMap { line in
            guard line.hasPrefix("| `") else { return nil }
            let cells = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces).replacing("`", with: "")
            }
            return cells.count == width ? cells : nil
        }
    }

    /// Name, owner and class of each loop that the sources start; a `#` for what differs.
    private func started() throws -> Set<[String]> {
        var found: Set<[String]> = []
        let words = #/WorkerThread\.start\(\s*named: ([^,]+),\s*owner: "([^"]+)",\s*\.(\w+)/#
        for path in SourceFiles.all(below: "Sources", ending: ".swift") {
            let text = try SourceFiles.text(path)
            let count = text.matches(of: #/WorkerThread\.start\(/#).count
            let matches = text.matches(of: words)
            #expect(matches.count == count, "\(path): say name, owner and criticality of each loop")
            for match in matches where match.1 != "name" {
                let name = match.1.replacing("\"", with: "").replacing(#/\\\(\w+\)/#, with: "#")
                found.insert([String(name), String(match.2), String(match.3)])
            }
            for match in text.matches(of: #/LoopSupervisor\("([\w-]+)"/#) {
                found.insert([String(match.1), "output", "degrading"])
            }
        }
        return found
    }

    @Test func everyLoopIsInTheTable() throws {
        // The first thread of a process is not started by it.
        let written = Set(try rows(5).map { [$0[0], $0[2], $0[3]] }.filter { $0[0] != "main" })
        let started = try started()
        #expect(started.count > 25)
        #expect(started.subtracting(written).isEmpty, "not in \(Self.document)")
        #expect(written.subtracting(started).isEmpty, "in \(Self.document) alone")
    }

    /// A thread that is made any other way has no name, no owner and no line.
    @Test func threadsAreMadeInOnePlace() throws {
        let makers =
            #/\bThread \{|Thread\.detach|pthread_create|Task \{|Task\.detached|DispatchQueue/#
        for path in SourceFiles.all(below: "Sources", ending: ".swift")
        where path != "Sources/Common/Service/WorkerThread.swift" {
            let text = try SourceFiles.text(path)
            #expect(text.firstMatch(of: makers) == nil, "\(path): start it by WorkerThread")
        }
    }

    @Test func everyPoolIsInTheTable() throws {
        let declared = PoolPolicy.all.map { [$0.name, $0.process, $0.limit, $0.work, $0.whenFull] }
        let plain = declared.map { $0.map { $0.replacing("`", with: "") } }
        let written = try rows(6).map { Array($0.prefix(5)) }
        #expect(written == plain)
        let keys = Set(ConfigurationKey.all.map { "\($0.section).\($0.name)" })
        for pool in PoolPolicy.all where pool.limit.contains("_") || pool.limit == "hooks.limit" {
            #expect(keys.contains(pool.limit), "\(pool.name): \(pool.limit) is no key")
        }
    }
}

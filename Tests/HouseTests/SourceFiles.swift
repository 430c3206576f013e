import Foundation

/// The repository's files, as the house tests see them.
enum SourceFiles {
    /// The repository root, found from this file.
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        while !FileManager.default.fileExists(
            atPath: folder.appendingPathComponent("Makefile").path)
        {
            folder.deleteLastPathComponent()
            precondition(folder.path != "/", "this file lies outside the repository")
        }
        return folder
    }()

    /// Paths relative to the root, sorted, of all files below `folder` with this ending.
    static func all(below folder: String, ending: String) -> [String] {
        let base = root.appendingPathComponent(folder)
        let found = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
        return (found ?? []).filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }.sorted()
    }

    /// Swift written by hand.
    static var swift: [String] {
        (all(below: "Sources", ending: ".swift") + all(below: "Tests", ending: ".swift"))
            .filter { !$0.contains("/Generated/") }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    static func lines(_ path: String) throws -> [String] {
        try text(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

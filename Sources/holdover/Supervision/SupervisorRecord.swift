import Common
import Foundation

/// What the supervisor tells others about its children, in `supervisor.json` of the runtime folder.
struct SupervisorRecord: Codable, Sendable, Equatable {
    /// One child.
    struct Child: Codable, Sendable, Equatable {
        let name: String
        /// Nil while it is not running.
        let pid: Int32?
        let state: ChildState
        /// Starts after the first.
        let restarts: Int
        /// The child's own words, or how it ended.
        let status: String
        /// CLOCK_MONOTONIC ns of the last start.
        let startedAt: Int64?
    }

    let pid: Int32
    let instance: String
    let format: String
    let isDemo: Bool
    var children: [Child]

    /// The file of an instance.
    static func path(_ paths: InstancePaths) -> String { paths.runtime + "/supervisor.json" }

    /// Reads the record of a living supervisor; nil when there is none, or its process is gone.
    static func read(_ paths: InstancePaths) -> SupervisorRecord? {
        guard let data = FileManager.default.contents(atPath: path(paths)),
            let record = try? JSONDecoder().decode(SupervisorRecord.self, from: data),
            kill(record.pid, 0) == 0 || errno == EPERM
        else { return nil }
        return record
    }

    /// Replaces the file in one step, so that a reader sees the old or the new one.
    func write(_ paths: InstancePaths) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try encoder.encode(self).write(
            to: URL(fileURLWithPath: Self.path(paths)), options: .atomic)
    }
}

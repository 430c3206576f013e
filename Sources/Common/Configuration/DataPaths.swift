internal import Foundation

/// Where the files that ship with the programme lie (`shaders/`, `web/`).
public struct DataPaths: Sendable, Hashable {
    /// The folder that holds them.
    public let root: String

    /// Finds the data folder: `HOLDOVER_DATA_DIR`, else `share/holdover` below one of the two folders above the
    /// executable's (an installation), else the nearest folder above it with `shaders/` and `web/` (a checkout).
    /// Nil when there is none.
    public static func locate(environment: [String: String], executable: String? = nil)
        -> DataPaths?
    {
        if let given = environment["HOLDOVER_DATA_DIR"], !given.isEmpty {
            return DataPaths(root: given)
        }
        let own =
            executable
            ?? (try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        var folder = URL(fileURLWithPath: own).deletingLastPathComponent()
        // An installation: /usr/bin/holdover or /usr/lib/holdover/outputd, with /usr/share/holdover.
        var prefix = folder
        for _ in 0..<2 {
            prefix = prefix.deletingLastPathComponent()
            let installed = prefix.appendingPathComponent("share/holdover").path
            if FileManager.default.fileExists(atPath: installed) {
                return DataPaths(root: installed)
            }
        }
        while folder.path != "/" {
            let isRoot = ["shaders", "web"].allSatisfy {
                FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
            }
            if isRoot { return DataPaths(root: folder.path) }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }

    /// The shader library: the configured folder, else the shipped one.
    public func shaders(_ configuration: Configuration) -> String {
        let given = configuration.text("paths.shaders")
        return given.isEmpty ? root + "/shaders" : given
    }
    /// The page: the configured folder, else the shipped one.
    public func web(_ configuration: Configuration) -> String {
        let given = configuration.text("paths.web")
        return given.isEmpty ? root + "/web" : given
    }
}

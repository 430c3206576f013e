import Common
import Foundation
import TestKit

/// Instances whose state directory is a file system of its own.
enum TestMount {
    /// Whether a file system can be mounted here, which some containers forbid.
    static let canMount: Bool = {
        let words = ["--map-root-user", "--mount", "/bin/sh", "-c", "mount -t tmpfs tmpfs /mnt"]
        return (try? CommandResult.run("/usr/bin/unshare", words).code) == 0
    }()

    /// Starts an instance whose state directory is a file system of this size.
    static func start(
        _ arguments: [String], _ instance: TestInstance, stateSize: String,
        environment: [String: String] = [:]
    ) throws -> LiveInstance {
        let mount = "mount -t tmpfs -o size=\(stateSize) tmpfs '\(instance.paths.state)'"
        return try LiveInstance(
            arguments, environment: environment, instance: instance,
            launcher: [
                "/usr/bin/unshare", "--map-root-user", "--mount",
                "/bin/sh", "-c", mount + " && exec \"$@\"", "sh",
            ])
    }
}

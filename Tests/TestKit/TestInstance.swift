public import Common
import Foundation
public import Frames

/// An instance of its own for one test: a random name, folders in a temporary place, its shared memory.
/// Removed when the last reference goes.
public final class TestInstance: Sendable {
    /// The folders.
    public let paths: InstancePaths
    /// Where its shared objects are.
    public let plane: FramePlane
    private let root: String

    /// Makes the folders.
    public init() throws {
        let name = "test-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        root = NSTemporaryDirectory() + "holdover-\(name)"
        paths = InstancePaths(
            instance: name,
            environment: [
                "RUNTIME_DIRECTORY": root + "/run", "STATE_DIRECTORY": root + "/state",
            ])
        try paths.create()
        plane = FramePlane(paths)
    }

    deinit {
        for object in ObjectName.all { unlink(plane.name(object).path) }
        try? FileManager.default.removeItem(atPath: root)
    }

    /// What a child process needs in its environment to use the same folders.
    public var environment: [String: String] {
        ["RUNTIME_DIRECTORY": paths.runtime, "STATE_DIRECTORY": paths.state]
    }
}

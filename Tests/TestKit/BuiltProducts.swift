import Foundation

/// Executables of this package, next to the running test bundle.
public enum BuiltProducts {
    /// The path of `name`, such as "probe" or "holdover".
    public static func path(_ name: String) -> String {
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
        let folder = URL(fileURLWithPath: bundle ?? CommandLine.arguments[0])
            .resolvingSymlinksInPath().deletingLastPathComponent()
        return folder.appendingPathComponent(name).path
    }
}

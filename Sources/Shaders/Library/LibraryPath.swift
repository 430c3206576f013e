import Foundation

/// Paths an author writes, kept inside the library: a shader on air is somebody else's text.
public enum LibraryPath {
    /// The file that `path`, written in the shader file `shader`, means: relative to the shader's
    /// folder, and `..` included inside `root` (the shader's own folder where it is nil). Links
    /// are followed first. Nil where it would leave the root or is absolute.
    public static func resolve(_ path: String, from shader: String, root: String?) -> String? {
        guard !path.isEmpty, !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
        let folder = URL(fileURLWithPath: shader).deletingLastPathComponent()
        let file = folder.appendingPathComponent(path).standardizedFileURL
            .resolvingSymlinksInPath()
        let limit = root.map { URL(fileURLWithPath: $0) } ?? folder
        let confine = limit.standardizedFileURL.resolvingSymlinksInPath().path
        guard file.path.hasPrefix(confine.hasSuffix("/") ? confine : confine + "/") else {
            return nil
        }
        return file.path
    }
}

import Foundation

/// The shaders of one folder, and the files in it that cannot be used.
public struct ShaderLibrary: Sendable, Equatable {
    /// Usable shaders, ordered by id, each id once.
    public var packages: [ShaderPackage]
    /// One entry for each file that cannot be used.
    public var errors: [ShaderFileError]

    /// Makes a library.
    public init(packages: [ShaderPackage] = [], errors: [ShaderFileError] = []) {
        self.packages = packages
        self.errors = errors
    }

    /// The package called `id`, exactly.
    public func package(id: String) -> ShaderPackage? {
        packages.first { $0.id == id }
    }

    /// The largest shader text that is read, in bytes.
    public static let sourceByteCountMax = 1 << 20

    /// Reads every `.fs` file directly in `directory` (with its `.vs` neighbour). Blocks on the
    /// disk; never throws: what cannot be used is in `errors`, and the rest is usable.
    public static func scan(directory: String) -> ShaderLibrary {
        var library = ShaderLibrary()
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            library.errors.append(
                ShaderFileError(
                    file: directory, line: nil, message: "the shader folder cannot be read",
                    remedy: "check that it exists and is readable, or name another folder"))
            return library
        }
        for name in names.sorted() where name.hasSuffix(".fs") && !name.hasPrefix(".") {
            let path = directory + "/" + name
            do {
                library.packages.append(try load(path: path))
            } catch {
                library.errors.append(error)
            }
        }
        library.packages.sort { $0.id < $1.id }
        return library
    }

    /// Reads one `.fs` file and its `.vs` neighbour. Blocks on the disk.
    ///
    /// Throws `ShaderFileError` where the file cannot be read or its header cannot be used.
    public static func load(path: String) throws(ShaderFileError) -> ShaderPackage {
        let url = URL(fileURLWithPath: path)
        let fragment = try text(at: path)
        let vertexPath = url.deletingPathExtension().appendingPathExtension("vs").path
        let hasVertex = FileManager.default.fileExists(atPath: vertexPath)
        let vertex = hasVertex ? try text(at: vertexPath) : nil
        let id = url.deletingPathExtension().lastPathComponent
        guard id.utf8.count <= 128 else {
            throw ShaderFileError(
                file: path, line: nil, message: "the file's name is too long",
                remedy: "a shader's name has at most 128 bytes")
        }
        return try ShaderPackage(
            id: id, path: path, fragmentSource: fragment, vertexSource: vertex)
    }

    private static func text(at path: String) throws(ShaderFileError) -> String {
        // Opening a pipe would wait for its other end, for ever.
        var status = stat()
        guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
            throw ShaderFileError(
                file: path, line: nil, message: "the shader is no regular file",
                remedy: "put the shader's text itself into the folder")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ShaderFileError(
                file: path, line: nil, message: "the shader cannot be opened",
                remedy: "check that it exists and that this user may read it")
        }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: sourceByteCountMax + 1) else {
            throw ShaderFileError(
                file: path, line: nil, message: "the shader is empty or cannot be read",
                remedy: "begin it with a JSON header in a /* comment */")
        }
        guard data.count <= sourceByteCountMax else {
            throw ShaderFileError(
                file: path, line: nil, message: "the shader is larger than 1 MiB",
                remedy: "keep data in imported pictures, not in the text")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ShaderFileError(
                file: path, line: nil, message: "the shader is not UTF-8 text",
                remedy: "save it as UTF-8")
        }
        return text
    }
}

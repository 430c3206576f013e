import Common
import Foundation
import Shaders
import Testing

@testable import Renderer

/// The file a show is drawn into is whole, or there is none; nothing that was there is lost for it.
@Suite struct ShowFileTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/hold-show-\(UUID())"
    private let format = VideoFormat(parsing: "64x48p25")

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    /// Ten grey pictures through `environment`'s ffmpeg.
    private func draw(
        _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        let format = try #require(format)
        let output = try ShowOutput(
            path: "\(folder)/\(name)", format: format, environment: environment)
        for level in 0..<10 {
            let picture = [UInt8](repeating: UInt8(40 + level), count: format.payloadByteCount)
            try picture.withUnsafeBytes { try output.write($0) }
        }
        try output.finish()
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test(
        "A file that lacks pictures is no success, whatever ffmpeg says", arguments: ["mkv", "mp4"])
    func truncated(ending: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var environment = ProcessInfo.processInfo.environment
        let real = try #require(ChildProcess.locate("ffmpeg", environment: environment))
        let script = "#!/bin/sh\nhead -c 30000 | \(real) \"$@\"\ncat > /dev/null\nexit 0\n"
        try FileManager.default.createDirectory(
            atPath: "\(folder)/bin", withIntermediateDirectories: true)
        try script.write(toFile: "\(folder)/bin/ffmpeg", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/bin/ffmpeg")
        environment["PATH"] = "\(folder)/bin:\(environment["PATH"] ?? "/usr/bin:/bin")"
        let error = #expect(throws: ShowError.self) {
            try draw("short.\(ending)", environment: environment)
        }
        #expect(error?.problem.contains("of its 10 pictures can be read") == true)
        #expect(try names() == ["bin"])
    }

    @Test("Two runs give the same bytes", arguments: ["mkv", "mov", "mp4"])
    func sameBytes(ending: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try draw("a.\(ending)")
        try draw("b.\(ending)")
        let files = try ["a", "b"].map {
            try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0).\(ending)"))
        }
        #expect(!files[0].isEmpty)
        #expect(files[0] == files[1])
    }

    @Test("A folder in the file's place, and a missing one, are told before anything is drawn")
    func places() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: "\(folder)/taken.mkv", withIntermediateDirectories: true)
        let format = try #require(format)
        let taken = #expect(throws: ShowError.self) {
            _ = try ShowOutput(path: "\(folder)/taken.mkv", format: format)
        }
        #expect(taken?.problem.hasSuffix("is a folder") == true)
        let missing = #expect(throws: ShowError.self) {
            _ = try ShowOutput(path: "\(folder)/none/show.mkv", format: format)
        }
        #expect(missing?.problem.contains("\(folder)/none") == true)
        #expect(missing?.remedy == "Make the folder, or choose another")
    }

    @Test("A show is not drawn over its own input, also by another name of it")
    func ownInput() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/clip.mov"
        try "pictures".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/link.mov", withDestinationPath: path)
        let clips = [
            ShowClip("test:bars", decoder: "", loops: false),
            ShowClip(path, decoder: "", loops: false),
        ]
        for name in ["clip.mov", "link.mov"] {
            #expect(throws: ShowError.self) {
                try ShowClip.refuse(clips, at: "\(folder)/\(name)")
            }
        }
        try ShowClip.refuse(clips, at: "\(folder)/other.mov")
    }

    @Test(
        "A preset that cannot be used is told in words",
        arguments: [
            ("", "is no preset: it is not JSON"), ("{}", "the document has no layers"),
            ("{\"layers\": [{\"shader\": 7}]}", "layers[0].shader is of another kind"),
        ])
    func presets(text: String, expected: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/show.json"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let wrong = #expect(throws: ShowError.self) {
            _ = try PresetLayers.snapshot(path: path, library: ShaderLibrary())
        }
        #expect(wrong?.problem.hasSuffix(expected) == true)
        let missing = #expect(throws: ShowError.self) {
            _ = try PresetLayers.snapshot(path: path + "x", library: ShaderLibrary())
        }
        #expect(missing?.problem == "there is no \(path)x")
    }
}

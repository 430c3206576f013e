import Foundation
import TestKit
import Testing

/// A recording with its slot records, judged by the checker under Tests/Checker, a separate program
/// that shares no code with us.
struct Recording {
    static let tools = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Checker").path

    let folder: String
    var clip: String { folder + "/clip.mov" }
    var file: String { folder + "/out.mov" }
    var slots: String { folder + "/slots.jsonl" }

    /// A folder of its own with a clip of four seconds, 320x180 at 25 frames a second.
    init() throws {
        folder = NSTemporaryDirectory() + "holdover-clip-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let made = try CommandResult.run(
            "/usr/bin/python3", [Self.tools + "/make_clip.py", clip, "320", "180", "25", "100"])
        try #require(made.code == 0, "\(made.errors)")
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// A preset in the folder; returns its path.
    func preset(_ json: String) throws -> String {
        let path = folder + "/show.json"
        try json.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// The checker's verdict with its whole report.
    func check(frames: Int, _ options: [String] = []) throws -> CommandResult {
        try CommandResult.run(
            "/usr/bin/python3",
            [Self.tools + "/check_recording.py", file, slots, "--frames", "\(frames)"] + options)
    }
}

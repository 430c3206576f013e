import Foundation
import Proto
import Testing

@testable import IngressControl

@Suite struct ControlWatchTests {
    private static func reloads(_ bench: ControlBench) -> Int {
        bench.coordinator.commands.count { command in
            command.action?.name == "reload_shaders"
        }
    }

    @Test func aHundredSavesAreOneReload() throws {
        let bench = try ControlBench(shaders: true)
        let file = bench.folder + "/shaders/grade.fs"
        for number in 0..<100 {
            try "// \(number)".write(
                toFile: file, atomically: number.isMultiple(of: 2), encoding: .utf8)
        }
        let came = ControlBench.eventually { Self.reloads(bench) == 1 }
        #expect(came)
        usleep(300_000)
        #expect(Self.reloads(bench) == 1)
        #expect(bench.coordinator.commands.first?.origin == .file)
        // A new folder is watched as well, and an editor's own files are not shaders.
        try FileManager.default.createDirectory(
            atPath: bench.folder + "/shaders/new", withIntermediateDirectories: true)
        let folder = ControlBench.eventually { Self.reloads(bench) == 2 }
        #expect(folder)
        try "x".write(
            toFile: bench.folder + "/shaders/new/.glow.fs.swp", atomically: false, encoding: .utf8)
        try "x".write(
            toFile: bench.folder + "/shaders/new/glow.fs", atomically: false, encoding: .utf8)
        let below = ControlBench.eventually { Self.reloads(bench) == 3 }
        #expect(below)
    }

    @Test func aFolderThatGoesAwayIsFoundAgain() throws {
        let bench = try ControlBench(shaders: true)
        let folder = bench.folder + "/shaders"
        try FileManager.default.removeItem(atPath: folder)
        let gone = ControlBench.eventually { Self.reloads(bench) >= 1 }
        #expect(gone)
        let before = Self.reloads(bench)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let back = ControlBench.eventually { Self.reloads(bench) > before }
        #expect(back)
        let again = Self.reloads(bench)
        try "x".write(toFile: folder + "/glow.fs", atomically: false, encoding: .utf8)
        let seen = ControlBench.eventually { Self.reloads(bench) > again }
        #expect(seen)
    }
}

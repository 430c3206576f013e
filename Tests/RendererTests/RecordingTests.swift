import Common
import Foundation
import Frames
import Proto
import Shaders
import TestKit
import Testing

@testable import Renderer

/// What a lane takes down of its frames comes back whole, also from a file that was cut off.
@Suite struct RecordingTests {
    private let files = RecordingFiles(
        folder: FileManager.default.temporaryDirectory.path + "/hold-rec-\(UUID())")

    private static let notes: [RecordedNote] = [
        .snapshot(Snapshot(effectiveIndex: 7)), .overlay(OscOverlayApplied(effectiveIndex: 8)),
        .trigger(TriggerFired(layerId: "1", parameter: "go")),
        .reset(RenderResetRequested(layerId: "1")),
        .prepared(id: "look", generation: .max, hash: 5), .unbuildable(id: "bad", generation: 3),
        .picture(.still(path: "a/b.png", generation: 2), hash: 9),
        .picture(.table(path: "c.cube", generation: 1), hash: 0),
        .picture(.text(shader: "title", input: "line", text: "Grüße ☕"), hash: 0),
        .composite(.screen), .fused(key: "fusion drawn 5 working"), .unfused(key: "fusion"),
        .swap(LaneBuild(id: "look", hash: 5), index: FrameIndex(9), isTrial: true),
        .swap(LaneBuild(id: "look", hash: 5), index: nil, isTrial: false),
        .discard(LaneBuild(id: "look", hash: 5)), .memory, .lost(3), .undrawn(FrameIndex(8)),
        .frame(
            FrameIndex(44_000_000_000),
            [
                .init(isThere: true, index: 43_999_999_993, frameNumber: 12),
                .init(isThere: false, index: -1, frameNumber: nil),
            ]),
    ]

    private func head() throws -> RecordingHead {
        let instance = try TestInstance()
        let configuration = try Configuration(
            ConfigurationSettings(file: nil, environment: [:]))
        return RecordingHead(
            RendererConfiguration(lane: "a", configuration, paths: instance.paths))
    }

    @Test func everyNoteComesBackAsItWas() throws {
        for note in Self.notes {
            let bytes = try note.encoded()
            #expect(try decoded(bytes) == note)
            // Cut off anywhere it is damage, not another note.
            for count in 0..<bytes.count {
                #expect(throws: (any Error).self) { try decoded(Data(bytes.prefix(count))) }
            }
        }
    }

    private func decoded(_ bytes: Data) throws -> RecordedNote {
        try bytes.withUnsafeBytes { try RecordedNote(decoding: $0) }
    }

    @Test func partsFollowEachOtherAndTheOldestGo() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let limit = 8 << 16
        let writer = RecordingWriter(files, head: try head(), run: 5, byteCountMax: limit)
        try writer.write(Self.notes)
        for index in 0..<20_000 {
            try writer.write([.frame(FrameIndex(Int64(index)), [])])
        }
        writer.closePart()
        let parts = files.parts
        let sizes = try parts.map {
            try Data(contentsOf: URL(fileURLWithPath: files.path($0))).count
        }
        #expect(sizes.reduce(0, +) <= limit && parts.count > 3, "\(sizes)")
        let reader = RecordingReader(files: files)
        let run = try #require(reader.runs().first)
        #expect(run.run == 5 && run.last == FrameIndex(19_999))
        #expect(run.first > FrameIndex(0))
        // Each part begins with the stack as it was, so that it can be drawn by itself.
        let newest = try #require(parts.last)
        let (last, notes, _) = try #require(reader.part(newest))
        #expect(!last.isStart && !last.hasGap)
        let state = notes.prefix(last.stateCount)
        #expect(state.contains(Self.notes[0]) && state.contains(Self.notes[4]))
        #expect(!state.contains(.memory))
    }

    @Test func theLastOfADiskIsLeftToOthersAndTheGapIsTold() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        var free = RecordingWriter.freeByteCountMin
        let time = ManualTimeSource()
        let writer = RecordingWriter(
            files, head: try head(), run: 5, byteCountMax: 1 << 20, time: time,
            freeByteCount: { _ in free })
        try writer.write([.frame(FrameIndex(1), [])])
        free -= 1
        #expect(throws: ShowError.self) { try writer.write(Self.notes) }
        free += 1
        time.advance(by: RecordingWriter.pause)
        try writer.write([.frame(FrameIndex(9), [])])
        writer.closePart()
        let reader = RecordingReader(files: files)
        let parts = files.parts.compactMap { reader.part($0) }
        #expect(parts.map(\.head.hasGap) == [false, true])
        // What was told meanwhile is known to whoever begins behind the gap.
        #expect(parts.last?.notes.contains(Self.notes[0]) == true)
    }

    @Test func aDiskThatRefusesIsLeftAloneForAWhileAndLeavesNoEmptyParts() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let time = ManualTimeSource()
        let writer = RecordingWriter(
            files, head: try head(), run: 5, byteCountMax: 1 << 20, time: time)
        // A folder where the file would be.
        let inTheWay = files.path(RecordingFiles.Part(run: 5, number: 1))
        try FileManager.default.createDirectory(
            atPath: inTheWay, withIntermediateDirectories: true)
        var refusals = 0
        for index in 0..<120 {
            do { try writer.write([.frame(FrameIndex(Int64(index)), [])]) } catch { refusals += 1 }
            time.advance(by: .milliseconds(25))
        }
        #expect(refusals == 3)
        try? FileManager.default.removeItem(atPath: inTheWay)
        time.advance(by: RecordingWriter.pause)
        try writer.write([.frame(FrameIndex(200), [])])
        writer.closePart()
        #expect(files.parts == [RecordingFiles.Part(run: 5, number: 1)])
        let part = try #require(RecordingReader(files: files).part(files.parts[0]))
        #expect(part.head.hasGap && part.isWhole)
    }

    @Test func textsInUseAreNotTheFirstToGo() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        func package(_ number: Int) throws -> ShaderPackage {
            try ShaderPackage(
                id: "look", path: "/lib/look.fs",
                fragmentSource: "/*{}*/ void main() { } // \(number)")
        }
        let used = try package(0)
        try files.keep(used)
        let path = "\(files.folder)/texts/\(String(used.contentHash, radix: 16)).shader"
        // Built long ago, and drawn with ever since.
        try FileManager.default.setAttributes(
            [.modificationDate: Date.distantPast], ofItemAtPath: path)
        let writer = RecordingWriter(files, head: try head(), run: 5, byteCountMax: 1 << 20)
        var snapshot = Snapshot()
        snapshot.layers = [SnapshotLayer(id: "1", shaderId: "look", shaderGeneration: 1)]
        try writer.write(
            [.prepared(id: "look", generation: 1, hash: used.contentHash), .snapshot(snapshot)])
        writer.closePart()
        try writer.write([.frame(FrameIndex(1), [])])
        writer.closePart()
        let other = try package(1)
        try files.keep(other)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
            ofItemAtPath: path.replacingOccurrences(
                of: String(used.contentHash, radix: 16),
                with: String(other.contentHash, radix: 16)))
        for number in 2...256 { try files.keep(try package(number)) }
        #expect(files.package(used.contentHash) == used)
        #expect(files.package(other.contentHash) == nil)
    }

    @Test func aFileThatWasCutOffIsReadAsFarAsItGoes() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let writer = RecordingWriter(files, head: try head(), run: 5, byteCountMax: 1 << 20)
        try writer.write(Self.notes)
        writer.closePart()
        let part = try #require(files.parts.first)
        let url = URL(fileURLWithPath: files.path(part))
        let whole = try Data(contentsOf: url)
        #expect(RecordingReader(files: files).part(part)?.notes == Self.notes)
        try whole.dropLast(3).write(to: url)
        #expect(RecordingReader(files: files).part(part)?.notes == Self.notes.dropLast())
        try Data([1, 2, 3]).write(to: url)
        #expect(RecordingReader(files: files).part(part) == nil)
    }

    @Test func textsAreKeptByWhatIsInThem() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let package = try ShaderPackage(
            id: "look", path: "/lib/look.fs", fragmentSource: "/*{}*/ void main() {}",
            vertexSource: "void main() { isf_vertShaderInit(); }")
        try files.keep(package)
        try files.keep(package)
        #expect(files.package(package.contentHash) == package)
        #expect(files.package(package.contentHash &+ 1) == nil)
    }
}

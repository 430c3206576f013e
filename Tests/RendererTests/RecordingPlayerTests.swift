import Common
import Foundation
import Proto
import Shaders
import TestKit
import Testing

@testable import Renderer

/// What is drawn again is what was on air, or it is refused with its reason.
@Suite(.serialized) struct RecordingPlayerTests {
    private let files = RecordingFiles(
        folder: FileManager.default.temporaryDirectory.path + "/hold-play-\(UUID())")

    /// A generator of one level, kept as the recording keeps it.
    private func keep(
        _ id: String, _ level: Double, isKept: Bool = true
    ) throws -> ShaderPackage {
        try text(id, "void main() { gl_FragColor = vec4(vec3(\(level)), 1.0); }", isKept: isKept)
    }

    private func text(
        _ id: String, inputs: String = "", _ body: String, isKept: Bool = true
    ) throws -> ShaderPackage {
        let package = try ShaderPackage(
            id: id, path: files.folder + "/\(id).fs",
            fragmentSource: "/*{\"INPUTS\": [\(inputs)]}*/\n" + body)
        if isKept { try files.keep(package) }
        return package
    }

    private func prepared(_ package: ShaderPackage) -> RecordedNote {
        .prepared(id: package.id, generation: package.contentHash, hash: package.contentHash)
    }

    private func snapshot(
        _ packages: ShaderPackage..., at index: Int64 = 0, version: UInt64 = 1,
        bindings: [InputBinding] = []
    ) -> RecordedNote {
        var snapshot = Snapshot(
            version: StateVersion(coordinatorEpoch: 1, number: version), effectiveIndex: index)
        snapshot.layers = packages.map {
            var layer = SnapshotLayer(
                id: $0.id, shaderId: $0.id, shaderGeneration: $0.contentHash, opacity: 1)
            layer.bindings = bindings
            return layer
        }
        return .snapshot(snapshot)
    }

    private func frames(_ indices: ClosedRange<Int64>) -> [RecordedNote] {
        indices.map { .frame(FrameIndex($0), []) }
    }

    private func head(laneCount: Int = 1) throws -> RecordingHead {
        let instance = try TestInstance()
        let configuration = try Configuration(
            ConfigurationSettings(
                file: nil, environment: ["HOLDOVER_CHANNEL_FORMAT": "64x36p25"]))
        var head = RecordingHead(
            RendererConfiguration(lane: "a", configuration, paths: instance.paths))
        head.laneCount = laneCount
        return head
    }

    /// A part that begins with `state`.
    private func part(
        _ state: RecordedState, _ notes: [RecordedNote], laneCount: Int = 1
    ) throws -> (RecordingHead, [RecordedNote]) {
        var head = try head(laneCount: laneCount)
        head.isStart = false
        (head.hasDrawn, head.isFlawed) = (state.hasDrawn, state.isFlawed)
        (head.heldCount, head.waitingCount) = (state.held.count, state.waiting.count)
        let beginning = state.settled + state.held + state.waiting
        head.stateCount = beginning.count
        return (head, beginning + notes)
    }

    /// How bright each frame from `first` to `last` is.
    private func play(
        _ parts: [(RecordingHead, [RecordedNote])], _ first: Int64, _ last: Int64,
        follows: Bool = true
    ) throws -> [Int64: UInt8] {
        var luma: [Int64: UInt8] = [:]
        let player = try RecordingPlayer(
            files, head: parts[0].0, clips: [], from: FrameIndex(first), to: FrameIndex(last)
        ) { index, bytes in
            luma[index.value] = bytes[1]
            return true
        }
        for (position, (head, notes)) in parts.enumerated() {
            let isFirst = position == 0
            guard
                try player.play(head, notes, isFirst: isFirst, follows: isFirst || follows)
            else { break }
        }
        return luma
    }

    /// Why `work` is refused.
    private func refusal(_ work: () throws -> [Int64: UInt8]) -> String {
        do { return "drawn: \(try work())" } catch { return "\(error)" }
    }

    @Test func aStillComesBeforeTheStackThatNamesItAndMustBeWhatItWas() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let show = try text(
            "show", inputs: #"{"NAME": "image", "TYPE": "image"}"#,
            "void main() { gl_FragColor = IMG_THIS_PIXEL(image); }")
        func write(_ level: UInt8) throws {
            let bytes = Array("P6 4 4 255\n".utf8) + [UInt8](repeating: level, count: 48)
            try Data(bytes).write(to: URL(fileURLWithPath: files.folder + "/a.ppm"))
        }
        try write(255)
        let reference = ImageRef(path: "a.ppm", generation: 1)
        let key = PictureKey(reference)
        let hash = try ShaderResources.sourceHash(key, show)
        let bindings = [InputBinding(parameter: "image", source: .image(reference))]
        let notes =
            [.picture(key, hash: hash), prepared(show), snapshot(show, bindings: bindings)]
            + frames(1...2)
        #expect(try play([(try head(), notes)], 1, 2) == [1: 235, 2: 235])
        try write(9)
        let reason = refusal { try play([(try head(), notes)], 1, 2) }
        #expect(
            reason.contains("frame 1") && reason.contains("a.ppm is not what it was"), "\(reason)")
    }

    @Test func soundIsNotInvented() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let meter = try text(
            "meter", inputs: #"{"NAME": "sound", "TYPE": "audio"}"#,
            "void main() { gl_FragColor = IMG_NORM_PIXEL(sound, vec2(0.5)); }")
        let notes = [prepared(meter), snapshot(meter)] + frames(1...2)
        let reason = refusal { try play([(try head(), notes)], 1, 2) }
        #expect(reason.contains("meter listens, and sound is not recorded"), "\(reason)")
    }

    @Test func aTextThatIsGoneCostsOnlyWhatNeedsIt() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let grey = try keep("grey", 0.5)
        let gone = try keep("gone", 1, isKept: false)
        let notes =
            [prepared(gone), prepared(grey), snapshot(grey)] + frames(1...2)
            + [snapshot(grey, gone, version: 2)] + frames(3...4)
        let drawn = try play([(try head(), notes)], 1, 2)
        #expect(drawn.count == 2)
        let reason = refusal { try play([(try head(), notes)], 1, 3) }
        #expect(reason.contains("frame 3") && reason.contains("the text of gone"), "\(reason)")
    }

    @Test func aBuildThatWaitsForTheOtherLaneIsNotDrawn() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let dark = try keep("look", 0)
        let bright = try keep("look", 1)
        var state = RecordedState(laneCount: 2)
        for note in [prepared(dark), snapshot(dark), .frame(FrameIndex(1), []), prepared(bright)] {
            state.take(note)
        }
        state.take(.frame(FrameIndex(2), []))
        let swap = RecordedNote.swap(
            LaneBuild(id: "look", hash: bright.contentHash), index: FrameIndex(4), isTrial: false)
        let notes = frames(3...3) + [swap] + frames(4...4)
        let first = try part(state, notes, laneCount: 2)
        #expect(try play([first], 3, 4) == [3: 16, 4: 235])
        for note in notes { state.take(note) }
        #expect(try play([part(state, frames(5...5), laneCount: 2)], 5, 5) == [5: 235])
    }

    @Test func whatWaitsForItsFrameWaitsAcrossParts() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let dark = try keep("dark", 0)
        let bright = try keep("bright", 1)
        var state = RecordedState(laneCount: 1)
        for note in [prepared(dark), prepared(bright), snapshot(dark)] + frames(1...2) {
            state.take(note)
        }
        state.take(snapshot(bright, at: 5, version: 2))
        let parts = [try part(state, frames(3...6))]
        #expect(try play(parts, 3, 6) == [3: 16, 4: 16, 5: 235, 6: 235])
    }

    @Test func whatWasLostIsRefusedBySlot() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        let grey = try keep("grey", 0.5)
        let start = [prepared(grey), snapshot(grey)] + frames(1...3)
        let lost = start + [.lost(2)] + frames(6...7)
        let reason = refusal { try play([(try head(), lost)], 1, 7) }
        #expect(reason.contains("frame 6") && reason.contains("2 notes were lost"), "\(reason)")
        // A new file that begins behind it knows no better.
        var state = RecordedState(laneCount: 1)
        for note in lost { state.take(note) }
        let later = refusal { try play([try part(state, frames(8...9))], 8, 9) }
        #expect(later.contains("notes were lost earlier in this run"), "\(later)")
        // A file that is damaged or gone: what follows it is known, its frames are missing.
        var whole = RecordedState(laneCount: 1)
        for note in start { whole.take(note) }
        let parts = [(try head(), start), try part(whole, frames(6...8))]
        let gap = refusal { try play(parts, 2, 8, follows: false) }
        #expect(gap.contains("frames 4 to 5") && gap.contains("damaged"), "\(gap)")
        #expect(try play(parts, 6, 8, follows: false).count == 3)
    }

    @Test func aStretchIsDrawnWholeOrNotAtAll() throws {
        let runs = [
            (run: Int64(1), first: FrameIndex(1000), last: FrameIndex(1500)),
            (run: 2, first: FrameIndex(1510), last: FrameIndex(2500)),
        ]
        func stretch(_ first: Int64?, _ last: Int64?) throws -> [Int64] {
            let found = try ShowRun.stretch(from: first, to: last, in: runs, of: "folder")
            return [found.run, found.slots.lowerBound, found.slots.upperBound]
        }
        #expect(try stretch(nil, nil) == [2, 1510, 2500])
        #expect(try stretch(1100, 1200) == [1, 1100, 1200])
        #expect(try stretch(nil, 1200) == [1, 1000, 1200])
        #expect(try stretch(2000, nil) == [2, 2000, 2500])
        for (first, last) in [(1000, 2000), (2000, 2501), (1505, 1507)] as [(Int64, Int64)] {
            #expect(throws: ShowError.self) { try stretch(first, last) }
        }
    }

    @Test func aMediumIsMeasuredWhereItsEndWasNotSeen() throws {
        defer { try? FileManager.default.removeItem(atPath: files.folder) }
        try FileManager.default.createDirectory(
            atPath: files.folder, withIntermediateDirectories: true)
        let format = try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
        let decoder = files.folder + "/decoder"
        // `decode SOURCE --format F --matrix M --from N`: a medium of seven pictures.
        let script = """
            #!/bin/sh
            left=$((7 - $8)); [ $left -gt 0 ] || exit 0
            head -c $((left * \(format.payloadByteCount))) /dev/zero
            """
        try script.write(toFile: decoder, atomically: true, encoding: .utf8)
        chmod(decoder, 0o755)
        func clip(_ loops: Bool) -> ClipReader {
            ClipReader(.init(source: "file:x", format: format, decoder: decoder, loops: loops))
        }
        let looping = clip(true)
        #expect(try looping.advance(to: 530) && looping.number == 530 % 7)
        let plain = clip(false)
        #expect(try !plain.advance(to: 530))
        #expect(plain.count == 7)
    }
}

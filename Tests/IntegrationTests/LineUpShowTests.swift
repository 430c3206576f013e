import Common
import Foundation
import TestKit
import Testing

/// Line-up signals on air: as programme through the renderer, and as slate.
@Suite(.serialized, .realTime) struct LineUpShowTests {
    private static let (width, height, seconds) = (320, 180, 10)

    /// What a recording holds, frame by frame: luma, and the left channel's samples.
    private func decode(_ recording: Recording) throws -> (luma: [[UInt8]], sound: [[Int32]]) {
        let (picture, tone) = (recording.folder + "/out.gray", recording.folder + "/out.s32")
        let made = try CommandResult.run(
            "/usr/bin/ffmpeg",
            [
                "-v", "error", "-y", "-i", recording.file, "-map", "0:v", "-vf", "extractplanes=y",
                "-fps_mode", "passthrough", "-f", "rawvideo", picture, "-map", "0:a", "-af",
                "pan=mono|c0=c0", "-f", "s32le", tone,
            ])
        try #require(made.code == 0, "\(made.errors)")
        let luma = [UInt8](try Data(contentsOf: URL(fileURLWithPath: picture)))
        let samples = try Data(contentsOf: URL(fileURLWithPath: tone)).withUnsafeBytes {
            Array($0.bindMemory(to: Int32.self))
        }
        func cut<Value>(_ all: [Value], _ size: Int) -> [[Value]] {
            stride(from: 0, to: all.count - size + 1, by: size).map { Array(all[$0..<$0 + size]) }
        }
        return (cut(luma, Self.width * Self.height), cut(samples, 1_920))
    }

    @Test(.timeLimit(.minutes(3)))
    func `flash and beep come together through the renderer, and the slate is bars`() throws {
        let recording = try Recording()
        defer { recording.remove() }
        let live = try LiveInstance(
            [
                "--input", "test:lipsync", "--output", "file:\(recording.file)", "--format",
                "320x180p25", "--duration", "\(Self.seconds)", "--preset",
                try recording.preset(#"{"holdover_preset": 1, "layers": []}"#),
            ], environment: ["HOLDOVER_PLAYOUT_SLATE": "test:ebu"])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        usleep(3_500_000)
        #expect(try live.holdover(["force", "slate"]).code == 0)
        usleep(1_500_000)
        #expect(try live.holdover(["force", "auto"]).code == 0)
        #expect(live.wait(within: 60) == 0, "\(live.text)")
        let (luma, sound) = try decode(recording)
        #expect(luma.count == 25 * Self.seconds && sound.count == luma.count)
        // Yellow of 100/0/75/0 bars (BT.601) at 18 % of the width, and white at 5 %: the slate is a still.
        let line = Self.height / 5 * Self.width
        let isSlate = luma.map { frame in
            frame[line + Self.width * 18 / 100] == 162 && frame[line + Self.width / 20] == 235
        }
        let slates = isSlate.count { $0 }
        #expect((25...125).contains(slates), "\(slates) pictures of the slate")
        // White, but for the track of the moving element.
        let flashes = luma.map { frame in frame.count { $0 == 235 } > frame.count * 9 / 10 }
        let beeps = sound.indices.filter { sound[$0].contains { abs($0) > 1 << 24 } }
        // A beep fills its slot and no other; the sound goes on under the slate.
        #expect((Self.seconds - 1...Self.seconds + 1).contains(beeps.count), "\(beeps)")
        #expect(zip(beeps, beeps.dropFirst()).allSatisfy { $1 - $0 == 25 }, "\(beeps)")
        for slot in sound.indices where !beeps.contains(slot) {
            #expect(sound[slot].allSatisfy { $0 == 0 })
        }
        // A slot that had to repeat its neighbour on a busy host has no flash of its own.
        let seen = beeps.filter { !isSlate[$0] }
        let together = seen.count { flashes[$0] }
        #expect(together >= seen.count - 1 && together >= 3, "\(together) of \(seen.count)")
        let strays = flashes.indices.filter { flashes[$0] && !beeps.contains($0) }
        #expect(strays.count <= 1, "flashes without a beep: \(strays)")
    }
}

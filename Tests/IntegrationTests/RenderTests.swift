import Common
import Foundation
import Frames
import TestKit
import Testing

/// `holdover render`: shows drawn offline by the real programs, from real media, into real files.
@Suite(.serialized) struct RenderTests {
    /// Remembers every frame, so that one that is wrong stays wrong.
    private static let trail = """
        /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"},
            {"NAME": "amount", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0}],
            "PASSES": [{"TARGET": "past", "PERSISTENT": true, "FLOAT": true}, {}]}*/
        void main() {
            vec4 now = IMG_THIS_PIXEL(inputImage);
            if (PASSINDEX == 0) gl_FragColor = mix(now, IMG_THIS_PIXEL(past), 0.9);
            else gl_FragColor = mix(now, IMG_THIS_PIXEL(past), amount);
        }
        """

    private static func tint(_ red: Double) -> String {
        """
        /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
        void main() {
            gl_FragColor = IMG_THIS_PIXEL(inputImage) * vec4(\(red), 0.9, fract(TIME), 1.0);
        }
        """
    }

    /// A folder with two shaders, a preset of both, and a clip.
    private struct Show {
        let recording: Recording
        var folder: String { recording.folder }
        let preset: String

        init() throws {
            recording = try Recording()
            preset = try recording.preset(
                """
                {"holdover_preset": 1, "layers": [
                  {"name": "trail", "shader": "trail"},
                  {"name": "tint", "shader": "tint", "opacity": 0.75}]}
                """)
            try write("trail", RenderTests.trail)
            try write("tint", RenderTests.tint(0.5))
        }

        func write(_ id: String, _ text: String) throws {
            try text.write(toFile: "\(folder)/\(id).fs", atomically: true, encoding: .utf8)
        }

        func render(
            _ words: [String], _ instance: TestInstance? = nil
        ) throws -> CommandResult {
            let own = ProcessInfo.processInfo.environment
            return try CommandResult.run(
                LiveInstance.programs + "/holdover", ["render"] + words,
                environment: own.merging(instance?.environment ?? [:]) { $1 })
        }

        func offline(_ words: [String], into file: String) throws -> CommandResult {
            try render(
                [
                    "--preset", preset, "--shaders", folder, "--format", "320x180p25", "--output",
                    folder + "/" + file,
                ] + words)
        }

        func bytes(_ file: String) throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
        }
    }

    private static let frameByteCount = 320 * 180 * 2

    @Test(.timeLimit(.minutes(3)))
    func twoRunsGiveTheSameBytesAndNoFrameIsMissing() throws {
        let show = try Show()
        defer { show.recording.remove() }
        for file in ["one.raw", "two.raw"] {
            let result = try show.offline(["--input", show.recording.clip], into: file)
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.hasPrefix("100 frames in "), "\(result.output)")
        }
        let whole = try show.bytes("one.raw")
        #expect(whole.count == 100 * Self.frameByteCount)
        #expect(try show.bytes("two.raw") == whole)
        // A stretch is the same pictures: what came before it is drawn, since the stack remembers.
        let part = try show.offline(
            ["--input", show.recording.clip, "--from", "60", "--to", "63"], into: "part.raw")
        #expect(part.code == 0, "\(part.errors)")
        let start = 60 * Self.frameByteCount
        #expect(try show.bytes("part.raw") == whole[start..<start + 4 * Self.frameByteCount])
        // A file made by ffmpeg has the same pictures.
        let coded = try show.offline(
            ["--input", show.recording.clip, "--to", "9"], into: "coded.mkv")
        #expect(coded.code == 0, "\(coded.errors)")
        let decoded = try CommandResult.run(
            "/usr/bin/env",
            [
                "ffmpeg", "-v", "error", "-i", show.folder + "/coded.mkv", "-f", "rawvideo",
                "-pix_fmt", "uyvy422", "-y", show.folder + "/decoded.raw",
            ])
        #expect(decoded.code == 0, "\(decoded.errors)")
        #expect(try show.bytes("decoded.raw") == whole[..<(10 * Self.frameByteCount)])
    }

    @Test(.timeLimit(.minutes(2)))
    func whatIsWrongIsNamedAndNothingIsLeftOfTheFile() throws {
        let show = try Show()
        defer { show.recording.remove() }
        func fails(_ words: [String], into file: String = "out.raw", saying text: String) throws {
            let result = try show.offline(words, into: file)
            #expect(result.code == 1, "\(words): \(result.output)")
            #expect(result.errors.contains(text), "\(words): \(result.errors)")
            let left = try FileManager.default.contentsOfDirectory(atPath: show.folder)
            #expect(!left.contains { $0.hasPrefix("out") }, "\(words) leaves \(left)")
        }
        try fails(["--input", "/none.mov"], saying: "/none.mov")
        try fails(
            ["--input", show.recording.clip, "--to", "150"], saying: "--loop, or --to 99")
        try fails(["--to", "3"], into: "out.xyz", saying: "Use one of .raw")
        try fails(["--to", "3"], into: "none/out.raw", saying: "No such file")
        try fails(["--to", "3"], into: "none/out.mkv", saying: "Make the folder")
        try show.write("tint", "/*{}*/\nvoid main() { gl_FragColor = nothing; }")
        try fails(["--to", "3"], saying: "tint.fs:2")
        let usage = try show.offline([], into: "out.raw")
        #expect(usage.code == 2 && usage.errors.contains("say --to FRAME"), "\(usage.errors)")
    }

    @Test(.timeLimit(.minutes(2)), .enabled(if: TestMount.canMount, "needs a mount namespace"))
    func aFullDiskIsSaid() throws {
        let show = try Show()
        defer { show.recording.remove() }
        let script = """
            mkdir small && mount -t tmpfs -o size=300k tmpfs small && "$@"; code=$?
            ls -A small; exit $code
            """
        let result = try CommandResult.run(
            "/usr/bin/unshare",
            [
                "--map-root-user", "--mount", "/bin/sh", "-c", "cd '\(show.folder)'; " + script,
                "sh", LiveInstance.programs + "/holdover", "render", "--preset", show.preset,
                "--shaders", show.folder, "--format", "320x180p25", "--to", "50", "--output",
                "small/out.raw",
            ], environment: ProcessInfo.processInfo.environment)
        #expect(result.code == 1)
        #expect(
            result.errors.contains("No space left on device. Free disk space"), "\(result.errors)")
        #expect(result.output.isEmpty, "left: \(result.output)")
    }

    @Test(.timeLimit(.minutes(2)))
    func anEncoderThatDiesEndsItWithItsReason() throws {
        let show = try Show()
        defer { show.recording.remove() }
        let fake = show.folder + "/ffmpeg"
        try "#!/bin/sh\nhead -c 500000 >/dev/null; echo 'no more of this' >&2; exit 3\n".write(
            toFile: fake, atomically: true, encoding: .utf8)
        chmod(fake, 0o755)
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = show.folder + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        let result = try CommandResult.run(
            LiveInstance.programs + "/holdover",
            [
                "render", "--preset", show.preset, "--shaders", show.folder, "--format",
                "320x180p25", "--to", "200", "--output", show.folder + "/out.mkv",
            ], environment: environment)
        #expect(result.code == 1)
        #expect(result.errors.contains("no more of this"), "\(result.errors)")
        #expect(result.errors.contains("ffmpeg ended with exit code 3"), "\(result.errors)")
    }

    /// One OSC message to the first layer.
    private static func move(_ amount: Float, port: UInt16) {
        var bytes = Array("/holdover/layers/1/params/amount".utf8) + [0, 0, 0, 0]
        bytes += Array(",f\0\0".utf8)
        withUnsafeBytes(of: amount.bitPattern.bigEndian) { bytes += $0 }
        let socket = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let sent = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    socket, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        #expect(sent == bytes.count)
    }

    /// The medium loops, values move by OSC, the shader on air is edited: the recording draws it again.
    @Test(.realTime, .timeLimit(.minutes(5)))
    func whatWasOnAirIsDrawnAgain() throws {
        let show = try Show()
        defer { show.recording.remove() }
        let live = try LiveInstance([
            "--format", "320x180p25", "--input", "file:" + show.recording.clip, "--shaders",
            show.folder, "--preset", show.preset,
        ])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        let port = try #require(live.instance.paths.port(of: "osc"))
        let follower = RingFollower(.programA, in: live.instance.plane)
        var aired: [Int64: Data] = [:]
        for step in 0..<150 {
            Self.move(Float(step % 20) / 20, port: UInt16(port))
            if step == 60 { try show.write("tint", Self.tint(0.8)) }
            usleep(40_000)
            guard let reader = follower.reader(at: SystemTimeSource().now()),
                let newest = reader.newest,
                let frame = reader.read(newest.index, timelineEpoch: newest.timelineEpoch).frame
            else { continue }
            let bytes = Data(frame.payload)
            if frame.isStillValid() { aired[newest.index.value] = bytes }
        }
        let now = try show.render(
            [
                "--stack", "--instance", live.instance.paths.instance, "--format", "320x180p25",
                "--to", "3", "--output", show.folder + "/stack.raw",
            ], live.instance)
        #expect(now.code == 0 && now.output.hasPrefix("4 frames"), "\(now.errors)")
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
        #expect(aired.count > 50)
        let first = try #require(aired.keys.min())
        let last = try #require(aired.keys.max())
        let result = try show.render(
            [
                "--recording", "--instance", live.instance.paths.instance, "--input",
                show.recording.clip, "--from", "\(first)", "--to", "\(last)", "--output",
                show.folder + "/again.raw", "--slots", show.folder + "/again.txt",
            ], live.instance)
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        let again = try show.bytes("again.raw")
        let slots = try String(contentsOfFile: show.folder + "/again.txt", encoding: .utf8)
            .split(separator: "\n").compactMap { Int64($0) }
        #expect(again.count == slots.count * Self.frameByteCount)
        var different: [Int64] = []
        for (position, slot) in slots.enumerated() {
            guard let picture = aired.removeValue(forKey: slot) else { continue }
            let start = position * Self.frameByteCount
            if again[start..<start + Self.frameByteCount] != picture { different.append(slot) }
        }
        #expect(different.isEmpty, "of \(slots.count) from \(first)")
        #expect(aired.isEmpty, "not drawn again")
        print("drawn again: \(slots.count) slots, equal to what was on air")
    }
}

import Common
import Foundation
import Frames
import TestKit
import Testing

/// Each mistake gives one clear error that names the thing and the remedy; none stops what is on air.
@Suite(.serialized, .realTime) struct BadInputTests {
    private let base = ["--format", "320x180p25"]

    /// Runs `holdover up`, which must refuse; returns what it said.
    private func refusal(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (code: Int32?, text: String) {
        let live = try LiveInstance(base + arguments, environment: environment)
        let code = live.wait(within: 60)
        usleep(50_000)
        return (code, live.text)
    }

    @Test func aMissingClipIsNamed() throws {
        let answer = try refusal(["--input", "file:/nowhere/clip.mov"])
        #expect(answer.code == 1)
        #expect(answer.text.contains("/nowhere/clip.mov") && answer.text.contains("--input"))
    }

    @Test func aBrokenClipIsNamed() throws {
        let path =
            NSTemporaryDirectory() + "holdover-broken-\(UInt32.random(in: 0...9_999_999)).mp4"
        try "this is no film".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let answer = try refusal(["--input", "file:\(path)"])
        #expect(answer.code == 1)
        #expect(answer.text.contains(path) && answer.text.contains("ffprobe"))
    }

    @Test func aWrongKeyIsNamedWithItsLine() throws {
        let path = NSTemporaryDirectory() + "holdover-\(UInt32.random(in: 0...9_999_999)).toml"
        try "[channel]\nfromat = \"320x180p25\"\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let answer = try refusal(["--config", path])
        #expect(answer.code == 2)
        #expect(answer.text.contains("\(path):2") && answer.text.contains("channel.fromat"))
        // As the condition of a unit, less than 255 would mean that it is not wanted.
        for words in [["card", "wanted"], ["hooks", "--wanted"]] {
            let condition = try CommandResult.run(
                LiveInstance.programs + "/holdover", words + ["--config", path])
            #expect(condition.code == 255 && condition.errors.contains("\(path):2"))
        }
    }

    @Test func aMissingFfmpegIsNamedWithItsPackage() throws {
        let answer = try refusal(
            ["--input", "file:/etc/hostname"], environment: ["PATH": "/nowhere"])
        #expect(answer.code == 1)
        #expect(answer.text.contains("ffmpeg") && answer.text.contains("apt-get install"))
    }

    @Test func anOutputIntoNowhereIsNamed() throws {
        let answer = try refusal(["--output", "file:/nowhere/out.mov"])
        #expect(answer.code == 1)
        #expect(answer.text.contains("/nowhere"))
    }

    @Test func aPresetThatIsNoneIsNamed() throws {
        let answer = try refusal(["--preset", "/etc/hostname"])
        #expect(answer.code == 2)
        #expect(answer.text.contains("/etc/hostname") && answer.text.contains("JSON"))
    }

    @Test(.timeLimit(.minutes(3)))
    func whatIsOnAirStaysOnAir() throws {
        let shaders =
            NSTemporaryDirectory() + "holdover-shaders-\(UInt32.random(in: 0...9_999_999))"
        let shipped = SourceTree.root.appendingPathComponent("shaders").path
        try FileManager.default.copyItem(atPath: shipped, toPath: shaders)
        defer { try? FileManager.default.removeItem(atPath: shaders) }
        try "/*{ \"ISFVSN\": \"2\" }*/ void main() { nonsense }".write(
            toFile: shaders + "/broken.fs", atomically: true, encoding: .utf8)
        let live = try LiveInstance(base + ["--input", "test:bars", "--shaders", shaders])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")

        let unknown = try live.holdover(["layer", "add", "no-such-shader"])
        #expect(unknown.code == 1 && unknown.errors.contains("no-such-shader"))
        // A shader that does not compile is accepted as an order and fails as a build, or is
        // refused at once: the picture goes on either way.
        _ = try live.holdover(["layer", "add", "broken"])
        let wrong = try live.holdover(["set", "1", "no-such-parameter", "1"])
        #expect(wrong.code == 1 && !wrong.errors.isEmpty)
        try sendGarbage(live)

        let before = live.timeline
        #expect(
            live.waits(20) {
                let now = live.timeline?.totals[.programA, .completed] ?? 0
                return now > (before?.totals[.programA, .completed] ?? 0) + 25
            }, "the programme stood still: \(live.text)")
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
        #expect(live.timeline?.totals.lost == 0)
    }

    @Test("A shader saved broken, and the renderer killed: the last good version is on air")
    func aShaderSavedBrokenOutlivesItsRenderer() throws {
        let shaders =
            NSTemporaryDirectory() + "holdover-shaders-\(UInt32.random(in: 0...9_999_999))"
        try FileManager.default.createDirectory(
            atPath: shaders, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: shaders) }
        let file = shaders + "/plain.fs"
        func save(_ text: String) throws {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        }
        try save("/*{}*/ void main() { gl_FragColor = vec4(1.0, 0.0, 0.0, 1.0); }")
        let live = try LiveInstance(base + ["--input", "test:bars", "--shaders", shaders])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        #expect(try live.holdover(["layer", "add", "plain"]).code == 0)
        let shot = shaders + "/shot.png"
        func isRed() throws -> Bool {
            guard try live.holdover(["screenshot", shot]).code == 0 else { return false }
            let pixel = try CommandResult.run(
                "/bin/sh",
                [
                    "-c",
                    "ffmpeg -v error -i '\(shot)' -vf crop=1:1,format=rgb24 -f rawvideo -"
                        + " | od -An -tx1",
                ]
            ).output.split(separator: " ")
            return pixel.count == 3 && pixel[0].hasPrefix("f") && pixel[1].hasPrefix("0")
        }
        #expect(try live.waits(20) { try isRed() })
        for broken in ["no header at all", "/*{}*/ void main() { gl_FragColor = ; }"] {
            try save(broken)
            var alarms = ""
            let isSaid = try live.waits(20) {
                alarms = try live.holdover(["alarm", "list"]).output
                return alarms.contains("shader-build-failed") && alarms.contains("plain.fs")
            }
            #expect(isSaid, "\(alarms)")
            let restarts = live.restarts(of: "renderd.a")
            #expect(live.kill9("renderd.a"))
            #expect(live.waits(20) { live.restarts(of: "renderd.a") > restarts })
            let frames = live.timeline?.totals[.programA, .completed] ?? 0
            let isOn = live.waits(20) {
                (live.timeline?.totals[.programA, .completed] ?? 0) > frames + 50
            }
            #expect(isOn, "\(live.text)")
            #expect(try isRed(), "its last good version is gone: \(live.text)")
            alarms = try live.holdover(["alarm", "list"]).output
            #expect(alarms.contains("its last good version stays on air"), "\(alarms)")
        }
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
        #expect(live.timeline?.totals.lost == 0)
    }

    /// A malformed OSC packet and malformed HTTP bodies.
    private func sendGarbage(_ live: LiveInstance) throws {
        let paths = live.instance.paths
        let osc = try #require(paths.port(of: "osc"))
        let http = try #require(paths.port(of: "http"))
        let script = """
            import socket, urllib.request, urllib.error
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            for junk in (b"", b"/", b"\\xff" * 900, b"/holdover\\0\\0\\0,f\\0\\0", b"#bundle\\0" + b"\\1" * 40):
                s.sendto(junk, ("127.0.0.1", \(osc)))
            request = urllib.request.Request("http://127.0.0.1:\(http)/api/v1/layers",
                data=b"{not json", headers={"Content-Type": "application/json"})
            try:
                urllib.request.urlopen(request, timeout=5)
                print("accepted")
            except urllib.error.HTTPError as error:
                print(error.code, error.headers.get("Content-Type"), error.read().decode())
            """
        let answer = try CommandResult.run("/usr/bin/python3", ["-c", script])
        #expect(answer.output.hasPrefix("4"), "\(answer.output)\(answer.errors)")
        #expect(answer.output.contains("problem+json"))
    }

    @Test(.timeLimit(.minutes(2)))
    func aForeignObjectUnderOurNameIsNamed() throws {
        let instance = try TestInstance()
        let path = instance.paths.sharedMemoryPath("timeline")
        try "not ours".write(toFile: path, atomically: true, encoding: .utf8)
        let answer = try CommandResult.run(
            LiveInstance.programs + "/holdover",
            ["slots", "--instance", instance.paths.instance],
            environment: ProcessInfo.processInfo.environment.merging(instance.environment) { $1 })
        #expect(answer.code != 0 && answer.errors.contains(path))
        let refused = try LiveInstance(base + ["--input", "test:bars"], instance: instance)
        #expect(refused.wait(within: 60) == 1)
        #expect(refused.text.contains(path) && refused.text.contains("remove it"))
        #expect(FileManager.default.contents(atPath: path) == Data("not ours".utf8))
        unlink(path)
        let live = try LiveInstance(base + ["--input", "test:bars"], instance: instance)
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
    }

    @Test(.timeLimit(.minutes(2)), .enabled(if: TestMount.canMount, "needs a mount namespace"))
    func aStateDirectoryWithoutRoomIsNamed() throws {
        let instance = try TestInstance()
        let live = try TestMount.start(
            base + ["--input", "test:bars"], instance, stateSize: "16k")
        #expect(live.wait(within: 60) == 1)
        #expect(live.text.contains(instance.paths.state) && live.text.contains("free space"))
    }

    @Test(.timeLimit(.minutes(2)), .enabled(if: TestMount.canMount, "needs a mount namespace"))
    func aStateDirectoryThatFillsUpIsNamedAndCostsNothingOnAir() throws {
        let instance = try TestInstance()
        let live = try TestMount.start(
            base + ["--input", "test:bars"], instance, stateSize: "2m")
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        let inside = "/proc/\(live.supervisor)/root\(instance.paths.state)/fill"
        _ = try CommandResult.run("/bin/sh", ["-c", "head -c 8M /dev/zero >'\(inside)'"])
        var refusal = ""
        let refuses = try live.waits(30) {
            let answer = try live.holdover(["layer", "add", "invert"])
            refusal = answer.errors
            return answer.code == 1
        }
        #expect(refuses && refusal.contains("Free disk space"), "\(refusal)")
        for alarm in ["store-unavailable", "slot-log"] {
            let stands = try live.waits(30) {
                try live.holdover(["alarm", "list"]).output.contains(alarm)
            }
            #expect(stands, "no alarm names \(alarm): \(live.text)")
        }
        // A run that ends now is answered, and its summary waits for room.
        let stopped = try live.holdover(["run", "stop", "--reason", "full"])
        #expect(stopped.code == 0 && stopped.output.contains("\nstopped"), "\(stopped.output)")
        #expect(stopped.output.contains("the store cannot be written"), "\(stopped.output)")
        // A coordinator that dies now starts from a copy of what it cannot write, and goes on.
        func layerCount() throws -> Int {
            try live.holdover(["layer", "list"]).output.split(separator: "\n").count
        }
        let count = try layerCount()
        #expect(live.kill9("coordinatord"))
        let isBack = try live.waits(30) {
            try live.holdover(["layer", "bypass", "1", "toggle"]).code == 0
        }
        #expect(isBack, "\(live.text)")
        #expect(try layerCount() == count)
        #expect(try live.holdover(["layer", "add", "invert"]).errors.contains("Free disk space"))
        unlink(inside)
        let resumes = try live.waits(30) {
            try live.holdover(["layer", "add", "invert"]).code == 0
        }
        #expect(resumes, "\(live.text)")
        // The history resumed by itself: the run has its summary, once, over the death as well.
        let runs = try live.holdover(["history", "list", "--format", "json"]).output
            .split(separator: "\n")
        #expect(runs.count == 1 && runs[0].contains("full"), "\(runs)")
        // And so have its lines: those from the time without room outlived the death.
        let lines = try live.holdover(["history", "as-run", "--format", "json"]).output
        for words in ["raised store-unavailable", "running → stopping", "stopping → stopped"] {
            let count = lines.components(separatedBy: words).count - 1
            #expect(count == 1, "\(words): \(lines)")
        }
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
        #expect(live.timeline?.totals.lost == 0)
    }
}

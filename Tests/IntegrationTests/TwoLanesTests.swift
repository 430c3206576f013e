import Common
import Foundation
import Frames
import Synchronization
import TestKit
import Testing

/// Two lanes with moving input, feedback and automation: whichever dies, the other's frames are on
/// air in the same slot, and whichever comes back draws what the other does, byte for byte.
@Suite(.serialized, .realTime) struct TwoLanesTests {
    /// Ten frames ago is still seen, so that any difference stays.
    private static let trail = """
        /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"},
            {"NAME": "amount", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0}],
            "PASSES": [{"TARGET": "past", "PERSISTENT": true, "FLOAT": true}, {}]}*/
        void main() {
            vec4 now = IMG_THIS_PIXEL(inputImage);
            if (PASSINDEX == 0) gl_FragColor = mix(now, IMG_THIS_PIXEL(past), 0.98);
            else gl_FragColor = mix(now, IMG_THIS_PIXEL(past), amount);
        }
        """

    /// Compares each frame both lanes have, from when they say that they are in step.
    private final class Comparison: Sendable {
        struct Counts {
            var equal = 0
            var different: [Int64] = []
            var isEnded = false
            /// Equal ones in a row, up to now.
            var run = 0
        }
        let counts = Mutex(Counts())

        func run(_ plane: FramePlane) {
            let lanes = [RingFollower(.programA, in: plane), RingFollower(.programB, in: plane)]
            let time = SystemTimeSource()
            var last: FrameIndex?
            while !counts.withLock({ $0.isEnded }) {
                time.sleep(until: time.now() + .milliseconds(8))
                let rings = lanes.compactMap { $0.reader(at: time.now()) }
                let newest = rings.compactMap(\.newest)
                guard newest.count == 2, newest[0].timelineEpoch == newest[1].timelineEpoch else {
                    counts.withLock { $0.run = 0 }
                    continue
                }
                let index = min(newest[0].index, newest[1].index)
                guard index != last else { continue }
                last = index
                let frames = rings.compactMap {
                    $0.read(index, timelineEpoch: newest[0].timelineEpoch).frame
                }
                let isOut = frames.contains { $0.metadata.flags.contains(.outOfStep) }
                guard frames.count == 2, !isOut else {
                    counts.withLock { $0.run = 0 }
                    continue
                }
                let isEqual = frames[0].payload.elementsEqual(frames[1].payload)
                guard frames.allSatisfy({ $0.isStillValid() }) else { continue }
                counts.withLock {
                    $0.run = isEqual ? $0.run + 1 : 0
                    if isEqual { $0.equal += 1 } else { $0.different.append(index.value) }
                }
            }
        }
    }

    private static func laneOnAir(_ live: LiveInstance) -> String? {
        let records = TimelineReader(in: live.instance.plane).records().suffix(12)
        return records.last { $0.source.isProgram }.map {
            $0.source == .programA ? "renderd.a" : "renderd.b"
        }
    }

    private static func automate(_ live: LiveInstance) throws -> Process {
        let port = try #require(live.instance.paths.port(of: "osc"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import math, socket, struct, time
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            path = b"/holdover/layers/1/params/amount"
            path += b"\\0" * (4 - len(path) % 4)
            for n in range(100000):
                value = 0.5 + 0.4 * math.sin(n / 20)
                s.sendto(path + b",f\\0\\0" + struct.pack(">f", value), ("127.0.0.1", \(port)))
                time.sleep(0.02)
            """,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Deaths of a lane; `make storm-lanes` asks for more.
    private static let killCount =
        ProcessInfo.processInfo.environment["LANE_KILLS"].flatMap(Int.init) ?? 8

    /// A show of two lanes with feedback, moving input and automation, compared frame by frame.
    private final class Show {
        let folder: String
        let live: LiveInstance
        let comparison = Comparison()
        private let osc: Process
        private let comparing: JoinableThread

        init() throws {
            folder = NSTemporaryDirectory() + "holdover-lanes-\(UInt32.random(in: 0...9_999_999))"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try TwoLanesTests.trail.write(
                toFile: folder + "/trail.fs", atomically: true, encoding: .utf8)
            let preset = folder + "/show.json"
            try #"{"holdover_preset": 1, "layers": [{"name": "trail", "shader": "trail"}]}"#.write(
                toFile: preset, atomically: true, encoding: .utf8)
            live = try LiveInstance([
                "--lanes", "2", "--format", "160x90p25", "--input", "test:bars", "--shaders",
                folder, "--preset", preset,
            ])
            let isOnAir = live.waits { [live] in live.isProgrammeOnAir }
            #expect(isOnAir, "\(live.text)")
            osc = try TwoLanesTests.automate(live)
            let plane = live.instance.plane
            let comparison = comparison
            comparing = WorkerThread.start(named: "compare") { comparison.run(plane) }
        }

        deinit {
            // It may have inherited that SIGTERM is blocked.
            kill(osc.processIdentifier, SIGKILL)
            comparison.counts.withLock { $0.isEnded = true }
            comparing.join()
            // In the folder for temporary files; what is left there does no harm.
            try? FileManager.default.removeItem(atPath: folder)
        }

        var isTogether: Bool { comparison.counts.withLock { $0.run >= 25 } }

        /// Waits until the lanes have drawn 25 equal frames in a row from now on.
        func waitUntilTogether(_ seconds: Double = 30) -> Bool {
            comparison.counts.withLock { $0.run = 0 }
            return live.waits(seconds) { self.isTogether }
        }

        /// Kills the lane on air and waits until both draw the same again.
        func killLaneOnAir() throws {
            let lane = try #require(TwoLanesTests.laneOnAir(live))
            let restarts = live.restarts(of: lane)
            #expect(live.kill9(lane))
            #expect(live.waits(20) { live.restarts(of: lane) > restarts }, "\(live.text)")
            try #require(waitUntilTogether(), "\(lane) is not in step again: \(live.text)")
        }

        func end() {
            live.interrupt()
            #expect(live.wait(within: 60) == 0, "\(live.text)")
        }
    }

    @Test(.timeLimit(.minutes(30)))
    func whicheverLaneDiesNothingIsSeenOfIt() throws {
        let show = try Show()
        let live = show.live
        #expect(show.waitUntilTogether(), "the lanes never met: \(live.text)")
        let before = try #require(live.timeline?.totals)
        for _ in 0..<Self.killCount { try show.killLaneOnAir() }
        let after = try #require(live.timeline?.totals)
        let counts = show.comparison.counts.withLock { $0 }
        // A value that reaches one lane after its frame, on a host that is busy with a restart, shows
        // in that frame; nothing of it may stay.
        #expect(
            counts.different.count <= max(3, Self.killCount / 50),
            "of \(counts.equal): \(live.text)")
        print("compared \(counts.equal) equal frames, different: \(counts.different)")
        #expect(after.lost == 0)
        let repeats = after[.repeat, .completed] - before[.repeat, .completed]
        print("\(Self.killCount) kills of the lane on air: \(repeats) repeats")
        #expect(repeats == 0, "\(live.text)")
        #expect(after[.programB, .completed] > before[.programB, .completed])
        show.end()
    }

    /// Both lanes change to an edited shader with one frame, after the lane off air has tried it; deaths
    /// between the edits change nothing about that.
    @Test(.timeLimit(.minutes(5)))
    func editsComeOnAirWithOneFrameInBothLanes() throws {
        let show = try Show()
        let live = show.live
        #expect(show.waitUntilTogether(), "the lanes never met: \(live.text)")
        for share in ["0.9", "0.8", "0.7"] {
            let swaps = live.text.components(separatedBy: "trial=false").count
            try Self.trail.replacing("0.98", with: share).write(
                toFile: show.folder + "/trail.fs", atomically: true, encoding: .utf8)
            let isSwapped = live.waits(30) {
                live.text.components(separatedBy: "trial=false").count > swaps
            }
            try #require(isSwapped, "the edit never came on air: \(live.text)")
            try #require(show.waitUntilTogether(), "not equal after an edit: \(live.text)")
            try show.killLaneOnAir()
        }
        let counts = show.comparison.counts.withLock { $0 }
        print("edits: \(counts.equal) equal frames, different: \(counts.different)")
        #expect(counts.different.count <= 3, "of \(counts.equal): \(live.text)")
        #expect(live.text.components(separatedBy: "trial=true").count == 4, "\(live.text)")
        #expect(live.timeline?.totals.lost == 0)
        show.end()
    }

    /// Frames that have to be equal; `make lanes` asks for a thousand.
    private static let frameCount =
        ProcessInfo.processInfo.environment["LANE_FRAMES"].flatMap(Int.init) ?? 150

    /// Moving input, feedback, 50 OSC messages a second and a preset every second or so: both lanes draw
    /// the same bytes.
    @Test(.timeLimit(.minutes(5)))
    func bothLanesDrawTheSameBytes() throws {
        let show = try Show()
        let live = show.live
        #expect(show.waitUntilTogether(), "the lanes never met: \(live.text)")
        for (name, amount) in [("soft", "0.2"), ("hard", "0.8")] {
            let set = try live.holdover(["set", "1", "amount", amount])
            #expect(set.code == 0, "\(set.errors)")
            let saved = try live.holdover(["preset", "save", name])
            #expect(saved.code == 0, "\(saved.errors)")
        }
        let start = show.comparison.counts.withLock { ($0.equal, $0.different.count) }
        var changes = 0
        let isDone = try live.waits(Double(Self.frameCount) / 25 * 4 + 30) {
            usleep(800_000)
            let words = [
                "preset", "load", changes % 2 == 0 ? "soft" : "hard", "--mix",
                changes % 3 == 0 ? "12" : "0",
            ]
            let loaded = try live.holdover(words)
            #expect(loaded.code == 0, "\(loaded.errors)")
            changes += 1
            return show.comparison.counts.withLock { $0.equal - start.0 >= Self.frameCount }
        }
        let counts = show.comparison.counts.withLock { $0 }
        print(
            "\(counts.equal - start.0) equal frames, \(counts.different.count - start.1) different,"
                + " \(changes) presets")
        #expect(isDone, "\(live.text)")
        #expect(counts.different.count == start.1, "\(counts.different): \(live.text)")
        show.end()
    }
}

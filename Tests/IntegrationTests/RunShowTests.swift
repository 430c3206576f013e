import Common
import Foundation
import TestKit
import Testing

/// The run as an operator meets it, with every daemon there: what is said, and what is on air.
@Suite("Scenarios of the run", .serialized, .realTime)
struct RunShowTests {
    private static let recording = Result { try Recording() }

    /// A show with a clip as its input, without which there is no show, and little patience.
    private final class Show {
        let live: LiveInstance
        let clip: String
        init() throws {
            let recording = try RunShowTests.recording.get()
            clip = recording.folder + "/show-\(UInt32.random(in: 0...UInt32.max)).mov"
            try FileManager.default.copyItem(atPath: recording.clip, toPath: clip)
            live = try LiveInstance(
                ["--input", "file:\(clip)", "--format", "320x180p25"],
                environment: [
                    "HOLDOVER_RUN_CRITICALITY": "input=critical",
                    "HOLDOVER_RUN_FAULT_AFTER_MS": "500",
                ])
            try #require(live.waits { live.isProgrammeOnAir }, "\(live.text)")
            try #require(try comes { $0.hasPrefix("running") })
        }

        /// What `holdover run …` says, exit code and words.
        func run(_ words: String...) throws -> (code: Int32, text: String) {
            let result = try live.holdover(["run"] + words)
            return (result.code, result.output + result.errors)
        }

        /// Waits until the state of the run is as wanted.
        func comes(_ isDone: (String) -> Bool) throws -> Bool {
            try live.waits(40) { isDone(try run("status").text) }
        }

        /// Waits for a source on air.
        func airs(_ rung: String) throws -> Bool {
            try live.waits(20) {
                try live.holdover(["status"]).output.contains("on air \(rung),")
            }
        }

        func history() throws -> [String] {
            try live.holdover(["history", "list", "--format", "json"]).output
                .split(separator: "\n").map(String.init)
        }

        func end() throws {
            live.interrupt()
            // Exit code 1 says that slots were lost: on a busy machine also to the card's own clock.
            #expect(live.wait(within: 60) != nil, "\(live.text)")
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `happy path, double start, stop against abort`() throws {
        let show = try Show()
        // Double start: one show, and the second operator is told why.
        let twice = try show.run("start")
        #expect(twice.code != 0 && twice.text.contains("running already"), "\(twice.text)")
        #expect(try show.run("pause", "--reason", "weather").code == 0)
        #expect(try show.airs("hold"))
        #expect(try show.run("resume").code == 0)
        #expect(try show.airs("program.a"))
        // Stop: the out-transition, then the idle source.
        #expect(try show.run("stop", "--mix", "5").code == 0)
        #expect(try show.airs("slate"))
        // The same show again, aborted: at once the last safe rung.
        let ready = try show.run("prepare", "--title", "evening", "--timeout", "30")
        #expect(ready.code == 0 && ready.text.contains("ready"), "\(ready.text)")
        #expect(try show.run("start").code == 0)
        #expect(try show.airs("program.a"))
        #expect(try show.run("abort", "--reason", "wrong show").text.hasPrefix("aborted"))
        #expect(try show.airs("black"))
        let runs = try show.history()
        #expect(runs.count == 2 && runs[0].contains("wrong show"), "\(runs)")
        try show.end()
    }

    @Test(.timeLimit(.minutes(3)))
    func `fault, acknowledge, still blocked, clear, still blocked, recover`() throws {
        let show = try Show()
        try FileManager.default.moveItem(atPath: show.clip, toPath: show.clip + ".away")
        #expect(try show.comes { $0.contains("FAULT     input") }, "\(show.live.text)")
        func refuses(_ command: String, _ reason: String) throws {
            let answer = try show.run(command)
            #expect(answer.code != 0 && answer.text.contains(reason), "\(command): \(answer.text)")
        }
        try refuses("recover", "acknowledge")
        try refuses("clear", "acknowledge")
        let seen = try show.run("acknowledge", "--comment", "on my way")
        #expect(seen.code == 0 && seen.text.hasPrefix("faulted"), "\(seen.text)")
        // Seen, and still blocked: the cause stands.
        try refuses("clear", "has not gone")
        try refuses("recover", "clear")
        try FileManager.default.moveItem(atPath: show.clip + ".away", toPath: show.clip)
        #expect(try show.comes { $0.contains("the cause has gone") }, "\(show.live.text)")
        #expect(try show.run("clear").code == 0)
        // Cleared, and still blocked: going on is a command of its own.
        try refuses("pause", "recover")
        // None of it took the programme off air.
        #expect(try show.airs("program.a"))
        #expect(try show.run("recover").text.hasPrefix("running"))
        #expect(try show.run("abort").code == 0)
        #expect(try show.history().count == 1)
        let log = try show.live.holdover(["history", "as-run"]).output
        for word in ["faulted", "on my way", "recovering"] {
            #expect(log.contains(word), "\(word): \(log)")
        }
        try show.end()
    }

    @Test(.timeLimit(.minutes(3)))
    func `connection loss and return`() throws {
        let show = try Show()
        let before = try show.run("status").text
        let run = try #require(before.firstMatch(of: #/run-[0-9a-f]+-[0-9]+/#)?.output)
        let port = try #require(show.live.instance.paths.port(of: "http"))
        let socket = try TestWebSocket(port: port)
        for daemon in ["coordinatord", "ingressd.capture", "renderd.a"] {
            let restarts = show.live.restarts(of: daemon)
            #expect(show.live.kill9(daemon))
            let isBack = try show.live.waits(30) {
                guard show.live.restarts(of: daemon) > restarts,
                    show.live.state(of: daemon) == "running"
                else { return false }
                return try show.run("status").text.contains(run)
            }
            #expect(isBack, "\(daemon): \(show.live.text)")
        }
        #expect(try show.comes { $0.hasPrefix("running") && $0.contains(run) })
        // A page that was open all the time was told of the loss, and of the return.
        var told = ""
        let isTold = try show.live.waits(20) {
            told += String(decoding: try socket.read(), as: UTF8.self)
            return told.contains("link-lost") && told.contains("\"stale\"")
        }
        #expect(isTold)
        try show.end()
    }

    @Test(.timeLimit(.minutes(3)))
    func `slow consumer: one that reads nothing holds up nobody, and sees the last value`() throws {
        let show = try Show()
        let port = try #require(show.live.instance.paths.port(of: "http"))
        // A page that stops to read, and a subscriber that stands still.
        let page = try TestWebSocket(port: port, receiveBytes: 4_096)
        let events = try show.live.start(["events"])
        // One that stands still does not hear SIGTERM.
        defer { kill(events.processIdentifier, SIGKILL) }
        kill(events.processIdentifier, SIGSTOP)
        let reader = try TestWebSocket(port: port)
        let memory = residentKilobytes(show.live.pid(of: "ingressd.control"))
        for number in 0..<60 {
            let answer = try show.live.holdover(
                ["layer", "rename", "1", "name \(number) " + String(repeating: "x", count: 40)])
            #expect(answer.code == 0, "\(answer.errors)")
        }
        var text = ""
        while !text.contains("name 59 ") {
            text = String(decoding: try reader.read(), as: UTF8.self)
        }
        let after = residentKilobytes(show.live.pid(of: "ingressd.control"))
        #expect(after < memory + 32 * 1_024, "\(memory) kB, then \(after) kB")
        // It reads again: what it missed comes as one change, up to the last.
        text = ""
        while !text.contains("name 59 ") { text = String(decoding: try page.read(), as: UTF8.self) }
        kill(events.processIdentifier, SIGCONT)
        try show.end()
    }

    private func residentKilobytes(_ pid: Int32?) -> Int {
        let path = "/proc/\(pid ?? 0)/status"
        let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
}

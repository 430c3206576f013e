import Common
import Foundation
import Glibc
import TestKit
import Testing

@testable import VirtualCard

/// The whole card with real sockets and shared memory.
@Suite(.serialized, .realTime) struct CardProcessTests {
    @Test("Slots are shown on their own ticks, with one record each")
    func plays() throws {
        let bench = try CardBench()
        try bench.start()
        let object = try bench.makePictures(4) { position, bytes in
            for offset in 0..<bytes.count { bytes[offset] = UInt8(16 + position) }
        }
        let playout = try TestPlayout(bench)
        let answer = try playout.attach()
        #expect(answer.outcome == 0 && answer.isMapped == 0)
        try playout.play(from: 1_000, count: 50, object)
        #expect(playout.completions.map(\.index) == Array(1_000..<1_050))
        #expect(playout.completions.allSatisfy { $0.tickIndex == $0.index })
        // Instants follow the exact rate, whatever the host was doing.
        for (earlier, later) in zip(playout.completions, playout.completions.dropFirst()) {
            #expect(later.tickNanoseconds - earlier.tickNanoseconds == 20_000_000)
        }
        let records = try TickLog.read(instance: bench.paths).records
        #expect(records.map(\.tick) == Array(0..<Int64(records.count)))
        let shown = records.filter { $0.result == .completed }
        #expect(shown.compactMap(\.index) == Array(1_000..<1_050))
        #expect(shown.allSatisfy { $0.source == .programA && !$0.isHeld })
        #expect(shown.allSatisfy { $0.inputIndex == ($0.index ?? 0) - 7 })
    }

    @Test("Ticks go on without a gap while playout dies and comes back, and its queue is kept")
    func survivesItsClient() throws {
        let bench = try CardBench()
        try bench.start()
        let object = try bench.makeGrey()
        var playout: TestPlayout? = try TestPlayout(bench)
        try playout?.attach()
        for index in Int64(120)..<126 { playout?.schedule(index, object) }
        try playout?.play(from: 100, count: 20, object)
        // Gone without a word, as after kill -9.
        playout = nil
        try bench.wait { (try bench.status()["index"] as? Int ?? 0) >= 140 }
        let second = try TestPlayout(bench)
        let answer = try second.attach()
        #expect(answer.isMapped == 1 && answer.tickIndex >= 140)
        #expect(answer.shownIndex == 125)
        #expect(answer.shownMask & 0x3F == 0x3F)
        let resume = answer.tickIndex + 60
        try second.play(from: resume, count: 10, object, starts: false)
        #expect(second.results(.completed) == Array(resume..<resume + 10))
        let records = try TickLog.read(instance: bench.paths).records
        #expect(records.map(\.tick) == Array(0..<Int64(records.count)))
        let indices = records.compactMap(\.index)
        #expect(indices == Array(100..<100 + Int64(indices.count)))
        // What nobody scheduled held the last picture.
        let held = records.filter { ($0.index ?? 0) >= 126 && ($0.index ?? 0) < 140 }
        #expect(held.count == 14 && held.allSatisfy { $0.isHeld && $0.displayedIndex == 125 })
    }

    @Test("A newer playout takes over; another format is refused; unplugged is refused")
    func attaching() throws {
        let bench = try CardBench()
        try bench.start()
        let first = try TestPlayout(bench)
        try first.attach()
        let wrong = try TestPlayout(bench)
        #expect(
            try wrong.attach(width: 640).outcome == CardAttached.Outcome.unsupportedFormat.rawValue)
        try bench.wait {
            first.receive()
            return first.isClosed
        }
        try CardControl.inject(.unplug, bench.paths)
        let kept = try TestPlayout(bench)
        #expect(try kept.attach().outcome == CardAttached.Outcome.unplugged.rawValue)
        try CardControl.inject(.replug, bench.paths)
        let last = try TestPlayout(bench)
        #expect(try last.attach().outcome == CardAttached.Outcome.accepted.rawValue)
    }

    @Test("Late, dropped and stalled slots are what was injected, and no other")
    func faults() throws {
        let bench = try CardBench()
        try bench.start()
        let object = try bench.makeGrey()
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playout.play(from: 0, count: 10, object)
        let next = try #require(playout.completions.last).tickIndex + 60
        try CardControl.inject(.late(count: 2), bench.paths)
        try playout.play(from: next, count: 10, object, starts: false)
        #expect(playout.results(.late) == [next, next + 1])
        for completion in playout.completions where completion.result == CardResult.late.rawValue {
            #expect(completion.tickIndex == completion.index + 1)
        }
        let third = try #require(playout.completions.last).tickIndex + 60
        try CardControl.inject(.drop(count: 3), bench.paths)
        try playout.play(from: third, count: 10, object, starts: false)
        #expect(playout.results(.dropped) == Array(third..<third + 3))
        #expect(playout.results(.completed).count == 10 + 8 + 7)
        #expect(CardFault(parsing: "late x") == nil && CardFault(parsing: "drift 5000000") == nil)
        #expect(try CardControl.request("nonsense", bench.paths).contains("\"ok\":false"))
    }

    @Test("A stall keeps answers back; what it overran is dropped")
    func stall() throws {
        let bench = try CardBench()
        try bench.start()
        let object = try bench.makeGrey()
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playout.play(from: 0, count: 5, object)
        let tick = try #require(playout.completions.last).tickIndex
        let first = tick + 40
        for index in first..<first + 10 { playout.schedule(index, object) }
        try bench.wait { (try bench.status()["queued"] as? Int) == 10 }
        let now = Int64(try #require(try bench.status()["index"] as? Int))
        try CardControl.inject(.stall(ticks: Int(first - now) + 4), bench.paths)
        try bench.wait {
            playout.receive()
            return playout.completions.count == 15
        }
        let dropped = playout.results(.dropped)
        #expect(!dropped.isEmpty && dropped == Array(first..<first + Int64(dropped.count)))
        #expect(playout.results(.completed).count == 15 - dropped.count)
    }

    @Test("Unplugging flushes the queue, says so and disconnects")
    func unplug() throws {
        let bench = try CardBench()
        try bench.start()
        let object = try bench.makeGrey()
        let playout = try TestPlayout(bench)
        try playout.attach()
        for index in Int64(500)..<504 { playout.schedule(index, object) }
        try bench.wait { (try bench.status()["queued"] as? Int) == 4 }
        try CardControl.inject(.reference(isPresent: false), bench.paths)
        try CardControl.inject(.unplug, bench.paths)
        try bench.wait {
            playout.receive()
            return playout.isClosed
        }
        #expect(playout.results(.flushed) == [500, 501, 502, 503])
        #expect(playout.statuses.map(\.isReferenceLocked) == [0, 0])
        #expect(playout.statuses.last?.isPlugged == 0)
    }

    @Test("A truncated, missing, foreign or short object costs its slot and nothing else")
    func badObjects() throws {
        let bench = try CardBench()
        try bench.start()
        let object = try bench.makePictures(4) { _, bytes in
            for offset in 0..<bytes.count { bytes[offset] = 128 }
        }
        let playout = try TestPlayout(bench)
        try playout.attach()
        playout.schedule(10, object, inode: object.inode + 1)
        var foreign = object
        foreign.name = "../etc/passwd"
        playout.schedule(11, foreign)
        playout.schedule(12, object, picture: 4)
        playout.schedule(13, object, picture: 3)
        playout.schedule(14, object, picture: 0)
        try bench.wait {
            playout.receive()
            return playout.completions.count == 3
        }
        #expect(playout.results(.dropped) == [10, 11, 12])
        // The last two pages go away under the card: reading them would be a SIGBUS.
        #expect(truncate(object.path, off_t(object.pictureByteCount)) == 0)
        playout.start(at: 13)
        try bench.wait {
            playout.receive()
            return playout.completions.count == 5
        }
        #expect(playout.results(.dropped) == [10, 11, 12, 13])
        #expect(playout.results(.completed) == [14])
    }

    @Test("Garbage on the socket is counted and harms nobody")
    func garbage() throws {
        let bench = try CardBench()
        try bench.start()
        let object = try bench.makeGrey()
        let playout = try TestPlayout(bench)
        playout.schedule(1, object)
        try playout.attach()
        playout.send(bytes: [1, 2, 3])
        playout.send(bytes: [UInt8](repeating: 0xFF, count: 4_096))
        playout.send(bytes: [UInt8](repeating: 0, count: 100_000))
        try playout.play(from: 100, count: 5, object)
        #expect(playout.results(.completed).count == 5)
        #expect(try bench.status()["malformed"] as? Int == 4)
    }

    @Test("Only one card of an instance runs; a dead one's socket does not matter")
    func lock() throws {
        let bench = try CardBench()
        try bench.start()
        #expect(throws: VirtualCardError.alreadyRunning(lockPath: bench.paths.lock("card"))) {
            _ = try VirtualCard(bench.options)
        }
        _ = bench.stop()
        _ = FileManager.default.createFile(atPath: bench.paths.socket("card"), contents: nil)
        try bench.start()
        #expect(try TestPlayout(bench).attach().outcome == 0)
    }

    @Test("The tick file holds every tick, to the last")
    func tickFile() throws {
        let bench = try CardBench()
        try bench.start()
        try bench.wait { (try bench.status()["ticks"] as? Int ?? 0) >= 20 }
        _ = bench.stop()
        let records = try TickFile.read(path: TickFile.path(bench.paths))
        #expect(records.count >= 20)
        #expect(records.map(\.tick) == Array(0..<Int64(records.count)))
        #expect(throws: TickLogError.self) { _ = try TickLog.read(instance: bench.paths) }
    }
}

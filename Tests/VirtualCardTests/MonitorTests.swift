import Common
import Foundation
import Glibc
import Synchronization
import TestKit
import Testing

@testable import VirtualCard

/// The card's monitor output, through which others look at what is on show.
@Suite(.serialized, .realTime) struct MonitorTests {
    /// A viewer that reads on a thread of its own, or only connects.
    private final class Viewer: Sendable {
        struct Shown: Sendable {
            var tick: Int64
            var index: Int64
            var isHeld: Bool
            var firstByte: UInt8
        }
        private let descriptor: Int32
        let shown = Mutex<[Shown]>([])
        let header = Mutex<[UInt8]>([])

        init(_ bench: CardBench, reads: Bool) throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            let number = descriptor
            let path = bench.paths.socket("card-monitor")
            guard UnixListener.withAddress(path, { connect(number, $0, $1) }) == 0 else {
                throw CardBench.BenchError.noCard
            }
            guard reads else { return }
            WorkerThread.start(named: "viewer") { [self] in read() }
        }

        deinit { close(descriptor) }

        func leave() { shutdown(descriptor, Int32(SHUT_RDWR)) }

        private func take(_ count: Int) -> [UInt8]? {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while bytes.count < count {
                let got = recv(descriptor, &chunk, min(chunk.count, count - bytes.count), 0)
                guard got > 0 else { return nil }
                bytes += chunk[..<got]
            }
            return bytes
        }

        private func read() {
            guard let first = take(32) else { return }
            header.withLock { $0 = first }
            while let head = take(32) {
                let words = head.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
                let numbers = head.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
                guard let picture = take(Int(numbers[5])) else { return }
                let one = Shown(
                    tick: words[0], index: words[1], isHeld: numbers[4] & 1 == 1,
                    firstByte: picture[0])
                shown.withLock { $0.append(one) }
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a viewer sees the picture of every tick, and which were held`() throws {
        let bench = try CardBench()
        try bench.start()
        let viewer = try Viewer(bench, reads: true)
        defer { viewer.leave() }
        let object = try bench.makePictures(4) { position, bytes in
            for offset in 0..<bytes.count { bytes[offset] = UInt8(16 + position) }
        }
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playout.play(from: 1_000, count: 40, object)
        try bench.wait { viewer.shown.withLock { ($0.last?.index ?? 0) >= 1_045 } }
        let header = viewer.header.withLock { $0 }
        #expect(header.prefix(8).elementsEqual("HOLDMON1".utf8))
        let shown = viewer.shown.withLock { $0 }
        // A viewer that is not kept from running misses nothing.
        #expect(zip(shown, shown.dropFirst()).allSatisfy { $1.tick == $0.tick + 1 })
        for one in shown where (1_000..<1_040).contains(one.index) {
            #expect(!one.isHeld && one.firstByte == UInt8(16 + one.index % 4), "\(one)")
        }
        // Nobody scheduled these: the last picture stays.
        for one in shown where one.index >= 1_041 {
            #expect(one.isHeld && one.firstByte == UInt8(16 + 1_039 % 4), "\(one)")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a viewer that takes nothing costs the output nothing, and a newer one takes over`() throws
    {
        let bench = try CardBench()
        try bench.start()
        let stuck = try Viewer(bench, reads: false)
        defer { stuck.leave() }
        let object = try bench.makeGrey()
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playout.play(from: 1, count: 150, object)
        #expect(playout.results(.completed) == Array(1..<151))
        let second = try Viewer(bench, reads: true)
        defer { second.leave() }
        try bench.wait { second.shown.withLock { $0.count >= 5 } }
    }
}

import Common
import Foundation
import Glibc
import Synchronization
import TestKit

@testable import VirtualCard

/// A card in this process, its folders, and a picture source in shared memory; removed at the end.
final class CardBench {
    let paths: InstancePaths
    let format: VideoFormat
    let audio: AudioFormat
    var options: VirtualCardOptions
    let folder: String
    private(set) var card: VirtualCard?

    init(format text: String = "320x180p50", channels: Int = 2) throws {
        let name = "test-\(UInt32.random(in: 0...UInt32.max))"
        folder = NSTemporaryDirectory() + "hc-\(name)"
        var environment = ProcessInfo.processInfo.environment
        environment["RUNTIME_DIRECTORY"] = folder + "/run"
        environment["STATE_DIRECTORY"] = folder + "/state"
        environment["NOTIFY_SOCKET"] = nil
        paths = InstancePaths(instance: name, environment: environment)
        guard let format = VideoFormat(parsing: text),
            let audio = AudioFormat(channelCount: channels)
        else { throw BenchError.badFormat }
        self.format = format
        self.audio = audio
        options = VirtualCardOptions(
            paths: paths, format: format, audio: audio, environment: environment)
        // Seconds of slots: no test needs the processor in time.
        options.queueCapacity = 256
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        if let card { _ = card.stop() }
        unlink(paths.sharedMemoryPath("card"))
        unlink(paths.sharedMemoryPath("source"))
        try? FileManager.default.removeItem(atPath: folder)
    }

    enum BenchError: Error { case badFormat, noCard, timeout, system(Int32) }

    func start() throws { card = try VirtualCard(options) }

    /// Stops the card and waits for it and its sinks.
    func stop() -> VirtualCard.Outcome? {
        defer { card = nil }
        return card?.stop()
    }

    func status() throws -> [String: Any] {
        let text = try CardControl.status(paths)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return object as? [String: Any] ?? [:]
    }

    /// The sum of a series of the first sink's queue, as the card's endpoint tells it; 0 without any.
    func sinkSeries(_ name: String) throws -> Double {
        guard let port = paths.port(of: "metrics.card") else { throw BenchError.noCard }
        let url = "http://127.0.0.1:\(port)/metrics"
        let text = try CommandResult.run("/usr/bin/curl", ["-fsS", url]).output
        let samples = text.split(separator: "\n").filter {
            $0.hasPrefix("holdover_queue_\(name){") && $0.contains("queue=\"card.sink.1\"")
        }
        return samples.compactMap { Double($0.split(separator: " ").last ?? "") }.reduce(0, +)
    }

    /// Waits until `condition` holds, ten seconds at most.
    func wait(_ seconds: Int = 10, until condition: () throws -> Bool) throws {
        let end = SystemTimeSource().now() + .seconds(Int64(seconds))
        while try !condition() {
            guard SystemTimeSource().now() < end else { throw BenchError.timeout }
            usleep(5_000)
        }
    }

    /// Makes the shared-memory object "source" with `count` pictures, each filled by `fill`.
    func makePictures(
        _ count: Int, fill: (Int, UnsafeMutableRawBufferPointer) -> Void
    ) throws -> PictureObject {
        let path = paths.sharedMemoryPath("source")
        let size = format.payloadByteCount * count
        unlink(path)
        guard FileManager.default.createFile(atPath: path, contents: nil),
            truncate(path, off_t(size)) == 0
        else { throw BenchError.system(errno) }
        let file = fopen(path, "r+")
        guard let file else { throw BenchError.system(errno) }
        defer { fclose(file) }
        let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0)
        guard let base, base != MAP_FAILED else { throw BenchError.system(errno) }
        for position in 0..<count {
            fill(
                position,
                UnsafeMutableRawBufferPointer(
                    start: base + position * format.payloadByteCount,
                    count: format.payloadByteCount))
        }
        munmap(base, size)
        var status = stat()
        guard stat(path, &status) == 0 else { throw BenchError.system(errno) }
        return PictureObject(
            name: paths.sharedMemoryName("source"), inode: UInt64(status.st_ino),
            pictureByteCount: format.payloadByteCount, count: count, path: path)
    }

    /// A grey picture object of one picture, where content does not matter.
    func makeGrey() throws -> PictureObject {
        try makePictures(1) { _, bytes in
            for offset in 0..<bytes.count { bytes[offset] = 128 }
        }
    }
}

/// Pictures a test playout schedules from.
struct PictureObject {
    var name: String
    var inode: UInt64
    var pictureByteCount: Int
    var count: Int
    var path: String
}

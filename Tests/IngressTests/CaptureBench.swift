import Common
import Foundation
import Frames
import Glibc
import Proto
import Synchronization

@testable import IngressCapture

/// An instance with a timeline of our own, and capture in this process.
final class CaptureBench {
    let paths: InstancePaths
    let plane: FramePlane
    let folder: String
    var settings: [String: String]
    private var timeline: TimelineWriter?
    private var service: CaptureService?
    private var thread: JoinableThread?
    let registry = MetricsRegistry()
    let time = SystemTimeSource()
    /// Frames that were overwritten before `frames` had read them.
    private(set) var lappedCount = 0

    enum BenchError: Error { case timeout, ffmpeg(String) }

    init(format: String = "160x90p50", source: String = "test:bars", channels: Int = 2) throws {
        let name = "test-\(UInt32.random(in: 0...UInt32.max))"
        folder = NSTemporaryDirectory() + "hi-\(name)"
        settings = ProcessInfo.processInfo.environment
        settings["RUNTIME_DIRECTORY"] = folder + "/run"
        settings["STATE_DIRECTORY"] = folder + "/state"
        settings["NOTIFY_SOCKET"] = nil
        settings["HOLDOVER_INSTANCE_NAME"] = name
        settings["HOLDOVER_CHANNEL_FORMAT"] = format
        settings["HOLDOVER_CHANNEL_AUDIO_CHANNELS"] = "\(channels)"
        settings["HOLDOVER_INPUT_1_SOURCE"] = source
        paths = InstancePaths(instance: name, environment: settings)
        plane = FramePlane(paths)
        try paths.create()
    }

    deinit {
        stop()
        timeline = nil
        plane.removeAll()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func configuration() throws -> Configuration {
        try Configuration.load(file: nil, instance: nil, environment: settings)
    }

    /// Publishes an output clock whose slot `index` begins now, once: readers extrapolate.
    func startTimeline(at index: Int64 = 1_000, epoch: UInt64 = 5) throws {
        let configuration = try configuration()
        let now = time.now()
        let state = TimelineState(
            video: configuration.format, audio: configuration.audio, processEpoch: 1,
            timelineEpoch: epoch,
            anchor: TimelineAnchor(
                index: FrameIndex(index), instant: now, rate: configuration.format.rate),
            nextIndex: FrameIndex(index + 4), nextDeadline: now, heartbeat: now, startedAt: now)
        timeline = nil
        let writer = try TimelineWriter(in: plane, at: now)
        writer.publish(state)
        timeline = writer
    }

    func start(_ facts: FactCollector = FactCollector()) throws {
        let service = try CaptureService(
            configuration: configuration(), paths: paths, environment: settings, link: nil,
            onFact: { fact, _ in facts.take(fact) }, registry: registry,
            notifier: ServiceNotifier(environment: settings), time: time)
        self.service = service
        thread = WorkerThread.start(named: "capture") { service.run() }
    }

    func stop() {
        service?.stop()
        thread?.join(until: time.now() + .seconds(10))
        service = nil
    }

    func wait(_ seconds: Int = 15, until condition: () throws -> Bool) throws {
        let end = time.now() + .seconds(Int64(seconds))
        while try !condition() {
            guard time.now() < end else { throw BenchError.timeout }
            usleep(2_000)
        }
    }

    /// A frame as a reader gets it, copied.
    struct Frame {
        var index: Int64
        var epoch: UInt64
        var metadata: FrameMetadata
        var picture: [UInt8]
        var sound: [Int32]
    }

    /// Reads `count` frames of a ring, one after the other from the newest on, waiting for each;
    /// indices that are never written are left out.
    func frames(
        _ object: ObjectName, count: Int, from first: Int64? = nil, seconds: Int = 20,
        onFrame: (Int) -> Void = { _ in }
    ) throws -> [Frame] {
        let end = time.now() + .seconds(Int64(seconds))
        var reader: RingReader?
        try wait {
            reader = try? RingReader(object, in: plane)
            return reader?.newest != nil
        }
        guard let reader, let newest = reader.newest else { throw BenchError.timeout }
        var next = FrameIndex(first ?? newest.index.value)
        var frames: [Frame] = []
        while frames.count < count {
            guard time.now() < end else { throw BenchError.timeout }
            let epoch = reader.newest?.timelineEpoch ?? newest.timelineEpoch
            let outcome = reader.read(next, timelineEpoch: epoch)
            if case .frame(let view) = outcome {
                let frame = Frame(
                    index: view.index.value, epoch: view.timelineEpoch, metadata: view.metadata,
                    picture: Array(view.payload),
                    sound: Array(view.audio.assumingMemoryBound(to: Int32.self)))
                if view.isStillValid() {
                    onFrame(frames.count)
                    frames.append(frame)
                } else {
                    lappedCount += 1
                }
                next += 1
                continue
            }
            // Not there, and a later one is: it was never written.
            guard let head = reader.newest?.index, head > next else {
                usleep(1_000)
                continue
            }
            if case .notWritten = outcome {} else { lappedCount += 1 }
            next += 1
        }
        return frames
    }

    /// Slots of input 1 that capture itself says it did not write.
    struct Losses {
        /// The medium's time went on.
        var skipped = 0
        /// The medium's time stood.
        var missed = 0
        var unwritable = 0
    }

    /// As counted so far.
    func losses() -> Losses {
        let page = registry.render()
        func count(_ name: String) -> Int {
            let key = "holdover_capture_\(name)_slots_total{input=\"1\"} "
            let line = page.split(separator: "\n").first { $0.hasPrefix(key) }
            return line.flatMap { Double($0.dropFirst(key.count)) }.map { Int($0) } ?? 0
        }
        return Losses(
            skipped: count("skipped"), missed: count("missed"), unwritable: count("unwritable"))
    }

    /// What is counted so far, once a frame is there of which nothing before it is counted later.
    func lossesBeforeNext() throws -> Losses {
        func head() -> FrameIndex? { (try? RingReader(.input(1), in: plane))?.newest?.index }
        try wait { head() != nil }
        let losses = losses()
        let seen = head()
        try wait { head() != seen }
        return losses
    }

    /// Makes a clip whose picture k is the grey of luma `CaptureBench.luma(k)`, and whose sound is a
    /// sine, with real ffmpeg.
    func makeClip(
        _ name: String, frames: Int, rate: String, size: String = "160x90", sound: Bool = true,
        codec: [String] = ["-c:v", "ffv1", "-pix_fmt", "yuv422p"]
    ) throws -> String {
        let path = "\(folder)/\(name)"
        var arguments = [
            "-v", "error", "-f", "lavfi", "-i",
            "color=c=black:s=\(size):r=\(rate),format=yuv422p,"
                + "geq=lum='16+mod(N*7,220)':cb=128:cr=128",
        ]
        if sound {
            arguments += ["-f", "lavfi", "-i", "sine=frequency=500:sample_rate=48000"]
        }
        arguments += ["-frames:v", "\(frames)"] + codec
        if sound { arguments += ["-c:a", "pcm_s16le", "-shortest"] }
        try Self.ffmpeg(arguments + ["-y", path])
        return path
    }

    static func luma(_ frame: Int64) -> UInt8 { UInt8(16 + frame * 7 % 220) }

    static func ffmpeg(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError.ffmpeg(arguments.joined(separator: " "))
        }
    }

    /// Our own ffmpeg children that play from this bench's folder.
    func decoders() -> [Int32] {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return ids.compactMap { Int32($0) }.filter { id in
            let line = (try? String(contentsOfFile: "/proc/\(id)/cmdline", encoding: .utf8)) ?? ""
            let status = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
            let parent = status.split(separator: ")").last?.split(separator: " ").dropFirst().first
            return line.contains("ffmpeg") && line.contains(folder)
                && parent.map(String.init) == "\(getpid())"
        }
    }
}

/// Keeps what capture tells the coordinator.
final class FactCollector: Sendable {
    private let facts = Mutex<[Fact.Kind]>([])

    func take(_ fact: Fact.Kind) { facts.withLock { $0.append(fact) } }

    var alarms: [AlarmLevel] {
        facts.withLock {
            $0.compactMap { if case .alarmLevel(let level) = $0 { level } else { nil } }
        }
    }
    var inputs: [InputSignalChanged] {
        facts.withLock {
            $0.compactMap { if case .inputSignalChanged(let signal) = $0 { signal } else { nil } }
        }
    }
}

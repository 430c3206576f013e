import Common
import Foundation
import Frames
import Proto
import Shaders
import Synchronization
import TestKit
import Testing

@testable import Renderer

/// A lane with its render and build threads over real rings, and the test in the place of outputd,
/// capture and coordinator. The clock stands still until the test moves it, and deadlines are far
/// away, so that nothing depends on how fast the machine is.
final class LaneRig {
    static let timelineEpoch: UInt64 = 77
    static let readyTarget = 2

    let instance: TestInstance
    let format: VideoFormat
    let settings: RendererConfiguration
    let feed: StackFeed
    let metrics: RenderMetrics
    /// What was built, but for fusions.
    let buildReports = Reports<BuildReport>()
    let fusions = Reports<BuildReport>()
    let reports: BoundedQueue<RenderReport>
    let shaders: String
    let losses = Reports<Bool>()
    private let mailbox: BoundedQueue<RenderMessage>
    private let built: BoundedQueue<RenderMessage>
    private let builds: BuildThread
    private let thread: JoinableThread
    private let timeline: TimelineWriter
    private let input: RingWriter
    private let audio: AudioFormat
    private let follower: RingFollower
    private let time = SystemTimeSource()
    private var version: UInt64 = 0

    final class Reports<Element: Sendable>: Sendable {
        private let items = Mutex<[Element]>([])
        func add(_ item: Element) { items.withLock { $0.append(item) } }
        var all: [Element] { items.withLock { $0 } }
    }

    init(
        format: VideoFormat, onLoss: InputLossPolicy = .black, safety: BuildSafety? = nil
    ) throws {
        instance = try TestInstance()
        self.format = format
        shaders = instance.paths.state + "/shaders"
        try FileManager.default.createDirectory(
            atPath: shaders, withIntermediateDirectories: true)
        let configuration = try Configuration(
            ConfigurationSettings(
                file: nil,
                environment: [
                    "HOLDOVER_CHANNEL_FORMAT": "\(format)",
                    "HOLDOVER_INSTANCE_NAME": instance.paths.instance,
                ]))
        var settings = RendererConfiguration(
            lane: "a", configuration, paths: instance.paths)
        settings.lossPolicies = [onLoss]
        settings.previewWidth = 64
        settings.firstBuildTimeout = .seconds(30)
        self.settings = settings
        let registry = MetricsRegistry()
        metrics = RenderMetrics(registry)
        mailbox = BoundedQueue(
            QueueDeclaration("mailbox", capacity: 64, overflow: .dropOldest), registry: registry)
        built = BoundedQueue<RenderMessage>(
            QueueDeclaration("built", capacity: 2, overflow: .wait(.seconds(60))),
            registry: registry)
        reports = BoundedQueue(
            QueueDeclaration("reports", capacity: 1024, overflow: .dropOldest), registry: registry)
        let context = try GraphicsContext()
        builds = BuildThread(
            canvas: settings.canvas, context: try GraphicsContext(sharingWith: context),
            registry: registry,
            BuildThread.Connections(
                mailbox: built,
                report: { [buildReports, fusions] report in
                    if case .fused = report {
                        fusions.add(report)
                    } else {
                        buildReports.add(report)
                    }
                }, time: time,
                safety: safety))
        feed = StackFeed(
            mailbox: mailbox,
            saves: CoalescingQueue("saves", capacity: 4, registry: registry), builds: builds)
        feed.onLoss { [losses] in losses.add(true) }
        timeline = try TimelineWriter(in: instance.plane, at: time.now())
        audio = try #require(AudioFormat(channelCount: 2))
        let layout = try #require(
            RingLayout(
                kind: .input, video: format, audio: audio, slotCount: 16))
        input = try RingWriter(
            .input(1), in: instance.plane, layout: layout, writerEpoch: 6)
        follower = RingFollower(.programA, in: instance.plane)
        let connections = RenderThread.Connections(
            mailbox: mailbox, built: built, reports: reports, metrics: metrics,
            notifier: ServiceNotifier(environment: [:]), time: time,
            fuse: { [builds] in builds.request(.fusion($0)) })
        let renderSettings = settings
        thread = WorkerThread.start(named: "render", stackByteCount: 8 << 20) {
            do {
                try RenderThread(renderSettings, connections, context: context, epoch: 9).run()
            } catch {
                Issue.record(error)
            }
        }
    }

    deinit {
        mailbox.push(.stop)
        thread.join(until: time.now() + .seconds(20))
        built.close()
        builds.stop(until: time.now() + .seconds(20))
    }

    /// Writes a shader file.
    func write(_ id: String, _ text: String) throws {
        try text.write(toFile: "\(shaders)/\(id).fs", atomically: true, encoding: .utf8)
    }

    /// Publishes a stack that takes effect at `index`.
    func publish(
        _ layers: [SnapshotLayer], at index: Int64 = 0, outgoing: [SnapshotLayer] = [],
        shader: String = "", start: Int64 = 0, length: UInt32 = 0
    ) {
        version += 1
        var snapshot = Snapshot(
            version: StateVersion(coordinatorEpoch: 1, number: version), effectiveIndex: index,
            background: Color(red: 0, green: 0, blue: 0, alpha: 1))
        func located(_ layer: SnapshotLayer) -> SnapshotLayer {
            var layer = layer
            layer.shaderPath = "\(shaders)/\(layer.shaderId).fs"
            return layer
        }
        snapshot.layers = layers.map(located)
        if length > 0 {
            var leaving = OutgoingStack(
                startIndex: start, lengthFrames: length, background: snapshot.background)
            leaving.layers = outgoing.map(located)
            leaving.shaderId = shader
            leaving.shaderPath = "\(shaders)/\(shader).fs"
            leaving.shaderGeneration = 1
            snapshot.outgoing = leaving
        }
        feed.adopt(snapshot)
    }

    /// Puts a picture into the input ring as index `index`.
    func putInput(_ picture: [UInt8], index: Int64) throws {
        let slot = input.begin(index: FrameIndex(index), timelineEpoch: Self.timelineEpoch)
        guard let slot else {
            Issue.record("the input ring has no slot")
            return
        }
        picture.withUnsafeBytes { slot.payload.copyMemory(from: $0) }
        let now = time.now()
        slot.commit(
            FrameMetadata(renderStart: now, renderEnd: now, inputFrameNumber: index * 10))
    }

    /// Moves the clock: `next` is the next index outputd schedules.
    func tick(next: Int64) {
        let now = time.now()
        let hour = Nanoseconds.seconds(3600)
        timeline.publish(
            TimelineState(
                video: format, audio: audio, processEpoch: 5,
                timelineEpoch: Self.timelineEpoch,
                anchor: TimelineAnchor(
                    index: FrameIndex(next), instant: now + hour, rate: format.rate),
                nextIndex: FrameIndex(next), nextDeadline: now + hour, heartbeat: now,
                startedAt: now, deviceState: .running, readyTarget: Self.readyTarget))
    }

    /// Waits for the programme frame `index` and returns its bytes and what was said about it.
    func frame(_ index: Int64) throws -> (bytes: [UInt8], metadata: FrameMetadata) {
        let deadline = time.now() + .seconds(60)
        while time.now() < deadline {
            guard let reader = follower.reader(at: time.now()) else {
                time.sleep(until: time.now() + .milliseconds(10))
                continue
            }
            let outcome = reader.read(FrameIndex(index), timelineEpoch: Self.timelineEpoch)
            if let view = outcome.frame { return ([UInt8](view.payload), view.metadata) }
            _ = reader.wait(
                beyond: FrameIndex(index - 1), until: time.now() + .milliseconds(200))
        }
        throw LaneFailure(text: "frame \(index) did not come")
    }
}

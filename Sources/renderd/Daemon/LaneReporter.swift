import Common
import Frames
import Logging
import Messaging
import Proto
import Shaders
import Synchronization

/// Tells the coordinator and the log what happens in the lane. Any thread.
final class LaneReporter: Sendable {
    private let lane: String
    private let logger: Logger
    private let notifier: ServiceNotifier
    private let metrics: RenderMetrics
    private let link: Mutex<CoordinatorLink?> = Mutex(nil)
    private let loaded: Mutex<[String: UInt64]> = Mutex([:])
    /// The generation that is refused, by shader.
    private let refusals: Mutex<[String: UInt64]> = Mutex([:])
    /// Alarms of this process that are active.
    private let raised: Mutex<Set<String>> = Mutex([])
    private let dangers = Mutex(FusionDangers())
    /// What was said once already, by its kind, about things that cannot be kept.
    private let complaints: Mutex<Set<String>> = Mutex([])

    init(lane: String, logger: Logger, notifier: ServiceNotifier, metrics: RenderMetrics) {
        self.lane = lane
        self.logger = logger
        self.notifier = notifier
        self.metrics = metrics
    }

    /// Facts go here from now on.
    func attach(_ newLink: CoordinatorLink) {
        link.withLock { $0 = newLink }
    }

    private func report(_ fact: Fact.Kind) {
        _ = link.withLock { $0 }?.facts.report(fact)
    }

    func build(_ result: BuildReport) {
        switch result {
        case .prepared(let id, let generation, let duration):
            loaded.withLock { $0[id] = generation }
            // A refused text that is drawn as it was before stays refused.
            let isLifted = refusals.withLock { refusals in
                guard let refused = refusals[id], refused != generation else { return false }
                refusals[id] = nil
                return true
            }
            if isLifted {
                alarm("shader-refused", id, isActive: false, .major, "\(id) is drawn again")
            }
            logger.info(
                "shader built",
                metadata: [
                    "shader": "\(id)", "generation": "\(generation)",
                    "milliseconds": "\(Int(duration.milliseconds))",
                ])
            report(
                .shaderBuildPrepared(
                    ShaderBuildPrepared(
                        lane: lane, shaderId: id, generation: generation,
                        durationNanoseconds: UInt64(max(duration.count, 0)))))
        case .failed(let id, let generation, let error, let isDrawn):
            failed(id, generation, error, isDrawn: isDrawn)
        case .picture(let key, let error): picture(key, error)
        case .refused(let id, let generation, let refusal): refused(id, generation, refusal)
        case .fused(let plan, let layers, let duration, let failure, let isDangerous):
            logger.log(
                level: failure == nil ? .info : .warning,
                failure == nil ? "layers fused" : "layers cannot be fused and are drawn one by one",
                metadata: [
                    "layers": "\(layers)", "milliseconds": "\(Int(duration.milliseconds))",
                    "error": "\(failure ?? "")",
                ])
            fusion(plan, failure, isDangerous: isDangerous)
        }
    }

    /// Layers that must not be drawn together, or may again: others do not lift it.
    private func fusion(_ plan: UInt64, _ failure: String?, isDangerous: Bool) {
        let isActive = dangers.withLock {
            $0.take(plan, failure: failure, isDangerous: isDangerous)
        }
        guard raise("fusion-refused", isActive) else { return }
        alarm(
            "fusion-refused", "renderd.\(lane)", isActive: isActive, .warning,
            isActive
                ? "layers are drawn one by one: \(failure ?? "")" : "layers are drawn together")
    }

    /// A build does not end, or has ended.
    func buildsHang(_ isHanging: Bool) {
        guard raise("builds-hang", isHanging) else { return }
        let text =
            isHanging
            ? "a build does not end: what is on air goes on, nothing new is built; restart"
                + " renderd.\(lane) when the programme allows it" : "shaders are built again"
        logger.error("\(text)")
        alarm("builds-hang", "renderd.\(lane)", isActive: isHanging, .major, text)
    }

    /// Whether the level of this alarm changed.
    private func raise(_ kind: String, _ isActive: Bool) -> Bool {
        raised.withLock { raised in
            isActive ? raised.insert(kind).inserted : raised.remove(kind) != nil
        }
    }

    private func failed(
        _ id: String, _ generation: UInt64, _ error: ShaderFileError, isDrawn: Bool
    ) {
        logger.error(
            "shader does not build",
            metadata: ["shader": "\(id)", "error": "\(error)", "last_good": "\(isDrawn)"])
        let problem = BuildDiagnostic(
            file: error.file, line: UInt32(error.line ?? 0),
            text: "\(error.message) (\(error.remedy))")
        let consequence = BuildDiagnostic(
            text: isDrawn
                ? "its last good version stays on air"
                : "nothing is drawn of it: no version of it has been on air here")
        report(
            .shaderBuildFailed(
                ShaderBuildFailed(
                    lane: lane, shaderId: id, generation: generation,
                    diagnostics: [problem, consequence])))
    }

    /// Something the guard wants to remember could not be written.
    func notKept(_ sentence: String) {
        // Once for each kind: what follows the colon may tell another path every time.
        let kind = String(sentence.prefix { $0 != ":" })
        let isNew = complaints.withLock { $0.insert(kind).inserted }
        if isNew { logger.warning("\(sentence)") }
    }

    /// Keeps a text for the recording.
    func keep(_ package: ShaderPackage, in recorder: FlightRecorder) {
        do { try recorder.keep(package) } catch {
            notKept("the text of \(package.id) is not recorded: \(error)")
        }
    }

    private func refused(
        _ id: String, _ generation: UInt64, _ refusal: ShaderGuard.Refusal
    ) {
        let text =
            switch refusal {
            case .rolledBack:
                "\(id) is drawn as it was before: the renderer died soon after the change came on air"
            case .quarantined:
                "\(id) is not drawn: it killed or hung the renderer twice; any change lifts this"
            }
        logger.error("\(text)")
        refusals.withLock { $0[id] = generation }
        alarm("shader-refused", id, isActive: true, .major, text)
    }

    /// Says how the process before this one died.
    func previousDeath(_ death: FlightRecord.Death) {
        logger.warning(
            "the last renderer died",
            metadata: [
                "signal": "\(death.signal)", "hung": "\(death.hung)",
                "shader": "\(String(death.shader, radix: 16))",
            ])
    }

    private func alarm(
        _ kind: String, _ subject: String, isActive: Bool, _ severity: Severity, _ text: String
    ) {
        report(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: kind, subject: subject), active: isActive,
                    severity: severity, text: text,
                    sinceMonotonicNanoseconds: SystemTimeSource().now().nanoseconds)))
    }

    private func picture(_ key: PictureKey, _ error: ShaderFileError?) {
        let subject: String
        switch key {
        case .still(let path, _), .table(let path, _): subject = path
        case .text(let shader, let input, _): subject = "\(shader).\(input)"
        }
        if let error {
            logger.error(
                "a picture cannot be shown",
                metadata: ["picture": "\(subject)", "error": "\(error)"])
        }
        alarm(
            "picture-unusable", subject, isActive: error != nil, .warning,
            error.map { "\($0)" } ?? "\(subject) is shown")
    }

    func render(_ note: RenderReport) {
        switch note {
        case .firstFrame(let index):
            logger.info("first frame", metadata: ["index": "\(index)"])
            notifier.ready(status: "drawing")
            status(.inStep, detail: "drawing")
        case .input(let number, let isPresent, let index): input(number, isPresent, index)
        case .applied(let id, let generation, let index):
            report(
                .shaderBuildApplied(
                    ShaderBuildApplied(
                        lane: lane, shaderId: id, generation: generation, index: index.value)))
        case .reset(let request, let index):
            report(
                .renderResetApplied(
                    RenderResetApplied(
                        lane: lane, stack: request.stack, scope: request.scope,
                        layerId: request.layerId, index: index.value)))
        case .lateSnapshot(let number, let frames):
            logger.warning(
                "a snapshot came after its frame was drawn",
                metadata: ["snapshot": "\(number)", "frames": "\(frames)"])
        case .memory, .held, .drawing: break
        case .step(let isOut):
            let detail =
                isOut ? "waits for what the other lane remembers" : "draws as the other lane"
            logger.notice("\(isOut ? "out of step" : "in step")")
            status(isOut ? .outOfStep : .inStep, detail: detail)
        case .lostMessage: logger.warning("messages were lost; asking for the snapshot again")
        case .failed(let text):
            logger.error("a frame could not be drawn", metadata: ["error": "\(text)"])
        }
    }

    private func input(_ number: Int, _ isPresent: Bool, _ index: FrameIndex) {
        let sentence = isPresent ? "input \(number) is back" : "input \(number) is lost"
        logger.notice("\(sentence)", metadata: ["index": "\(index)"])
        report(
            .inputSignalChanged(
                InputSignalChanged(
                    input: UInt32(number), state: isPresent ? .present : .missing,
                    detail: sentence)))
        alarm(
            "input-lost", "input.\(number)", isActive: !isPresent, .major,
            isPresent
                ? sentence
                : "\(sentence): its ring has brought nothing for a second. Look whether "
                    + "ingressd.capture runs: `holdover status`")
    }

    /// How the lane stands.
    func status(_ state: LaneState, detail: String) {
        let names = loaded.withLock { $0.map { "\($0.key)@\($0.value)" }.sorted() }
        report(
            .laneStatusChanged(
                LaneStatusChanged(
                    lane: lane, state: state, detail: detail, loadedShaders: names)))
    }

    /// What the process is doing, as a level.
    func phase(_ phase: String) {
        report(
            .processPhase(
                ProcessPhase(
                    process: "renderd.\(lane)", phase: phase, pid: UInt32(getProcessIdentifier()))))
    }

    /// A sign of life with the frame times of the last seconds.
    func beat(uptime: Nanoseconds, phase: String) {
        guard let link = link.withLock({ $0 }) else { return }
        let telemetry = link.telemetry
        link.beat(
            Heartbeat(
                pid: UInt32(getProcessIdentifier()),
                uptimeNanoseconds: UInt64(max(uptime.count, 0)),
                phase: phase, loopCount: metrics.frames.value))
        let newest = metrics.takeNewest()
        if let frame = newest.frame {
            telemetry.observe(
                .frameRendered(
                    FrameRendered(
                        lane: lane, index: frame.index.value, snapshotNumber: frame.snapshotNumber,
                        durationNanoseconds: UInt64(max(frame.duration.count, 0)))))
        }
        if let preview = newest.preview {
            telemetry.observe(
                .previewFrameAvailable(
                    PreviewFrameAvailable(
                        object: ObjectName.preview.description, index: preview.value,
                        stack: .programme)))
        }
        let (median, p99, count) = metrics.recentPercentiles()
        for (name, value) in [("render.p50", median), ("render.p99", p99)] {
            let nanoseconds = UInt64(max(value.count, 0))
            _ = telemetry.send(
                .timing(
                    TimingSampleRecorded(
                        metric: name, count: UInt64(count), minimumNanoseconds: nanoseconds,
                        meanNanoseconds: nanoseconds, maximumNanoseconds: nanoseconds)), key: name)
        }
    }
}

import Common
import Frames
import Glibc
import LineUp
import Logging
import Playout

/// Makes everything the playout thread owns, in the order that brings a restarted output back on air
/// soonest: lock, timeline, stills, then the rest.
struct OutputBuilder {
    let plane: FramePlane
    let parts: PlayoutParts

    init(
        configuration: Configuration, paths: InstancePaths, environment: [String: String],
        notifier: ServiceNotifier, registry: MetricsRegistry
    ) throws(OutputServiceError) {
        let time = SystemTimeSource()
        let now = time.now()
        do { try paths.create() } catch { throw .folders(error) }
        let plane = FramePlane(paths)
        let timeline = try Self.timeline(plane, configuration, at: now)
        let processEpoch = UInt64.random(in: 1...UInt64.max)
        let seed = TimelineSeed(
            recovered: timeline.recovered, records: timeline.recoveredRecords,
            video: configuration.format, audio: configuration.audio,
            taiIndex: FrameIndex(
                taiNanoseconds: time.taiNanoseconds(), rate: configuration.format.rate),
            fresh: UInt64.random(in: 1...UInt64.max), at: now)
        let stills = try Self.stills(
            plane, configuration, processEpoch: processEpoch, isResumed: seed.resume != nil,
            environment: environment, at: now)
        let sources = try Self.sources(
            plane, configuration, timeline: timeline, seed: seed, slate: stills,
            processEpoch: processEpoch, at: now)
        if let last = seed.lastFresh { sources.adopt(last.index, lane: last.lane, at: now) }
        let mailbox: PlayoutMailbox
        do { mailbox = try PlayoutMailbox() } catch { throw .pipe(error) }
        Self.lockMemory()
        OutputMetrics(timeline: TimelineReader(in: plane)).register(in: registry)
        self.plane = plane
        let latched = ForceLatch(paths).read()
        if latched != .auto { mailbox.force(latched) }
        parts = PlayoutParts(
            core: Self.core(
                configuration, seed, force: latched, directive: RunDirector.latched(paths),
                at: now), timeline: timeline,
            sources: sources,
            sound: SoundSource(
                input: 1, plane: plane, timelineEpoch: seed.timelineEpoch,
                rate: configuration.format.rate, format: configuration.audio,
                delay: configuration.inputDelay, audible: seed.resume.map { $0.expected - 1 }),
            ancillary: AncillarySource(
                delay: configuration.inputDelay,
                settings: configuration.outputs.first?.decklink ?? DeckLinkOutputSettings(),
                video: configuration.format),
            signal: DeviceSignal(
                video: configuration.format, audio: configuration.audio,
                timelineEpoch: seed.timelineEpoch, processEpoch: processEpoch),
            mailbox: mailbox, notifier: notifier,
            gauges: OutputGauges(registry),
            log: HandOffQueue(.outputSlotLog, registry: registry),
            reports: HandOffQueue(.outputReports, registry: registry),
            aired: configuration.flag("qc.enabled")
                ? HandOffQueue(.outputQuality, registry: registry) : nil,
            readyTarget: configuration.playout.readyTarget)
    }

    private static func timeline(
        _ plane: FramePlane, _ configuration: Configuration, at now: MonotonicInstant
    ) throws(OutputServiceError) -> TimelineWriter {
        do {
            return try TimelineWriter(in: plane, at: now)
        } catch {
            if case .locked = error { throw .alreadyRunning(instance: configuration.instance) }
            throw .sharedMemory(error)
        }
    }

    private static func core(
        _ configuration: Configuration, _ seed: TimelineSeed, force: Playout.ForceMode,
        directive: AirDirective, at now: MonotonicInstant
    ) -> PlayoutCore {
        PlayoutCore(
            configuration: PlayoutConfiguration(
                rate: configuration.format.rate, role: configuration.role,
                scheduledDepth: configuration.playout.scheduledDepth,
                isPassthroughCleared: configuration.playout.passthroughCleared,
                completionLag: configuration.outputs.first?.completionLag ?? 0),
            clock: DeviceClock(anchor: seed.anchor, rate: configuration.format.rate),
            resume: seed.resume, force: force, directive: directive, at: now)
    }

    private static func sources(
        _ plane: FramePlane, _ configuration: Configuration, timeline: TimelineWriter,
        seed: TimelineSeed, slate: SlateObject, processEpoch: UInt64, at now: MonotonicInstant
    ) throws(OutputServiceError) -> PictureSources {
        let hold: HoldObject
        do {
            hold = try HoldObject(
                in: plane, video: configuration.format,
                slotCount: configuration.playout.scheduledDepth + 4, processEpoch: processEpoch,
                at: now)
        } catch {
            throw .sharedMemory(error)
        }
        guard let reference = slate.picture(.black)?.reference,
            let address = ObjectAddress(
                name: reference.objectName, identity: reference.objectIdentity)
        else { preconditionFailure("the stills were painted before") }
        return PictureSources(
            timeline: timeline, timelineEpoch: seed.timelineEpoch, video: configuration.format,
            laneCount: configuration.laneCount,
            isPassthroughCleared: configuration.playout.passthroughCleared
                && configuration.role == .insert,
            hold: hold, slate: slate, stillAddress: address, isHoldValid: seed.resume != nil,
            plane: plane)
    }

    /// A quick restart keeps the stills it finds; everything else paints them anew.
    private static func stills(
        _ plane: FramePlane, _ configuration: Configuration, processEpoch: UInt64,
        isResumed: Bool, environment: [String: String], at now: MonotonicInstant
    ) throws(OutputServiceError) -> SlateObject {
        let slate: SlateObject
        do {
            slate = try SlateObject(
                in: plane, video: configuration.format, processEpoch: processEpoch, at: now)
        } catch {
            throw .sharedMemory(error)
        }
        let painter = StillPainter(format: configuration.format)
        if !isResumed || slate.picture(.black) == nil {
            slate.setPicture(.black, at: now, fill: painter.paintBlack)
        }
        if !isResumed || slate.picture(.transparent) == nil {
            slate.setPicture(.transparent, at: now, fill: painter.paintTransparent)
        }
        if isResumed, slate.picture(.slate) != nil { return slate }
        if let path = configuration.playout.slatePath {
            if let signal = SlateFile.signal(path) {
                let picture = LineUpPicture(
                    signal, format: configuration.format, name: configuration.channelName)
                slate.setPicture(.slate, at: now, fill: picture.paint)
                return slate
            }
            do {
                let bytes = try SlateFile.load(
                    path, format: configuration.format, environment: environment)
                slate.setPicture(.slate, at: now) { $0.copyBytes(from: bytes) }
                return slate
            } catch {
                Logger(label: "output").error("\(error)")
            }
        }
        slate.setPicture(.slate, at: now) {
            painter.paintSlate($0, name: configuration.channelName)
        }
        return slate
    }

    /// Only where the limit allows all of it: under a smaller one, locking the future would make
    /// later mappings fail.
    private static func lockMemory() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit) == 0,
            limit.rlim_cur == rlim_t.max
        else { return }
        _ = mlockall(Int32(MCL_CURRENT) | Int32(MCL_FUTURE))
    }
}

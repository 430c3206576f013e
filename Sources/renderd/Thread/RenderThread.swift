import Common
import Frames
import Proto

/// The render thread: everything between "which frame" and "it is in the ring".
///
/// One thread owns all of this and is fed by one bounded queue. Nothing slow happens on it:
/// shaders arrive built and warmed up, logging and messaging are somebody else's.
final class RenderThread {
    /// What the thread is given; all of it may be used from any thread.
    struct Connections: Sendable {
        let mailbox: BoundedQueue<RenderMessage>
        /// What the build thread made. It waits where this is full: nothing built is ever lost.
        let built: BoundedQueue<RenderMessage>
        let reports: BoundedQueue<RenderReport>
        let metrics: RenderMetrics
        let notifier: ServiceNotifier
        let time: any TimeSource
        /// Outlives the process; nil where nothing is remembered.
        var record: FlightRecord?
        /// Takes down what is drawn and of what; nil where nobody will ask.
        var recorder: FlightRecorder?
        /// Asks for layers to be built together; nil to draw each by itself.
        var fuse: (@Sendable (FusionPlan) -> Void)?
    }

    // Owned by the render thread from `run` on.
    let configuration: RendererConfiguration
    let connections: Connections
    private let context: GraphicsContext
    private let timeline: TimelineReader
    let painter: PicturePainter
    let inputs: [InputPicture]
    private let programme: ProgrammeWriter
    private let preview: PreviewWriter?
    let other: OtherLane?
    var isOutOfStep = false
    private var cadence = Cadence()
    private var estimate = Nanoseconds.zero
    /// Kept for its arrays: a frame allocates nothing.
    private var frame = StackRenderer.Frame(
        moment: Moment(FrameIndex(0)), background: SIMD4(), inputs: [])
    private var isStopping = false
    private(set) var hasDrawn = false
    private var startedAt: MonotonicInstant

    private static let waitSlice = Nanoseconds.milliseconds(50)

    /// Makes everything and draws it once. Call on the render thread, before `run`; blocks for as
    /// long as the driver takes (tenths of a second with a cold cache).
    init(
        _ configuration: RendererConfiguration, _ connections: Connections,
        context: GraphicsContext, epoch: UInt64
    ) throws {
        self.configuration = configuration
        self.connections = connections
        self.context = context
        try context.makeCurrent()
        GraphicsLog.shared.attach()
        timeline = TimelineReader(in: configuration.plane, clock: connections.time)
        let canvas = configuration.canvas
        painter = try PicturePainter(
            canvas: canvas, scan: configuration.format.scan,
            hasTransparentBackground: configuration.hasTransparentBackground,
            textureSizeMax: context.textureSizeMax)
        painter.stack.record = connections.record
        painter.stack.drawing.timer = PassTimer(connections.metrics.timings)
        var inputs: [InputPicture] = []
        for (position, policy) in configuration.lossPolicies.enumerated() {
            inputs.append(
                try InputPicture(
                    number: position + 1, policy: policy, canvas: canvas,
                    plane: configuration.plane, drawing: painter.stack.drawing,
                    format: configuration.inputFormat))
        }
        self.inputs = inputs
        programme = try ProgrammeWriter(
            configuration, timeline: timeline, epoch: epoch, time: connections.time)
        preview = try PreviewWriter(configuration, epoch: epoch, time: connections.time)
        other = OtherLane(configuration)
        frame.inputs.reserveCapacity(inputs.count)
        frame.sounds.reserveCapacity(inputs.count)
        startedAt = connections.time.now()
        try warm()
    }

    var stack: StackRenderer { painter.stack }
    var keeper: StackKeeper { painter.keeper }

    /// How frames come back from the GPU, for the log.
    var readBackPath: String { programme.path.rawValue }

    /// Draws until told to stop.
    func run() {
        startedAt = connections.time.now()
        while !isStopping {
            drainMailbox()
            let now = connections.time.now()
            connections.notifier.feedWatchdog(at: now)
            guard let view = view(at: now), isReady(at: now) else {
                waitForWork(at: now)
                continue
            }
            let budget = Nanoseconds(
                configuration.format.rate.period.count * Int64(max(view.readyTarget, 1)))
            switch cadence.next(view, now: now, estimate: min(estimate, budget)) {
            case .wait: waitForClock(view, at: now)
            case .draw(let index, let missed):
                if missed > 0 { connections.metrics.overruns.add(UInt64(missed)) }
                draw(index, view)
            }
        }
        context.resign()
    }

    // MARK: Waiting

    /// The timeline as the cadence needs it; while outputd is silent, extrapolated from the anchor.
    private func view(at now: MonotonicInstant) -> Cadence.View? {
        guard let state = timeline.latest() else { return nil }
        var view = Cadence.View(
            next: state.nextIndex, readyTarget: state.readyTarget,
            timelineEpoch: state.timelineEpoch, nextDeadline: state.nextDeadline,
            rate: state.rate)
        let silence = now - state.heartbeat
        guard silence.count > state.rate.duration(ofFrames: 4).count else { return view }
        let running = state.indexNow(at: now) + state.scheduledDepth
        guard running > view.next else { return view }
        view.nextDeadline = view.deadline(of: running)
        view.next = running
        return view
    }

    /// The first frame waits for the stack, so that a restart on air does not show a bare input.
    private func isReady(at now: MonotonicInstant) -> Bool {
        if hasDrawn { return true }
        if !keeper.isComplete { keeper.apply(at: FrameIndex(.max)) { _ in } }
        return keeper.isComplete && isFused
            || now - startedAt > configuration.firstBuildTimeout
    }

    /// Whether the stack can be drawn in as few passes as can be; asks for what is missing.
    private var isFused: Bool {
        guard let fuse = connections.fuse else { return true }
        let missing = painter.fusions(
            over: configuration.inputFormat, into: configuration.format
        ).filter { !stack.shelf.isSettled($0) }
        for plan in missing where stack.shelf.ask(plan) { fuse(plan) }
        return missing.isEmpty
    }

    private func waitForWork(at now: MonotonicInstant) {
        if let message = connections.mailbox.pop(until: now + .milliseconds(5)) { take(message) }
    }

    private func waitForClock(_ view: Cadence.View, at now: MonotonicInstant) {
        let period = configuration.format.rate.period
        let slice = Nanoseconds(min(Self.waitSlice.count, period.count))
        _ = timeline.waitForChange(until: now + slice)
    }

    private func drainMailbox() {
        while let message = connections.built.pop() { take(message) }
        while let message = connections.mailbox.pop() { take(message) }
    }

    private func take(_ message: RenderMessage) {
        if let recorder = connections.recorder, let note = RecordedNote(message) {
            recorder.take(note)
        }
        switch message {
        case .stop: isStopping = true
        case .composite(let program): stack.composites[program.mode] = program
        case .fused(let program):
            stack.shelf.add(program)
            // Here and there a last bit differs, which matters to a layer above that remembers.
            if hasDrawn, program.plan.sink == .working { other?.noteDifference(isLate: false) }
        case .unfusable(let plan): stack.shelf.give(up: plan)
        case .memory(let memory): other?.arrived = memory
        default:
            if !keeper.take(message) { connections.reports.push(.lostMessage) }
        }
    }

    // MARK: One frame

    private func draw(_ index: FrameIndex, _ view: Cadence.View) {
        let start = connections.time.now()
        connections.record?.frame(startedAt: start.nanoseconds)
        defer { connections.record?.frame(startedAt: 0) }
        // What is there before the first frame is drawn needs nobody's agreement.
        keeper.holdsBuilds = other != nil && hasDrawn
        keeper.apply(at: index) { report($0, at: index) }
        var isTaken = false
        do throws(GraphicsError) {
            try catchUp(to: index, view, at: start)
            let deadline = view.deadline(of: index)
            var metadata = FrameMetadata(renderStart: start, renderEnd: start)
            let duty = keepStep(index, view, &metadata)
            metadata.snapshotVersion = keeper.snapshot?.version.number ?? 0
            let frame = try drawIntoRing(index, view, deadline, metadata)
            connections.recorder?.take(.frame(index, inputs.map(\.mark)))
            isTaken = true
            if duty.contains(.handOver),
                let memory = keeper.memory(after: index, timelineEpoch: view.timelineEpoch)
            {
                connections.reports.push(.memory(memory))
            }
            try writePreview(frame, view, at: connections.time.now())
            if let plan = stack.shelf.takeWanted() { connections.fuse?(plan) }
        } catch {
            if !isTaken { connections.recorder?.take(.undrawn(index)) }
            stack.drawing.timer?.end()
            connections.metrics.failures.add()
            connections.reports.push(.failed("\(error)"))
        }
    }

    /// From the inputs to the ring.
    private func drawIntoRing(
        _ index: FrameIndex, _ view: Cadence.View, _ deadline: MonotonicInstant,
        _ begun: FrameMetadata
    ) throws(GraphicsError) -> StackRenderer.Frame {
        RealtimeStretch.begin()
        defer { RealtimeStretch.end() }
        var metadata = begun
        let start = begun.renderStart
        stack.drawing.timer?.begin(index)
        var frame = try fetchInputs(
            index, view, until: inputDeadline(for: deadline, at: start), &metadata)
        try painter.draw(&frame, from: inputs) { field throws(GraphicsError) in
            try programme.pack(stack, field)
        }
        stack.drawing.timer?.end()
        let submitted = connections.time.now()
        connections.metrics.drawDuration.observe((submitted - start).seconds)
        let outcome = try programme.commit(index, timelineEpoch: view.timelineEpoch, metadata)
        let end = connections.time.now()
        connections.metrics.readBackDuration.observe((end - submitted).seconds)
        finish(index, outcome, from: start, to: end, deadline: deadline)
        return frame
    }

    /// Until when an input frame is waited for: as long as the frame can still be in time, and
    /// never for more than a period.
    private func inputDeadline(
        for deadline: MonotonicInstant, at now: MonotonicInstant
    ) -> MonotonicInstant {
        min(
            deadline - estimate - .milliseconds(2), now + configuration.format.rate.period)
    }

    func fetchInputs(
        _ index: FrameIndex, _ view: Cadence.View, until inputDeadline: MonotonicInstant,
        _ metadata: inout FrameMetadata
    ) throws(GraphicsError) -> StackRenderer.Frame {
        frame.moment = Moment(index)
        frame.background = painter.background
        frame.inputs.removeAll(keepingCapacity: true)
        frame.sounds.removeAll(keepingCapacity: true)
        let wanted = index - configuration.inputDelay
        for input in inputs {
            let use = try input.fetch(
                wanted, timelineEpoch: view.timelineEpoch, now: metadata.renderStart,
                until: inputDeadline, stack: stack)
            note(use, of: input, at: index, &metadata)
            frame.inputs.append(use.picture)
            frame.sounds.append(input.sound)
        }
        InputPicture.substitute(inputs, in: &frame)
        return frame
    }

    private func note(
        _ use: InputPicture.Use, of input: InputPicture, at index: FrameIndex,
        _ metadata: inout FrameMetadata
    ) {
        if use.isMissing { connections.metrics.inputMisses.add() }
        if let change = use.change {
            connections.reports.push(
                .input(number: input.number, isPresent: change == .returned, index: index))
        }
        guard input.number == 1 else { return }
        metadata.inputIndex = use.index
        metadata.inputFrameNumber = use.frameNumber
        if use.isLost { metadata.flags.insert(.inputLost) }
    }

    private func finish(
        _ index: FrameIndex, _ outcome: ProgrammeWriter.Outcome, from start: MonotonicInstant,
        to end: MonotonicInstant, deadline: MonotonicInstant
    ) {
        let duration = end - start
        // Rises at once and sinks slowly, so that one quick frame does not hide a slow stack.
        let sunk = Nanoseconds(estimate.count - estimate.count / 8)
        estimate = max(duration, sunk)
        guard outcome == .written else {
            connections.metrics.skippedClaimed.add()
            return
        }
        connections.metrics.record(
            RenderedFrame(
                index: index, snapshotNumber: keeper.snapshot?.version.number ?? 0,
                duration: duration))
        connections.metrics.layers.set(keeper.layers.count { $0.isVisible })
        if end > deadline { connections.metrics.late.add() }
        if !hasDrawn {
            hasDrawn = true
            connections.reports.push(.firstFrame(index: index))
        }
    }

    private func writePreview(
        _ frame: StackRenderer.Frame, _ view: Cadence.View, at now: MonotonicInstant
    ) throws(GraphicsError) {
        let index = frame.index
        guard let preview, index.value % preview.interval == 0 else { return }
        guard now + estimate < view.deadline(of: index + 1) else {
            connections.metrics.previewsSkipped.add()
            return
        }
        preview.write(
            try stack.settle(frame), index: index, timelineEpoch: view.timelineEpoch,
            with: stack.drawing)
        connections.metrics.recordPreview(of: index)
    }

    private func report(_ note: StackKeeper.Note, at index: FrameIndex) {
        switch note {
        case .applied(let build, let generation, let how):
            self.note(build, how)
            connections.reports.push(
                .applied(id: build.id, generation: generation, index: index))
        case .held(let build, let generation):
            connections.reports.push(.held(build, generation: generation))
        case .trialBegan: other?.isOnTrial = true
        case .trialEnded:
            other?.isOnTrial = false
            other?.noteDifference(isLate: true)
        case .late(let number, let frames):
            guard hasDrawn else { return }
            other?.noteDifference(isLate: true)
            connections.metrics.lateSnapshots.add()
            connections.reports.push(.lateSnapshot(number: number, frames: frames))
        case .lateMove: if hasDrawn { other?.noteDifference(isLate: true) }
        case .reset(let request): connections.reports.push(.reset(request, index: index))
        }
    }

    /// Pays for every first draw of our own passes before the first frame.
    private func warm() throws(GraphicsError) {
        let bytes = [UInt8](repeating: 128, count: configuration.inputFormat.payloadByteCount)
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            for input in inputs { input.warm(stack, payload: start) }
        }
        let base = painter.base
        base.clear(0, 0, 0, 1)
        stack.mix(from: base, to: painter.mixed, share: 0.5, into: painter.mixed)
        try programme.warm(base, with: stack.drawing)
        preview?.draw(base, with: stack.drawing)
        try GraphicsError.check("warming up")
    }
}

/// One row of the queue table: every queue of the programs is declared here and nowhere else, and
/// docs/EVENTS.md shows the same table; a test holds the two together.
public struct QueuePolicy: Sendable, Hashable {
    /// The metric label. A `#` stands for a number, where there is one queue for each of something.
    public let name: String
    /// The process that owns it; several where each has its own.
    public let process: String
    /// The most items it holds where configuration or the item's size does not say otherwise.
    public let capacity: Int
    /// What a full one does with the next item.
    public let overflow: OverflowPolicy
    /// What is in it.
    public let carries: String
    /// What becomes of what did not get in.
    public let whenFull: String

    private init(
        _ name: String, in process: String, _ capacity: Int, _ overflow: OverflowPolicy,
        carries: String, whenFull: String
    ) {
        self.name = name
        self.process = process
        self.capacity = capacity
        self.overflow = overflow
        self.carries = carries
        self.whenFull = whenFull
    }

    /// The whole table, in the order of docs/EVENTS.md.
    public static let all: [QueuePolicy] = [
        .controlRequests, .controlFacts, .controlReplies, .eventsOutgoing, .telemetryReceived,
        .coordinatorNotices, .storeRecords, .controlOutgoing, .factsOutbox, .telemetryOutgoing,
        .oscRoutes, .oscTriggers, .controlNotices, .pictureRequests, .renderMailbox,
        .renderBuilt, .renderReports, .renderSnapshots, .renderRecording, .outputSlotLog,
        .outputReports, .outputQuality, .cardTicks, .cardSink, .hooksPending,
    ]
}

extension QueuePolicy {
    /// Requests that wait for the deciding thread.
    public static let controlRequests = QueuePolicy(
        "control.requests", in: "coordinatord", 1_000, .reject, carries: "requests",
        whenFull: "answered busy at once; HTTP says 503 with Retry-After")
    /// Facts that wait for the deciding thread.
    public static let controlFacts = QueuePolicy(
        "control.facts", in: "coordinatord", 1_024, .reject, carries: "facts",
        whenFull: "stays in its sender's outbox and is sent again")
    /// Answers on their way to the socket.
    public static let controlReplies = QueuePolicy(
        "control.replies", in: "coordinatord", 4_096, .reject, carries: "answers",
        whenFull: "counted; the client asks again with its key")
    /// Events on their way to the socket.
    public static let eventsOutgoing = QueuePolicy(
        "events.outgoing", in: "coordinatord", 4_096, .dropNewest, carries: "events",
        whenFull: "subscribers see the gap and fetch it from the history")
    /// Observations that were received.
    public static let telemetryReceived = QueuePolicy(
        "telemetry.received", in: "coordinatord", 1_024, .dropOldest, carries: "observations",
        whenFull: "the oldest goes; nothing decides by them")
    /// What other threads of the coordinator tell the deciding one.
    public static let coordinatorNotices = QueuePolicy(
        "coordinator.notices", in: "coordinatord", 256, .wait(.seconds(1)),
        carries: "scans, ends of processes, the coordinator's own levels",
        whenFull: "the thread that tells waits")
    /// Decided records on their way to the disk.
    public static let storeRecords = QueuePolicy(
        "store.records", in: "coordinatord", 8_192, .reject, carries: "decided records",
        whenFull: "durable changes were refused long before; the next record has the whole state")
    /// Requests and questions on their way to the coordinator.
    public static let controlOutgoing = QueuePolicy(
        "control.outgoing", in: "every client", 1_000, .reject, carries: "requests",
        whenFull: "refused at once to whoever asked")
    /// Facts until they are acknowledged.
    public static let factsOutbox = QueuePolicy(
        "facts.outbox", in: "every daemon", 1_024, .dropOldest, carries: "facts",
        whenFull: "levels keep their newest; the oldest edge goes and a full report follows")
    /// Observations on their way out.
    public static let telemetryOutgoing = QueuePolicy(
        "telemetry.outgoing", in: "every daemon", 1_000, .coalesce, carries: "observations",
        whenFull: "the newest of each key; a new key is counted as dropped")
    /// OSC values on their way to the coordinator.
    public static let oscRoutes = QueuePolicy(
        "osc.routes", in: "ingressd control", 4_096, .coalesce, carries: "OSC values by route",
        whenFull: "the newest of each route; a new route is counted as refused")
    /// OSC triggers, which never coalesce.
    public static let oscTriggers = QueuePolicy(
        "osc.triggers", in: "ingressd control", 1_024, .reject, carries: "OSC triggers",
        whenFull: "counted as refused")
    /// What the coordinator told, on its way to the event loop.
    public static let controlNotices = QueuePolicy(
        "control.notices", in: "ingressd control", 4_096, .dropOldest, carries: "events",
        whenFull: "the state is fetched again")
    /// Pictures to be made for pages.
    public static let pictureRequests = QueuePolicy(
        "pictures.requests", in: "ingressd control", 32, .reject, carries: "picture requests",
        whenFull: "503 with Retry-After")
    /// What the render thread is told.
    public static let renderMailbox = QueuePolicy(
        "render.mailbox", in: "renderd", 512, .dropOldest, carries: "snapshots, moves, triggers",
        whenFull: "the newest snapshot stands for all before it")
    /// What the build thread made for the render thread.
    public static let renderBuilt = QueuePolicy(
        "render.built", in: "renderd", 64, .wait(.seconds(5)), carries: "built shaders, pictures",
        whenFull: "the build thread waits")
    /// What the render thread tells.
    public static let renderReports = QueuePolicy(
        "render.reports", in: "renderd", 256, .dropOldest, carries: "what was drawn and built",
        whenFull: "the oldest goes; counters in shared memory stay exact")
    /// Snapshots to be kept for the next start.
    public static let renderSnapshots = QueuePolicy(
        "render.snapshots", in: "renderd", 4, .coalesce, carries: "the newest snapshot by stack",
        whenFull: "only the newest is written")
    /// What was drawn and of what, on its way to the recording.
    public static let renderRecording = QueuePolicy(
        "render.recording", in: "renderd", 2_048, .dropNewest,
        carries: "frames and what they are of",
        whenFull: "counted; what spans the gap is not drawn again")
    /// Slot records on their way to the log.
    public static let outputSlotLog = QueuePolicy(
        "output.slot-log", in: "outputd", 4_096, .dropNewest, carries: "slot records",
        whenFull: "counted; totals in shared memory stay exact")
    /// What the playout thread tells.
    public static let outputReports = QueuePolicy(
        "output.reports", in: "outputd", 1_024, .dropNewest, carries: "what the playout did",
        whenFull: "counted; totals in shared memory stay exact")
    /// Aired slots that wait to be watched.
    public static let outputQuality = QueuePolicy(
        "output.quality", in: "outputd", 64, .dropNewest, carries: "aired slots to be watched",
        whenFull: "counted; those slots are not watched")
    /// Ticks of the virtual card on their way to its record.
    public static let cardTicks = QueuePolicy(
        "card.ticks", in: "holdover card", 4_096, .dropNewest, carries: "ticks",
        whenFull: "counted; the record shows the gap")
    /// Frames on their way to a sink of the virtual card.
    public static let cardSink = QueuePolicy(
        "card.sink.#", in: "holdover card", 16, .dropNewest, carries: "frames",
        whenFull: "counted; the file repeats the frame before")
    /// Alarms on their way to the hooks.
    public static let hooksPending = QueuePolicy(
        "hooks.pending", in: "holdover hooks", 1_024, .dropOldest, carries: "alarms to be told",
        whenFull: "the oldest goes, counted; the alarm itself stays in the coordinator")
}

extension QueueDeclaration {
    /// Declares a queue of the table. `capacity` where configuration or size says another, `number`
    /// for one of several.
    public init(_ policy: QueuePolicy, capacity: Int? = nil, number: Int? = nil) {
        var name = policy.name
        if let number, name.hasSuffix("#") { name = name.dropLast() + "\(number)" }
        self.init(name, capacity: capacity ?? policy.capacity, overflow: policy.overflow)
    }
}

import Foundation
import Proto

/// Messages with every kind of field filled, and a few with none.
enum Samples {
    static let layer = SnapshotLayer(
        id: "l1", name: "Löwe 🦁", shaderId: "blur", shaderPath: "/s/blur.fs", shaderGeneration: 7,
        bypassed: true, opacity: 0.25, blendMode: .colorDodge, originIndex: -12,
        historyGeneration: 3, quarantined: true,
        bindings: [
            InputBinding(parameter: "inputImage", source: .input(2)),
            InputBinding(parameter: "mask", source: .image(ImageRef(path: "m.png"))),
            InputBinding(parameter: "under", source: .below(PictureBelow())),
        ],
        values: [
            ParameterSetting(name: "f", value: ParameterValue(kind: .float(0.1))),
            ParameterSetting(name: "b", value: ParameterValue(kind: .bool(false))),
            ParameterSetting(name: "l", value: ParameterValue(kind: .long(-3))),
            ParameterSetting(name: "p", value: ParameterValue(kind: .point2D(Point2D(x: 1, y: 2)))),
            ParameterSetting(name: "c", value: ParameterValue(kind: .color(Color(red: 1)))),
            ParameterSetting(name: "t", value: ParameterValue(kind: .text(""))),
            ParameterSetting(name: "e", value: ParameterValue(kind: .event(.max))),
        ],
        overlay: [
            OverlayValue(
                parameter: "f", from: ParameterValue(kind: .float(0)),
                to: ParameterValue(kind: .float(1)), startIndex: .max, lengthFrames: 25)
        ])

    static let snapshot = Snapshot(
        version: StateVersion(coordinatorEpoch: .max, number: 42), stack: .preview,
        effectiveIndex: 85_000_000_000, background: Color(alpha: 1),
        workingFormat: WorkingFormat(width: 1280, height: 720, rateNumerator: 50),
        layers: [layer, SnapshotLayer()],
        outgoing: OutgoingStack(kind: .mix, startIndex: 5, lengthFrames: 10, layers: [layer]),
        resetScope: .layerHistory)

    static func envelope(_ payload: Envelope.Payload?) -> Envelope {
        Envelope(
            source: "renderd.a", sourceEpoch: .max, stream: "events", sequence: 9,
            createdMonotonicNanoseconds: 1, createdWallNanoseconds: -1, operationId: "op",
            runId: "run", deadlineMonotonicNanoseconds: .max, coalescingKey: "k",
            collapsedCount: 3, requestId: 4, payload: payload)
    }

    static func command(_ action: Command.Action) -> Envelope {
        envelope(
            .command(
                Command(
                    operationId: "op", idempotencyKey: "key", expectedStateVersion: StateVersion(),
                    stack: .preview, origin: .osc, principal: "me", hot: true, action: action)))
    }

    static func reply(_ answer: Reply.Answer) -> Envelope {
        envelope(.reply(Reply(answer: answer)))
    }

    static let published = envelope(
        .event(Event(kind: .renderSnapshotPublished(RenderSnapshotPublished(snapshot: snapshot)))))

    static let envelopes: [Envelope] = [
        envelope(nil),
        published,
        command(
            .setParameter(
                SetParameter(
                    target: ParameterSelector(
                        layer: LayerSelector(by: .position(3)), name: "x", forgiving: true),
                    value: ParameterValue(kind: .long(.min)), gesture: .inProgress,
                    normalised: true))),
        command(.addLayer(AddLayer(opacity: 0, values: layer.values))),
        command(.addLayer(AddLayer(opacity: nil))),
        envelope(.query(Query(ask: .getEventsSince(GetEventsSince(epoch: 1, limit: .max))))),
        reply(
            .outcome(
                MutationOutcome(
                    accepted: true, errorCode: .unrecognised(999),
                    telemetryNotes: ["a", "", "ü"], stored: true))),
        reply(
            .events(
                EventsReply(
                    events: [
                        SequencedEvent(
                            sequence: 1, event: Event(kind: .triggerFired(TriggerFired())))
                    ], more: true))),
        envelope(
            .fact(
                Fact(
                    previousSequence: 1, acknowledgedThrough: 2,
                    kind: .statusReport(
                        StatusReport(
                            reason: .overflow,
                            levels: [LevelFact(count: 2, kind: .alarmLevel(AlarmLevel()))]))))),
        envelope(.factAck(FactAck(factEpoch: 1, throughSequence: 2, reportWanted: true))),
        envelope(.telemetry(Telemetry(sample: .heartbeat(Heartbeat(pid: 1))))),
    ]

    /// Where the repository is.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
}

extension Configuration {
    /// Instance names become file, socket and shared-memory names, so their letters are limited.
    static func checkInstanceName(
        _ name: String, _ settings: ConfigurationSettings
    ) throws(ConfigurationError) {
        let allowed = name.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
        }
        guard allowed, (1...32).contains(name.count) else {
            throw ConfigurationError(
                place: settings.place("instance.name"),
                problem: "\"\(name)\" is no instance name",
                remedy: "Use 1 to 32 letters, digits, - and _")
        }
    }

    static func checkProduction(_ settings: ConfigurationSettings) throws(ConfigurationError) {
        guard settings.flag("instance.production") else { return }
        for key in ["channel.role", "channel.format"] where !settings.isGiven(key) {
            throw ConfigurationError(
                place: settings.place("instance.production"),
                problem: "\"\(key)\" is not given, but production is on",
                remedy: "State it: what is aired must not depend on a default")
        }
    }

    static func inputs(_ settings: ConfigurationSettings) throws(ConfigurationError) -> [Input] {
        var inputs: [Input] = []
        let count = settings.count(of: "input")
        guard count <= 4 else {
            throw ConfigurationError(
                place: settings.place("input.5.source"), problem: "\(count) inputs are given",
                remedy: "Give at most 4")
        }
        for number in 1...count {
            let sourceKey = "input.\(number).source"
            guard let source = InputSource(parsing: settings.text(sourceKey)) else {
                throw ConfigurationError(
                    place: settings.place(sourceKey),
                    problem: "\"\(sourceKey)\" is \"\(settings.text(sourceKey))\"",
                    remedy: "Write test:bars, test:smpte, test:ebu, test:lipsync, file:PATH, "
                        + "url:URL or decklink:N")
            }
            let lossKey = "input.\(number).on_loss"
            guard let onLoss = InputLossPolicy(parsing: settings.text(lossKey)) else {
                throw ConfigurationError(
                    place: settings.place(lossKey),
                    problem: "\"\(lossKey)\" is \"\(settings.text(lossKey))\"",
                    remedy: "Write black, still, bars, transparent or input:N")
            }
            inputs.append(
                Input(
                    number: number, source: source, onLoss: onLoss,
                    loops: settings.flag("input.\(number).loop")))
        }
        return inputs
    }

    static func outputs(_ settings: ConfigurationSettings) throws(ConfigurationError) -> [Output] {
        var outputs: [Output] = []
        for number in 1...settings.count(of: "output") {
            let key = "output.\(number).device"
            guard let device = OutputTarget(parsing: settings.text(key)) else {
                throw ConfigurationError(
                    place: settings.place(key),
                    problem: "\"\(key)\" is \"\(settings.text(key))\"",
                    remedy: "Write virtual, virtual:NAME, or decklink:N, with N+M for fill and key "
                        + "(holdover doctor lists them)")
            }
            if let earlier = outputs.first(where: { $0.device == device }) {
                throw ConfigurationError(
                    place: settings.place(key),
                    problem: "\"\(device)\" is already output \(earlier.number)",
                    remedy: "Give each output a device of its own")
            }
            let frames = settings.integer("output.\(number).record_frames")
            outputs.append(
                Output(
                    number: number, device: device,
                    decklink: DeckLinkOutputSettings(settings, number: number),
                    sinks: settings.list("output.\(number).sinks"),
                    recordsFromProgramme: settings.text("output.\(number).record_from")
                        == "programme",
                    recordFrameCount: frames > 0 ? frames : nil))
        }
        return outputs
    }

    static func playout(_ settings: ConfigurationSettings) throws(ConfigurationError) -> Playout {
        let lowLatency = settings.flag("playout.low_latency")
        func frames(_ key: String, lowLatency value: Int) -> Int {
            lowLatency && !settings.isGiven(key) ? value : settings.integer(key)
        }
        let depth = frames("playout.scheduled_depth", lowLatency: 3)
        let target = frames("playout.ready_target", lowLatency: 1)
        let maximum = settings.integer("playout.ready_maximum")
        let pool = settings.integer("playout.pool")
        guard target <= maximum else {
            throw ConfigurationError(
                place: settings.place("playout.ready_target"),
                problem: "\"playout.ready_target\" (\(target)) is above ready_maximum (\(maximum))",
                remedy: "Lower the target or raise the maximum")
        }
        guard pool > depth else {
            throw ConfigurationError(
                place: settings.place("playout.pool"),
                problem: "\"playout.pool\" (\(pool)) is not above scheduled_depth (\(depth))",
                remedy: "The device needs a frame more than are scheduled")
        }
        let slate = settings.text("playout.slate")
        return Playout(
            pool: pool, scheduledDepth: depth, readyTarget: target, readyMaximum: maximum,
            spare: settings.integer("playout.spare"),
            passthroughCleared: settings.flag("playout.passthrough_cleared"),
            slatePath: slate.isEmpty ? nil : slate)
    }

    static func messaging(_ settings: ConfigurationSettings) -> Messaging {
        var messaging = Messaging()
        messaging.controlHighWaterMark = settings.integer("messaging.control_high_water_mark")
        messaging.eventsHighWaterMark = settings.integer("messaging.events_high_water_mark")
        messaging.telemetryHighWaterMark = settings.integer("messaging.telemetry_high_water_mark")
        messaging.requestDeadline = .milliseconds(
            Int64(settings.integer("messaging.request_deadline_ms")))
        messaging.factOutboxCapacity = settings.integer("messaging.fact_outbox_capacity")
        messaging.eventsHistory = settings.integer("messaging.events_history")
        return messaging
    }
}

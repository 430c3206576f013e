import Proto

/// The schemas and parameters of the API document.
enum APISchemas {
    /// Whether a request with this body may not leave it out.
    static func requires(_ body: String) -> Bool {
        [
            "AddLayer", "PatchLayer", "SetParameter", "Force", "Source", "Background",
            "ImportRundown",
        ].contains(body)
    }

    static let text: JSONValue = ["type": "string"]
    static let truth: JSONValue = ["type": "boolean"]
    static let whole: JSONValue = ["type": "integer"]
    private static let number: JSONValue = ["type": "number"]
    static let textOrNull: JSONValue = ["type": ["string", "null"]]
    static let wholeOrNull: JSONValue = ["type": ["integer", "null"]]
    private static let gesture: JSONValue = ["enum": ["inProgress", "ended", "none"]]
    static let counts: JSONValue = [
        "type": "object", "additionalProperties": ["type": "number"],
    ]

    static func object(
        _ properties: [(String, JSONValue)], required: [String] = [], closed: Bool = false
    ) -> JSONValue {
        var schema = JSONObject([
            ("type", "object"), ("properties", .object(JSONObject(properties))),
        ])
        if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
        if closed { schema["additionalProperties"] = false }
        return .object(schema)
    }

    static func list(_ name: String) -> JSONValue {
        ["type": "array", "items": reference(name)]
    }

    static func reference(_ name: String) -> JSONValue {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    /// All schemas by name.
    static let all: JSONValue = .object(JSONObject(bodies + answers + models + runSchemas))

    private static let bodies: [(String, JSONValue)] = [
        (
            "AddLayer",
            object(
                [
                    ("shader", text), ("name", text), ("id", text), ("position", whole),
                    ("bypassed", truth), ("opacity", number), ("blend", reference("BlendMode")),
                ], required: ["shader"], closed: true)
        ),
        (
            "PatchLayer",
            object(
                [
                    ("bypassed", truth), ("toggle", truth), ("opacity", number),
                    ("gesture", gesture), ("blend", reference("BlendMode")), ("name", text),
                    ("shader", text), ("keepValues", truth), ("position", whole),
                ], closed: true)
        ),
        (
            "SetParameter",
            object(
                [
                    ("value", reference("Value")), ("gesture", gesture), ("normalised", truth),
                ], required: ["value"], closed: true)
        ),
        ("Name", object([("name", text)], closed: true)),
        (
            "SavePreset",
            object([("overwrite", truth), ("document", ["type": "object"])], closed: true)
        ),
        (
            "Transition",
            object(
                [
                    ("frames", whole), ("shader", text), ("at", whole),
                    (
                        "values",
                        ["type": "object", "additionalProperties": reference("Value")]
                    ),
                ], closed: true)
        ),
        ("Source", object([("source", text)], required: ["source"], closed: true)),
        ("Background", object([("color", reference("Value"))], required: ["color"], closed: true)),
        ("Scope", object([("layer", text), ("parameter", text)], closed: true)),
        (
            "CommitOverlay",
            object([("layer", text), ("parameter", text), ("durable", truth)], closed: true)
        ),
        (
            "ClearTransient",
            object(
                [
                    ("layer", text), ("parameter", text),
                    ("scope", ["enum": ["overlay", "history", "all"]]),
                ], closed: true)
        ),
        ("Shelve", object([("seconds", whole), ("reason", text)], closed: true)),
        ("Reload", object([("force", truth)], closed: true)),
        ("Count", object([("count", whole)], closed: true)),
        ("Comment", object([("comment", text)], closed: true)),
        (
            "Force",
            object(
                [
                    (
                        "mode",
                        [
                            "enum": [
                                "auto", "hold", "passthrough", "slate", "black", "transparent",
                            ]
                        ]
                    )
                ], required: ["mode"], closed: true)
        ),
    ]

    private static let answers: [(String, JSONValue)] = [
        (
            "Outcome",
            object([
                ("accepted", truth), ("operationId", text), ("subject", textOrNull),
                ("version", textOrNull), ("class", text), ("stateChanged", truth),
                ("persistedStateChanged", truth), ("committedLiveStateChanged", truth),
                ("transientStateChanged", truth), ("snapshotPublicationRequired", truth),
                ("persistence", text), ("stored", truth), ("renderResetScope", text),
                ("effectiveIndex", wholeOrNull), ("replayed", truth),
                ("notes", ["type": "array", "items": text]),
            ])
        ),
        (
            "Problem",
            object(
                [
                    ("type", text), ("title", text), ("status", whole), ("code", text),
                    ("detail", text), ("remedy", text),
                ], required: ["type", "title", "status", "code", "detail", "remedy"])
        ),
        ("Answer", ["type": "object"]),
        ("Health", object([("status", text)])),
        ("Shaders", object([("stale", truth), ("shaders", list("Shader"))])),
        ("Presets", object([("stale", truth), ("presets", list("Preset"))])),
        ("Loops", object([("daemons", list("DaemonLoops"))])),
        ("Slots", object([("output", reference("Output")), ("slots", list("Slot"))])),
    ]

    private static let models: [(String, JSONValue)] = [
        (
            "Value",
            [
                "description":
                    "A number, truth value or text; [x, y] for a point; [r, g, b, a] or #rrggbb for a colour."
            ]
        ),
        ("BlendMode", ["enum": .array(BlendMode.allCases.map { .string($0.name) })]),
        (
            "State",
            object([
                ("instance", text), ("channel", text), ("demo", truth), ("version", textOrNull),
                ("coordinator", ["type": "object"]), ("role", text),
                ("stack", reference("Stack")), ("preview", reference("Stack")),
                ("run", reference("Run")), ("alarms", list("Alarm")),
                ("alarmGroups", list("AlarmGroup")), ("rundowns", list("Rundown")),
                ("links", ["type": "array"]), ("presets", list("Preset")), ("undoDepth", whole),
                ("redoDepth", whole), ("shaders", ["type": "array"]),
                ("output", reference("Output")), ("renderers", ["type": "array"]),
                ("daemons", list("Daemon")),
            ])
        ),
        (
            "Stack",
            [
                "type": ["object", "null"],
                "properties": [
                    "version": textOrNull, "effectiveIndex": whole,
                    "background": reference("Value"), "layers": list("Layer"),
                ],
            ]
        ),
        (
            "Layer",
            object([
                ("id", text), ("name", text), ("position", whole), ("shader", text),
                ("shaderName", text), ("build", text), ("error", textOrNull),
                ("bypassed", truth), ("opacity", number), ("blend", reference("BlendMode")),
                ("quarantined", truth), ("parameters", list("Parameter")),
            ])
        ),
        (
            "Parameter",
            object([
                ("name", text), ("label", text), ("type", textOrNull),
                ("value", reference("Value")), ("committed", reference("Value")),
                ("automated", truth), ("default", reference("Value")),
                ("minimum", reference("Value")), ("maximum", reference("Value")),
                ("choices", ["type": "array"]),
            ])
        ),
        (
            "Shader",
            object([
                ("id", text), ("name", text), ("description", text), ("credit", text),
                ("categories", ["type": "array", "items": text]), ("filter", truth),
                ("generation", whole), ("build", text), ("error", textOrNull),
                ("parameters", list("Parameter")),
            ])
        ),
        ("Preset", object([("name", text), ("saved", textOrNull), ("layers", whole)])),
        (
            "Alarm",
            object([
                ("kind", text), ("subject", text), ("severity", text), ("text", text),
                ("active", truth), ("count", whole), ("raised", textOrNull),
                ("cleared", textOrNull), ("acknowledgedBy", text), ("acknowledged", textOrNull),
                ("comment", text), ("escalated", textOrNull), ("shelvedUntil", textOrNull),
                ("shelvedReason", text), ("stored", truth), ("source", text),
            ])
        ),
        (
            "Output",
            object(
                [
                    ("available", truth), ("up", truth), ("format", text), ("rate", text),
                    ("device", text), ("onAir", text), ("forced", textOrNull), ("index", whole),
                    ("heartbeatAgeMilliseconds", whole), ("scheduledDepth", whole),
                    ("slots", whole), ("slotsBySource", counts), ("slotsByResult", counts),
                    ("secondsBySource", counts), ("lost", whole), ("lostByUs", whole),
                    ("lostByCause", counts),
                ], required: ["available"])
        ),
        (
            "Slot",
            object([
                ("index", whole), ("timelineEpoch", text), ("source", text), ("result", text),
                ("lostCause", textOrNull), ("displayedIndex", wholeOrNull),
                ("snapshotNumber", whole), ("inputIndex", wholeOrNull),
                ("inputFrameNumber", wholeOrNull),
            ])
        ),
        ("DaemonLoops", object([("name", text), ("pid", whole), ("loops", list("Loop"))])),
        (
            "Loop",
            object([
                ("name", text), ("owner", text),
                ("criticality", ["enum": ["critical", "degrading", "cosmetic"]]),
                ("state", ["enum": ["running", "restarting", "failed"]]), ("restarts", whole),
                ("lastError", text), ("thread", whole),
            ])
        ),
        (
            "Daemon",
            object([
                ("name", text), ("pid", wholeOrNull), ("restarts", wholeOrNull), ("state", text),
                ("detail", text), ("heartbeatAgeMilliseconds", wholeOrNull), ("supervised", truth),
            ])
        ),
    ]

    private static func parameter(
        _ name: String, place: String, _ description: String, _ schema: JSONValue = text
    ) -> JSONValue {
        [
            "name": .string(name), "in": .string(place), "required": .bool(place == "path"),
            "description": .string(description), "schema": schema,
        ]
    }

    /// All parameters by name.
    static let parameters: JSONValue = [
        "layer": parameter("layer", place: "path", "Id, else name, else position from 1."),
        "name": parameter("name", place: "path", "Name of the parameter or preset."),
        "command": parameter("command", place: "path", "Name of the command."),
        "kind": parameter("kind", place: "path", "The alarm's kind."),
        "subject": parameter("subject", place: "path", "The alarm's subject."),
        "run": parameter("run", place: "path", "The run's id."),
        "limit": parameter("limit", place: "query", "At most so many, 1 to 64.", whole),
        "before": parameter("before", place: "query", "The last run of the page before."),
        "after": parameter("after", place: "query", "Entries of the pages before.", whole),
        "format": parameter(
            "format", place: "query",
            "json: a page; csv, jsonl (a JSON object a line): everything.",
            ["enum": ["json", "csv", "jsonl"]]),
        "daemon": parameter("daemon", place: "path", "Name of the daemon."),
        "from": parameter("from", place: "query", "First frame index wanted.", whole),
        "stack": parameter(
            "stack", place: "query", "Which stack it acts on.",
            ["enum": ["programme", "preview"]]),
        "hot": parameter(
            "hot", place: "query", "Edit the programme although edits go to preview.", truth),
        "idempotencyKey": parameter(
            "Idempotency-Key", place: "header",
            "The same key and request again gives the first outcome; another request, 422."),
        "ifMatch": parameter(
            "If-Match", place: "header", "State version that must still be the present one."),
    ]
}

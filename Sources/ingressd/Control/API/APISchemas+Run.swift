extension APISchemas {
    /// The run, its rundowns and its history.
    static let runSchemas: [(String, JSONValue)] = [
        (
            "RunCommand",
            object(
                [
                    ("reason", text), ("title", text), ("preset", text), ("rundown", text),
                    ("timeoutMilliseconds", whole),
                    ("overrides", ["type": "object", "additionalProperties": text]),
                    ("interlock", text), ("frames", whole), ("shader", text), ("at", whole),
                    ("values", ["type": "object", "additionalProperties": reference("Value")]),
                ], closed: true)
        ),
        (
            "RundownCommand",
            object(
                [
                    ("name", text), ("position", whole), ("frames", whole), ("shader", text),
                    ("at", whole),
                    ("values", ["type": "object", "additionalProperties": reference("Value")]),
                ], closed: true)
        ),
        (
            "ImportRundown",
            object(
                [("document", ["type": "object"]), ("overwrite", truth)], required: ["document"],
                closed: true)
        ),
        ("Rundown", object([("name", text), ("saved", textOrNull), ("items", whole)])),
        ("Rundowns", object([("stale", truth), ("rundowns", list("Rundown"))])),
        (
            "Run",
            [
                "type": ["object", "null"],
                "properties": [
                    "id": text, "title": text, "state": text, "cause": text, "detail": text,
                    "since": textOrNull, "started": textOrNull, "operator": text,
                    "operationId": text, "output": text, "outputConfirmed": truth,
                    "faultAcknowledged": truth, "fault": reference("RunFault"),
                    "interlocks": list("Interlock"), "components": list("Component"),
                    "rundown": ["type": ["object", "null"]], "guards": list("Guard"),
                ],
            ]
        ),
        (
            "RunFault",
            [
                "type": ["object", "null"],
                "properties": [
                    "component": text, "text": text, "since": textOrNull, "stands": truth,
                    "acknowledgedBy": text, "acknowledged": textOrNull, "comment": text,
                    "cleared": truth,
                ],
            ]
        ),
        (
            "Interlock",
            object([
                ("name", text), ("result", text), ("reason", text), ("overridable", truth),
                ("criticality", text), ("overriddenBy", text), ("overrideReason", text),
            ])
        ),
        (
            "Component",
            object([
                ("name", text), ("criticality", text), ("healthy", truth), ("detail", text),
                ("since", textOrNull),
            ])
        ),
        ("Guard", object([("action", text), ("allowed", truth), ("reason", text)])),
        (
            "AlarmGroup",
            object([("kind", text), ("count", whole), ("active", whole), ("severity", text)])
        ),
        ("Runs", object([("runs", list("RunSummary")), ("more", truth)])),
        (
            "RunSummary",
            object([
                ("id", text), ("title", text), ("state", text), ("cause", text),
                ("detail", text), ("operator", text), ("endedBy", text), ("operationId", text),
                ("prepared", textOrNull), ("started", textOrNull), ("ended", textOrNull),
                ("slotsBySource", counts), ("slotsByResult", counts),
                ("slotsIncomplete", truth), ("lostSlots", whole), ("defects", whole),
                ("alarms", whole), ("resumed", whole), ("rundown", text),
                ("fault", reference("RunFault")), ("interlocks", list("Interlock")),
            ])
        ),
        ("AsRun", object([("entries", list("AsRunEntry")), ("more", truth)])),
        (
            "AsRunEntry",
            object([
                ("time", textOrNull), ("index", wholeOrNull), ("kind", text), ("text", text),
                ("principal", text), ("operationId", text), ("detail", text),
            ])
        ),
    ]
}

/// One row of the API: what the document says of an operation.
struct APIOperation: Sendable {
    enum Kind: Sendable {
        /// Answers with a JSON schema.
        case read(String)
        /// Answers with something else, by media type.
        case media(String)
        /// Becomes a WebSocket.
        case upgrade
        /// A command: body schema (nil: none) and the status of success.
        case command(String?, Int)
        /// Goes past the coordinator: body schema.
        case direct(String?)
    }

    let method: String
    let path: String
    let id: String
    let summary: String
    let kind: Kind
    var query: [String] = []
    var isDemo = false

    /// Every operation, in the order of the document.
    static let all: [APIOperation] =
        reading + layers + library + stack + control + APIOperation.runOperations

    private static let reading = [
        APIOperation(
            method: "GET", path: "/api/v1/state", id: "getState", summary: "The whole read model.",
            kind: .read("State")),
        APIOperation(
            method: "GET", path: "/api/v1/shaders", id: "listShaders",
            summary: "Shader packages with their parameters.", kind: .read("Shaders")),
        APIOperation(
            method: "GET", path: "/api/v1/loops", id: "listLoops",
            summary: "Every loop of every process: its owner, what its end means, how it stands.",
            kind: .read("Loops")),
        APIOperation(
            method: "GET", path: "/api/v1/slots", id: "listSlots",
            summary: "Records of the newest device slots, up to 1024, oldest first.",
            kind: .read("Slots"), query: ["from"]),
        APIOperation(
            method: "GET", path: "/api/v1/preview.png", id: "getPreview",
            summary: "The newest preview picture; its ETag moves with the ring.",
            kind: .media("image/png")),
        APIOperation(
            method: "GET", path: "/api/v1/screenshot.png", id: "getScreenshot",
            summary: "The newest programme frame in full size.", kind: .media("image/png")),
        APIOperation(
            method: "GET", path: "/api/v1/openapi.json", id: "getDocument",
            summary: "This document.", kind: .media("application/json")),
        APIOperation(
            method: "GET", path: "/api/v1/openapi.yaml", id: "getDocumentYAML",
            summary: "This document as YAML.", kind: .media("application/yaml")),
        APIOperation(
            method: "GET", path: "/ws", id: "openWebSocket",
            summary: "The state, then numbered changes; takes commands.", kind: .upgrade),
        APIOperation(
            method: "GET", path: "/healthz", id: "getHealth", summary: "The process answers.",
            kind: .read("Health")),
        APIOperation(
            method: "GET", path: "/readyz", id: "getReadiness",
            summary: "The coordinator answers and its state is known.", kind: .read("Health")),
    ]

    private static let layers = [
        APIOperation(
            method: "POST", path: "/api/v1/layers", id: "addLayer", summary: "Adds a layer.",
            kind: .command("AddLayer", 201)),
        APIOperation(
            method: "PATCH", path: "/api/v1/layers/{layer}", id: "patchLayer",
            summary: "Makes one change of a layer.", kind: .command("PatchLayer", 200)),
        APIOperation(
            method: "DELETE", path: "/api/v1/layers/{layer}", id: "removeLayer",
            summary: "Removes a layer.", kind: .command(nil, 200)),
        APIOperation(
            method: "POST", path: "/api/v1/layers/{layer}/duplicate", id: "duplicateLayer",
            summary: "Copies a layer onto the place above it.", kind: .command("Name", 201)),
        APIOperation(
            method: "POST", path: "/api/v1/layers/{layer}/reset", id: "resetLayer",
            summary: "All parameters back to their defaults.", kind: .command(nil, 200)),
        APIOperation(
            method: "POST", path: "/api/v1/layers/{layer}/unquarantine", id: "unquarantineLayer",
            summary: "Lets a quarantined layer draw again.", kind: .command(nil, 200)),
        APIOperation(
            method: "PUT", path: "/api/v1/layers/{layer}/params/{name}", id: "setParameter",
            summary: "Sets a parameter.", kind: .command("SetParameter", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/layers/{layer}/params/{name}/trigger",
            id: "triggerParameter", summary: "Fires a trigger.", kind: .command(nil, 200)),
        APIOperation(
            method: "POST", path: "/api/v1/layers/{layer}/params/{name}/reset",
            id: "resetParameter", summary: "Back to the default.", kind: .command(nil, 200)),
    ]

    private static let library = [
        APIOperation(
            method: "GET", path: "/api/v1/presets", id: "listPresets", summary: "Stored stacks.",
            kind: .read("Presets")),
        APIOperation(
            method: "GET", path: "/api/v1/presets/{name}", id: "exportPreset",
            summary: "A stored stack as JSON.", kind: .media("application/json")),
        APIOperation(
            method: "PUT", path: "/api/v1/presets/{name}", id: "savePreset",
            summary: "Stores the stack, or the document that is given.",
            kind: .command("SavePreset", 200)),
        APIOperation(
            method: "PATCH", path: "/api/v1/presets/{name}", id: "renamePreset",
            summary: "Renames a stored stack.", kind: .command("Name", 200)),
        APIOperation(
            method: "DELETE", path: "/api/v1/presets/{name}", id: "deletePreset",
            summary: "Deletes a stored stack.", kind: .command(nil, 200)),
        APIOperation(
            method: "POST", path: "/api/v1/presets/{name}/load", id: "loadPreset",
            summary: "Replaces the stack by a stored one.", kind: .command("Transition", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/reload", id: "reloadShaders",
            summary: "Reads shader packages again.", kind: .command("Reload", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/take", id: "take", summary: "Brings preview to air.",
            kind: .command("Transition", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/undo", id: "undo", summary: "Undoes durable changes.",
            kind: .command("Count", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/redo", id: "redo", summary: "Redoes undone changes.",
            kind: .command("Count", 200)),
    ]

    private static let stack = [
        APIOperation(
            method: "PUT", path: "/api/v1/layers/{layer}/inputs/{name}", id: "setInputBinding",
            summary: "Binds an image input: below, nothing, input:N, layer:ID or image:PATH.",
            kind: .command("Source", 200)),
        APIOperation(
            method: "PUT", path: "/api/v1/background", id: "setBackground",
            summary: "Sets the colour below the lowest layer.", kind: .command("Background", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/overlay/commit", id: "commitOverlay",
            summary: "Makes automated values committed state.",
            kind: .command("CommitOverlay", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/overlay/clear", id: "clearOverlay",
            summary: "Drops automated values.", kind: .command("Scope", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/transient/clear", id: "clearTransientState",
            summary: "Drops transient state: overlay, history or all.",
            kind: .command("ClearTransient", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/publish", id: "publishNow",
            summary: "Publishes a snapshot without a change.", kind: .command(nil, 200)),
    ]

    private static let control = [
        APIOperation(
            method: "POST", path: "/api/v1/run/{command}", id: "runCommand",
            summary: "A command of the run: \(RunCommands.names.joined(separator: ", ")).",
            kind: .command("RunCommand", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/alarms/{kind}/{subject}/acknowledge",
            id: "acknowledgeAlarm", summary: "Records awareness; clears nothing.",
            kind: .command("Comment", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/alarms/{kind}/{subject}/clear", id: "clearAlarm",
            summary: "Clears an alarm whose cause is gone.", kind: .command("Comment", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/alarms/{kind}/{subject}/shelve", id: "shelveAlarm",
            summary: "Hides an alarm for so many seconds; 0 shows it again.",
            kind: .command("Shelve", 200)),
        APIOperation(
            method: "POST", path: "/api/v1/force", id: "force",
            summary: "The panic control, straight to outputd.", kind: .direct("Force")),
        APIOperation(
            method: "POST", path: "/api/v1/demo/kill/{daemon}", id: "killDaemon",
            summary: "Demo only: kills one of the demo's own daemons with SIGKILL.",
            kind: .direct(nil), isDemo: true),
    ]

    /// Parameters in the path template.
    var pathParameters: [JSONValue] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
            ["$ref": .string("#/components/parameters/\(part.dropFirst().dropLast())")]
        }
    }

    /// The operation object.
    var json: JSONValue {
        var object = JSONObject([("operationId", .string(id)), ("summary", .string(summary))])
        var parameters = query
        if case .command = kind { parameters += ["stack", "hot", "idempotencyKey", "ifMatch"] }
        if !parameters.isEmpty {
            object["parameters"] = .array(
                parameters.map { ["$ref": .string("#/components/parameters/\($0)")] })
        }
        switch kind {
        case .command(let body?, _), .direct(let body?):
            object["requestBody"] = [
                "required": .bool(APISchemas.requires(body)),
                "content": ["application/json": ["schema": Self.reference(body)]],
            ]
        default: break
        }
        object["responses"] = .object(responses)
        return .object(object)
    }

    private var responses: JSONObject {
        let problem: JSONValue = ["$ref": "#/components/responses/Problem"]
        var responses = JSONObject()
        switch kind {
        case .read(let schema): responses["200"] = Self.success("application/json", schema)
        case .media(let type):
            responses["200"] = [
                "description": "The document.", "content": .object(JSONObject([(type, [:])])),
            ]
        case .upgrade: responses["101"] = ["description": "Switched to WebSocket."]
        case .command(_, let status):
            responses["\(status)"] = Self.success("application/json", "Outcome")
            responses["202"] = Self.success(
                "application/json", "Outcome",
                "Made and on air, and not stored: the disk cannot be written. The notes say why.")
        case .direct: responses["200"] = Self.success("application/json", "Answer")
        }
        responses["default"] = problem
        return responses
    }

    private static func reference(_ schema: String) -> JSONValue {
        ["$ref": .string("#/components/schemas/\(schema)")]
    }

    private static func success(
        _ type: String, _ schema: String, _ description: String = "Done."
    ) -> JSONValue {
        [
            "description": .string(description),
            "content": .object(JSONObject([(type, ["schema": reference(schema)])])),
        ]
    }
}

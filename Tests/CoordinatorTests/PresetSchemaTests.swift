@testable import CoordinatorDecision
import Foundation
import Proto
import Testing

/// `docs/preset.schema.json` and the program say the same of a preset document.
@Suite("The preset's schema")
struct PresetSchemaTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func schema() throws -> [String: Any] {
        let data = try Data(
            contentsOf: Self.root.appendingPathComponent("docs/preset.schema.json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func check(_ text: String) throws -> String? {
        let document = try JSONSerialization.jsonObject(
            with: Data(text.utf8), options: .fragmentsAllowed)
        return SchemaCheck.problem(document, try schema(), "preset")
    }

    private func imported(_ text: String) -> MutationOutcome {
        var fixture = Fixture.withStack()
        return fixture.perform(.importPreset(ImportPreset(name: "x", json: text))).outcome
    }

    @Test("It names the keys, blend modes and limits that the program knows")
    func tables() throws {
        let properties = try #require(schema()["properties"] as? [String: [String: Any]])
        #expect(properties.keys.sorted() == PresetDocumentCodec.documentKeys)
        let layers = try #require(properties["layers"])
        #expect(layers["maxItems"] as? Int == PolicySettings().layersMax)
        let layer = try #require(layers["items"] as? [String: Any])
        let keys = try #require(layer["properties"] as? [String: [String: Any]])
        #expect(keys.keys.sorted() == PresetDocumentCodec.layerKeys)
        #expect(keys["blend_mode"]?["enum"] as? [String] == BlendMode.allCases.map(\.name))
    }

    @Test("What is exported, and what ships, is valid by it")
    func exports() throws {
        let preset = Preset(
            stack: LayerStack(layers: [StoredDocumentTests.full]), savedAtWall: 1)
        let text = PresetDocumentCodec.document(preset)
        #expect(try check(text) == nil)
        let folder = Self.root.appendingPathComponent("shaders")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".preset.json")
        }
        #expect(!names.isEmpty)
        for name in names {
            let text = try String(
                contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            #expect(try check(text) == nil, "\(name)")
            #expect(imported(text).accepted, "\(name)")
        }
    }

    static let bad = [
        #"[]"#, #"{"layers": []}"#, #"{"holdover_preset": 1}"#,
        #"{"holdover_preset": 2, "layers": []}"#,
        #"{"holdover_preset": 1, "layers": [], "colour": 1}"#,
        #"{"holdover_preset": 1, "layers": [], "background": [0, 0, 0]}"#,
        #"{"holdover_preset": 1, "layers": [], "background": [0, 0, 0, 2]}"#,
        #"{"holdover_preset": 1, "layers": [{}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": 7}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "opactiy": 0.5}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "opacity": 1.5}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "name": ""}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "bypassed": "no"}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "blend_mode": "add"}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "values": {"a": [1, 2, 3]}}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "values": {"a": {}}}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "inputs": {"i": "input:0"}}]}"#,
        #"{"holdover_preset": 1, "layers": [{"shader": "grade", "inputs": {"i": "camera"}}]}"#,
    ]

    @Test("What it calls invalid is refused, with a sentence", arguments: bad)
    func invalid(_ text: String) throws {
        #expect(try check(text) != nil)
        let outcome = imported(text)
        #expect(!outcome.accepted && !outcome.errorSentence.isEmpty)
    }

    @Test("What does not fit the library is stored and said, at import and again at load")
    func misfits() {
        var fixture = Fixture.withStack()
        let text = """
            {"$schema": "preset.schema.json", "holdover_preset": 1, "layers": [
              {"shader": "gone"},
              {"shader": "grade", "values": {"gian": 1, "gain": 9},
               "inputs": {"inputImage": "below", "maskImage": "input:1"}}]}
            """
        let outcome = fixture.perform(.importPreset(ImportPreset(name: "x", json: text))).outcome
        #expect(outcome.accepted)
        for word in ["\"gone\"", "\"gian\"", "\"gain\"", "\"maskImage\""] {
            #expect(outcome.telemetryNotes.contains { $0.contains(word) }, "\(word)")
        }
        #expect(outcome.telemetryNotes.count == 4, "\(outcome.telemetryNotes)")
        let loaded = fixture.perform(.loadPreset(LoadPreset(name: "x"))).outcome
        #expect(loaded.accepted && loaded.telemetryNotes.count == 4, "\(loaded.telemetryNotes)")
        #expect(fixture.state.programme.layers.map(\.bindings) == [["inputImage": .below]])
    }
}

/// As much of JSON Schema as the preset's schema uses; a word it does not know is a failure.
enum SchemaCheck {
    private static let known: Set<String> = [
        "$schema", "title", "description", "type", "required", "additionalProperties", "properties",
        "const", "minItems", "maxItems", "items", "minimum", "maximum", "minLength", "enum",
        "pattern", "oneOf",
    ]

    /// What is wrong with a value, or nil.
    static func problem(_ value: Any, _ schema: [String: Any], _ place: String) -> String? {
        if let word = schema.keys.first(where: { !known.contains($0) }) {
            return "the schema uses \(word)"
        }
        if let type = schema["type"] as? String, !matches(value, type) {
            return "\(place) is no \(type)"
        }
        if let constant = schema["const"] as? Int, number(value) != Double(constant) {
            return "\(place) is not \(constant)"
        }
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let fitting = choices.filter { problem(value, $0, place) == nil }
            if fitting.count != 1 { return "\(place) fits \(fitting.count) choices" }
        }
        return textProblem(value, schema, place) ?? rangeProblem(value, schema, place)
            ?? arrayProblem(value, schema, place) ?? objectProblem(value, schema, place)
    }

    /// JSONSerialization gives switches and numbers as one class; their Objective-C type tells.
    private static func isSwitch(_ value: Any) -> Bool {
        (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
    }

    private static func number(_ value: Any) -> Double? {
        isSwitch(value) ? nil : (value as? NSNumber)?.doubleValue
    }

    private static func matches(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isSwitch(value)
        case "number": number(value) != nil
        default: false
        }
    }

    private static func textProblem(
        _ value: Any, _ schema: [String: Any], _ place: String
    ) -> String? {
        guard let text = value as? String else { return nil }
        if let choices = schema["enum"] as? [String], !choices.contains(text) {
            return "\(place) is none of the choices"
        }
        if let pattern = schema["pattern"] as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            return "\(place) does not match"
        }
        return text.count < schema["minLength"] as? Int ?? 0 ? "\(place) is too short" : nil
    }

    private static func rangeProblem(
        _ value: Any, _ schema: [String: Any], _ place: String
    ) -> String? {
        guard let value = number(value) else { return nil }
        let low = schema["minimum"] as? Double ?? -.infinity
        let high = schema["maximum"] as? Double ?? .infinity
        return (low...high).contains(value) ? nil : "\(place) is out of range"
    }

    private static func arrayProblem(
        _ value: Any, _ schema: [String: Any], _ place: String
    ) -> String? {
        guard let items = value as? [Any] else { return nil }
        guard items.count >= schema["minItems"] as? Int ?? 0,
            items.count <= schema["maxItems"] as? Int ?? .max
        else { return "\(place) has \(items.count) items" }
        guard let each = schema["items"] as? [String: Any] else { return nil }
        return items.lazy.compactMap { problem($0, each, "an item of \(place)") }.first
    }

    private static func objectProblem(
        _ value: Any, _ schema: [String: Any], _ place: String
    ) -> String? {
        guard let fields = value as? [String: Any] else { return nil }
        if let missing = (schema["required"] as? [String])?.first(where: { fields[$0] == nil }) {
            return "\(place) has no \(missing)"
        }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        for (name, field) in fields {
            if let rule = properties[name] ?? schema["additionalProperties"] as? [String: Any] {
                if let found = problem(field, rule, name) { return found }
            } else if schema["additionalProperties"] as? Bool == false {
                return "\(place) has a \(name)"
            }
        }
        return nil
    }
}

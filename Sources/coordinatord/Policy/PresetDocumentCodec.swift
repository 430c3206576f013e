internal import Foundation
internal import Proto

/// Presets as JSON documents, for people to keep, edit and exchange.
///
/// ```json
/// {"holdover_preset": 1, "background": [0, 0, 0, 1],
///  "layers": [{"name": "grade", "shader": "grade", "opacity": 1, "blend_mode": "normal",
///              "bypassed": false, "values": {"gain": 0.5, "tint": [1, 0.5, 0, 1]},
///              "inputs": {"inputImage": "below"}}]}
/// ```
///
/// `docs/preset.schema.json` says the same as a JSON Schema; a test holds the two together. A key that
/// is none of these is refused: a misspelt `opacity` would otherwise be 1 without a word.
public enum PresetDocumentCodec {
    /// Longest document read, in bytes.
    public static let byteCountMax = 512 * 1024

    /// The keys of a document; `$schema` is for editors.
    static let documentKeys = ["$schema", "background", "holdover_preset", "layers"]
    /// The keys of a layer.
    static let layerKeys = [
        "blend_mode", "bypassed", "inputs", "name", "opacity", "shader", "values",
    ]

    private struct Document: Codable {
        var holdover_preset: Int
        var background: [Double]?
        var layers: [Entry]
    }
    private struct Entry: Codable {
        var name: String?
        var shader: String
        var bypassed: Bool?
        var opacity: Double?
        var blend_mode: String?
        var values: [String: PlainValue]?
        var inputs: [String: String]?
    }

    /// A value as JSON has it; which type it is meant to be, the shader's rule says on loading.
    private enum PlainValue: Codable {
        case bool(Bool), number(Double), numbers([Double]), text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode([Double].self) {
                self = .numbers(value)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .bool(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .numbers(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            }
        }

        init(_ value: LayerValue) {
            switch value {
            case .bool(let value): self = .bool(value)
            case .long(let value): self = .number(Double(value))
            case .float(let value): self = .number(value)
            case .point, .color: self = .numbers(value.components ?? [])
            case .text(let value): self = .text(value)
            }
        }

        var value: LayerValue? {
            switch self {
            case .bool(let value): .bool(value)
            case .number(let value): .float(value)
            case .text(let value): .text(value)
            case .numbers(let numbers) where numbers.count == 2:
                .point(x: numbers[0], y: numbers[1])
            case .numbers(let numbers) where numbers.count == 4:
                .color(
                    red: numbers[0], green: numbers[1], blue: numbers[2], alpha: numbers[3])
            case .numbers: nil
            }
        }
    }

    /// Writes a stored stack.
    public static func document(_ preset: Preset) -> String {
        let document = Document(
            holdover_preset: 1, background: preset.stack.background,
            layers: preset.stack.layers.map { layer in
                Entry(
                    name: layer.name, shader: layer.shader, bypassed: layer.bypassed,
                    opacity: layer.opacity, blend_mode: layer.blendMode.name,
                    values: layer.values.mapValues { PlainValue($0) },
                    inputs: layer.bindings.mapValues { text($0, in: preset.stack) })
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    /// Reads a stack. Throws a refusal that names the place; whether its shaders and values exist
    /// is decided when it is loaded.
    static func stack(from json: String, _ settings: PolicySettings) throws(Refusal) -> LayerStack {
        guard json.utf8.count <= byteCountMax else {
            throw Refusal(
                .limitReached, "the preset has more than \(byteCountMax) bytes")
        }
        let document: Document
        let keys: PresetKeys
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
            keys = try JSONDecoder().decode(PresetKeys.self, from: Data(json.utf8))
        } catch {
            throw Refusal(.invalidArgument, "the preset is not readable: \(reason(error))")
        }
        try check(keys)
        guard document.holdover_preset == 1 else {
            throw Refusal(
                .invalidArgument,
                "the preset is of version \(document.holdover_preset); this program reads 1")
        }
        guard document.layers.count <= settings.layersMax else {
            throw Refusal(.limitReached, "the preset has more than \(settings.layersMax) layers")
        }
        let background = document.background ?? settings.defaultBackground
        guard background.count == 4, background.allSatisfy({ (0...1).contains($0) }) else {
            throw Refusal(
                .valueOutOfRange, "the preset's background must be four numbers from 0 to 1")
        }
        var stack = LayerStack(background: background)
        for (position, entry) in document.layers.enumerated() {
            stack.layers.append(try layer(entry, position, in: stack, settings))
        }
        return stack
    }

    private static func check(_ keys: PresetKeys) throws(Refusal) {
        func check(
            _ names: [String], _ known: [String], _ place: String
        ) throws(Refusal) {
            guard let unknown = names.sorted().first(where: { !known.contains($0) }) else { return }
            throw Refusal(
                .invalidArgument,
                "\(place) has no \"\(LayerPolicy.shown(unknown))\"; it can have"
                    + " \(known.joined(separator: ", "))")
        }
        try check(keys.names, documentKeys, "a preset")
        for (position, layer) in keys.layers.enumerated() {
            try check(layer, layerKeys, "layer \(position + 1) of a preset")
        }
    }

    private static func layer(
        _ entry: Entry, _ position: Int, in stack: LayerStack, _ settings: PolicySettings
    ) throws(Refusal) -> Layer {
        let name = try LayerPolicy.checkedName(
            entry.name ?? entry.shader, what: "a layer", settings)
        let mode = entry.blend_mode ?? BlendMode.normal.name
        guard let blendMode = BlendMode.allCases.first(where: { $0.name == mode }) else {
            throw Refusal(
                .invalidArgument,
                "layer \(position + 1): there is no blend mode \"\(LayerPolicy.shown(mode))\"")
        }
        var values: [String: LayerValue] = [:]
        for (name, plain) in entry.values ?? [:] {
            guard let value = plain.value else {
                throw Refusal(
                    .valueWrongType,
                    "layer \(position + 1): \"\(LayerPolicy.shown(name))\" must be a number, a"
                        + " switch, a text, or 2 or 4 numbers")
            }
            values[name] = value
        }
        var bindings: [String: BindingSource] = [:]
        for (input, text) in entry.inputs ?? [:] {
            bindings[input] = try source(text, position)
        }
        return Layer(
            id: "stored-\(position + 1)", name: LayerPolicy.freeName(name, in: stack),
            shader: entry.shader, bypassed: entry.bypassed ?? false,
            opacity: try LayerPolicy.opacity(entry.opacity ?? 1), blendMode: blendMode,
            values: values, bindings: bindings, originIndex: 0, historyGeneration: 1,
            triggerCounts: [:])
    }

    private static func text(_ source: BindingSource, in stack: LayerStack) -> String {
        switch source {
        case .below: "below"
        case .nothing: "nothing"
        case .input(let number): "input:\(number)"
        case .layer(let id): "layer:\((stack.position(of: id) ?? 0) + 1)"
        case .image(let path, _): "image:\(path)"
        }
    }

    private static func source(
        _ text: String, _ position: Int
    ) throws(Refusal) -> BindingSource {
        if text == "below" { return .below }
        if text == "nothing" { return .nothing }
        if text.hasPrefix("input:"), let number = UInt32(text.dropFirst(6)), number >= 1 {
            return .input(number)
        }
        if text.hasPrefix("layer:"), let number = UInt32(text.dropFirst(6)), number >= 1 {
            return .layer("stored-\(number)")
        }
        if text.hasPrefix("image:"), !text.contains(".."), text.utf8.count <= 512 {
            return .image(path: String(text.dropFirst(6)), generation: 0)
        }
        throw Refusal(
            .invalidArgument,
            "layer \(position + 1): \"\(LayerPolicy.shown(text))\" is no source; write below,"
                + " nothing, input:N, layer:N or image:PATH")
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "it has no \"\(key.stringValue)\""
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of the wrong type"
        default: "it is not JSON"
        }
    }
}

import Foundation
public import Proto
public import Shaders

/// Reads the layers of a preset document without a coordinator, for measuring and stills.
public enum PresetLayers {
    private struct Document: Decodable {
        var background: [Double]?
        var layers: [Entry]
    }

    private struct Entry: Decodable {
        var name: String?
        var shader: String
        var bypassed: Bool?
        var opacity: Double?
        var blend_mode: String?
        var values: [String: Value]?
        var inputs: [String: String]?
    }

    private enum Value: Decodable {
        case bool(Bool)
        case numbers([Double])
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let on = try? container.decode(Bool.self) {
                self = .bool(on)
            } else if let number = try? container.decode(Double.self) {
                self = .numbers([number])
            } else if let numbers = try? container.decode([Double].self) {
                self = .numbers(numbers)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        /// As a value of `input`; nil where it is of another type.
        func parameter(for input: ISFInput) -> ParameterValue? {
            switch self {
            case .text(let text):
                input.type == .text ? ParameterValue(kind: .text(text)) : nil
            case .bool(let on):
                ISFValue(type: input.type, components: [on ? 1 : 0]).map { ParameterValue($0) }
            case .numbers(let numbers):
                ISFValue(type: input.type, components: numbers).map { ParameterValue($0) }
            }
        }
    }

    /// The layers of the document at `path`, bottom to top. Blocks on the disk.
    ///
    /// Throws where the file cannot be read or is no preset.
    public static func load(path: String, library: ShaderLibrary) throws -> [SnapshotLayer] {
        try snapshot(path: path, library: library).layers
    }

    /// The whole document as a snapshot, its layers begun at index 0. Blocks on the disk.
    ///
    /// Throws where the file cannot be read, is no preset, or names what there is not.
    public static func snapshot(path: String, library: ShaderLibrary) throws -> Snapshot {
        let document: Document
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            document = try JSONDecoder().decode(Document.self, from: data)
        } catch let error as DecodingError {
            throw ShowError(
                "\(path) is no preset: \(reason(error))",
                remedy: "docs/preset.schema.json says what a preset looks like")
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw ShowError(
                exists ? "\(path) cannot be read" : "there is no \(path)",
                remedy: exists
                    ? "Name a file that this user may read" : "Name the preset's file with --preset"
            )
        }
        let color = document.background ?? [0, 0, 0, 1]
        guard color.count == 4 else {
            throw ShowError("\(path): its background is no colour", remedy: "Give four numbers")
        }
        var snapshot = Snapshot(
            version: StateVersion(coordinatorEpoch: 1, number: 1),
            background: Color(red: color[0], green: color[1], blue: color[2], alpha: color[3]))
        for (position, entry) in document.layers.enumerated() {
            snapshot.layers.append(try layer(entry, position + 1, library))
        }
        return snapshot
    }

    /// What is wrong with a document, in words; where, as in layers[0].opacity.
    private static func reason(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            let words = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }
            let text = words.joined()
            return text.isEmpty ? "the document" : String(text.drop { $0 == "." })
        }
        return switch error {
        case .keyNotFound(let key, let context):
            "\(place(context.codingPath)) has no \(key.stringValue)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(place(context.codingPath)) is of another kind"
        case .dataCorrupted(let context) where context.codingPath.isEmpty: "it is not JSON"
        case .dataCorrupted(let context): "\(place(context.codingPath)) has no meaning"
        @unknown default: "it cannot be understood"
        }
    }

    private static func layer(
        _ entry: Entry, _ number: Int, _ library: ShaderLibrary
    ) throws(ShowError) -> SnapshotLayer {
        let place = "layer \(number) (\(entry.shader))"
        guard let package = library.package(id: entry.shader) else {
            let error = library.errors.first { $0.file.hasSuffix("/\(entry.shader).fs") }
            throw ShowError(
                "\(place): " + (error.map { "\($0)" } ?? "there is no such shader"),
                remedy: "Name a shader of the library, or its folder with --shaders")
        }
        var layer = SnapshotLayer(
            id: "\(number)", name: entry.name ?? entry.shader, shaderId: entry.shader,
            shaderPath: package.path, shaderGeneration: package.contentHash,
            opacity: entry.opacity ?? 1)
        layer.bypassed = entry.bypassed ?? false
        let mode = entry.blend_mode ?? BlendMode.normal.name
        guard let known = BlendMode.allCases.first(where: { $0.name == mode }) else {
            throw ShowError("\(place): there is no blend mode \(mode)", remedy: "Say normal")
        }
        layer.blendMode = known
        for (name, value) in (entry.values ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let own = package.manifest.input(named: name).flatMap(value.parameter) else {
                throw ShowError(
                    "\(place) has no input \(name) that takes this value",
                    remedy: "Look at the INPUTS of \(package.path)")
            }
            layer.values.append(ParameterSetting(name: name, value: own))
        }
        for (name, text) in (entry.inputs ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let source = source(text) else {
                throw ShowError(
                    "\(place): \(text) is no source for \(name)",
                    remedy: "Say below, nothing, input:N, layer:N or image:PATH")
            }
            layer.bindings.append(InputBinding(parameter: name, source: source))
        }
        return layer
    }

    private static func source(_ text: String) -> InputBinding.Source? {
        if text == "below" { return .below(PictureBelow()) }
        if text == "nothing" { return .nothing(NoPicture()) }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        return switch parts[0] {
        case "input": UInt32(parts[1]).map { .input($0) }
        case "layer": UInt32(parts[1]).map { .layer("\($0)") }
        case "image": .image(ImageRef(path: parts[1], generation: 0))
        default: nil
        }
    }
}

extension ParameterValue {
    /// The wire value of a shader's value.
    public init(_ value: ISFValue) {
        let kind: Kind =
            switch value {
            case .float(let number): .float(number)
            case .bool(let on): .bool(on)
            case .long(let number): .long(Int64(number))
            case .point2D(let x, let y): .point2D(Point2D(x: x, y: y))
            case .color(let red, let green, let blue, let alpha):
                .color(Color(red: red, green: green, blue: blue, alpha: alpha))
            }
        self.init(kind: kind)
    }
}

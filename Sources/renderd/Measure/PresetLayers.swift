import Foundation
public import Proto
public import Shaders

/// Reads the layers of a preset document without a coordinator, for measuring and stills.
public enum PresetLayers {
    private struct Document: Decodable {
        var layers: [Entry]
    }

    private struct Entry: Decodable {
        var name: String?
        var shader: String
        var bypassed: Bool?
        var opacity: Double?
        var values: [String: Value]?
    }

    private enum Value: Decodable {
        case bool(Bool)
        case numbers([Double])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let on = try? container.decode(Bool.self) {
                self = .bool(on)
            } else if let number = try? container.decode(Double.self) {
                self = .numbers([number])
            } else {
                self = .numbers(try container.decode([Double].self))
            }
        }

        var components: [Double] {
            switch self {
            case .bool(let on): [on ? 1 : 0]
            case .numbers(let numbers): numbers
            }
        }
    }

    /// The layers of the document at `path`, bottom to top. Blocks on the disk.
    ///
    /// Throws where the file cannot be read or is no preset.
    public static func load(path: String, library: ShaderLibrary) throws -> [SnapshotLayer] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let document = try JSONDecoder().decode(Document.self, from: data)
        return document.layers.enumerated().map { position, entry in
            let manifest = library.package(id: entry.shader)?.manifest
            var layer = SnapshotLayer(
                id: "\(position + 1)", name: entry.name ?? entry.shader, shaderId: entry.shader,
                opacity: entry.opacity ?? 1)
            layer.bypassed = entry.bypassed ?? false
            layer.values = (entry.values ?? [:]).sorted { $0.key < $1.key }.compactMap {
                name, value in
                guard let input = manifest?.input(named: name),
                    let own = ISFValue(type: input.type, components: value.components)
                else { return nil }
                return ParameterSetting(name: name, value: ParameterValue(own))
            }
            return layer
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

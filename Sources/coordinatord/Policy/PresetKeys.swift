/// The keys that a preset document has, known or not.
struct PresetKeys: Decodable {
    /// Of the document.
    var names: [String]
    /// Of each layer.
    var layers: [[String]]

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Layer: Decodable {
        var names: [String]

        init(from decoder: any Decoder) throws {
            names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        names = container.allKeys.map(\.stringValue)
        layers =
            try container.allKeys.first { $0.stringValue == "layers" }.map {
                try container.decode([Layer].self, forKey: $0).map(\.names)
            } ?? []
    }
}

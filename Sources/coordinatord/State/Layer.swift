public import Proto

/// Where an image input of a layer gets its picture.
public enum BindingSource: Equatable, Hashable, Sendable, Codable {
    /// The composite of the layers below.
    case below
    /// A video input, from 1.
    case input(UInt32)
    /// The output of another layer, by id.
    case layer(String)
    /// A picture of the library, by its path below the root.
    case image(path: String, generation: UInt64)
    /// Transparent.
    case nothing
}

/// One layer of a stack as committed: what it draws with and how it is mixed.
public struct Layer: Equatable, Sendable, Codable {
    /// Unique for the life of the store, never used twice.
    public internal(set) var id: String
    /// A name for people; unique within its stack.
    public internal(set) var name: String
    /// Id of the shader in the library.
    public internal(set) var shader: String
    /// Left out of the picture while true.
    public internal(set) var bypassed: Bool
    /// From 0 to 1.
    public internal(set) var opacity: Double
    /// How the layer is mixed with what is below it.
    public internal(set) var blendMode: BlendMode
    /// Values somebody has set, by parameter; every other parameter has its rule's default.
    public internal(set) var values: [String: LayerValue]
    /// Sources bound to image inputs, by input; every other input takes what its role says.
    public internal(set) var bindings: [String: BindingSource]
    /// Output frame index at which the layer's time is 0.
    public internal(set) var originIndex: Int64
    /// Grows whenever feedback and history have to start from black.
    public internal(set) var historyGeneration: UInt64
    /// Committed triggers so far, by event parameter.
    public internal(set) var triggerCounts: [String: UInt64]
}

/// An ordered stack of layers over a background; the first layer is the lowest.
public struct LayerStack: Equatable, Sendable, Codable {
    /// The colour below the lowest layer: straight red, green, blue, alpha.
    public internal(set) var background: [Double]
    /// Bottom to top.
    public internal(set) var layers: [Layer]

    init(background: [Double] = [0, 0, 0, 1], layers: [Layer] = []) {
        self.background = background
        self.layers = layers
    }

    /// Where the layer with this id is, counted from 0 at the bottom.
    public func position(of id: String) -> Int? { layers.firstIndex { $0.id == id } }

    /// The layer with this id.
    public func layer(_ id: String) -> Layer? { layers.first { $0.id == id } }
}

/// A stack on its way out while a timed transition lasts.
public struct OutgoingTransition: Equatable, Sendable, Codable {
    /// How it gives way.
    public internal(set) var kind: TransitionKind
    /// First output index of the transition.
    public internal(set) var startIndex: Int64
    /// Its length.
    public internal(set) var lengthFrames: Int64
    /// What gives way.
    public internal(set) var stack: LayerStack
    /// The shader that draws it; nil for a cut or mix.
    public internal(set) var shader: String?
    /// Values somebody has set of that shader's parameters.
    public internal(set) var values: [String: LayerValue]?

    /// The first output index that shows any of what follows it: a cut has one frame before.
    var firstIndex: Int64 { kind == .cut ? startIndex + lengthFrames : startIndex }
}

/// A stored stack.
public struct Preset: Equatable, Sendable, Codable {
    /// What it holds; layer ids in it are not those of any live layer.
    public internal(set) var stack: LayerStack
    /// Wall clock of the save, nanoseconds since 1970.
    public internal(set) var savedAtWall: Int64
}

/// Durable changes that can be taken back, and those that were. Bounded; the oldest go first.
public struct UndoHistory: Equatable, Sendable, Codable {
    /// Changes an undo takes back, the newest last.
    public internal(set) var done: [UndoStep] = []
    /// Changes a redo does again, the next one last. A new change empties it.
    public internal(set) var undone: [UndoStep] = []
    /// What a value was before a gesture that is still in progress: the gesture is undone as a whole.
    var gestures: [OverlayKey: GestureStart] = [:]
    /// The number the next step gets.
    var nextNumber: UInt64 = 1
}

/// A value before a gesture; nil where nobody had set one.
struct GestureStart: Equatable, Sendable, Codable {
    var value: LayerValue?
}

/// What one durable change did, so that it can be taken back and done again. Immutable.
public struct UndoStep: Equatable, Sendable, Codable {
    /// Names the step in the store; never used twice.
    public let number: UInt64
    /// The command's name, such as `add_layer`.
    public let action: String
    /// What it did.
    let change: Change

    /// What a change did.
    enum Change: Equatable, Sendable, Codable {
        /// A take: the two stacks were exchanged.
        case exchange
        /// Anything else, by what it touched.
        case edit(stacks: [StackChange], presets: [PresetChange])
    }
}

/// What a change did to one stack.
struct StackChange: Equatable, Sendable, Codable {
    var isPreview: Bool
    /// Ids of the layers, bottom to top.
    var order: Sides<[String]>
    var background: Sides<[Double]>
    /// The layers it touched.
    var layers: [LayerChange]
}

/// A layer before and after; nil where there was none.
struct LayerChange: Equatable, Sendable, Codable {
    var id: String
    var layer: Sides<Layer?>
}

/// A preset before and after; nil where there was none.
struct PresetChange: Equatable, Sendable, Codable {
    var name: String
    var preset: Sides<Preset?>
}

/// Something before and after a change.
struct Sides<Value: Equatable & Sendable & Codable>: Equatable, Sendable, Codable {
    var before: Value
    var after: Value

    /// The same for the way back.
    var reversed: Sides { Sides(before: after, after: before) }
}

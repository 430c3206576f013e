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

/// What one durable change did, so that it can be taken back and done again. Immutable, and shared by
/// all states that hold it: a history of a hundred steps is copied with every change.
public struct UndoStep: Equatable, Sendable, Codable {
    private let contents: Contents

    private final class Contents: Sendable, Codable {
        let number: UInt64
        let action: String
        let change: Change

        init(_ number: UInt64, _ action: String, _ change: Change) {
            self.number = number
            self.action = action
            self.change = change
        }
    }

    /// Names the step in the store; never used twice.
    public var number: UInt64 { contents.number }
    /// The command's name, such as `add_layer`.
    public var action: String { contents.action }
    /// What it did.
    var change: Change { contents.change }

    init(number: UInt64, action: String, change: Change) {
        contents = Contents(number, action, change)
    }

    /// Reads a stored step.
    public init(from decoder: any Decoder) throws { contents = try Contents(from: decoder) }
    /// Writes the step.
    public func encode(to encoder: any Encoder) throws { try contents.encode(to: encoder) }

    /// Whether two steps are the same; at once where they share their contents.
    public static func == (one: UndoStep, other: UndoStep) -> Bool {
        one.contents === other.contents
            || (one.number == other.number && one.action == other.action
                && one.change == other.change)
    }

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
    /// Ids of the layers, bottom to top; empty on both sides where the order stayed as it was.
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

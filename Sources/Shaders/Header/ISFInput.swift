/// One declared input of a shader: its type, its range and what it is when nobody has set it.
public struct ISFInput: Sendable, Equatable {
    /// The name of the uniform, a GLSL identifier, unique in the shader.
    public var name: String
    /// What operators read; the name where the header has no `LABEL`.
    public var label: String
    /// The type of the input.
    public var type: ISFInputType
    /// The value when nobody has set it; nil exactly for types that hold no value.
    public var defaultValue: ISFValue?
    /// The value at which the shader changes nothing, where the author named one.
    public var identity: ISFValue?
    /// Lower bounds, one a component; nil where a component is unbounded.
    public var minimum: [Double]?
    /// Upper bounds, one a component; nil where unbounded.
    public var maximum: [Double]?
    /// The choices of a `long`, empty where it is a plain range. Equally long as `labels`.
    public var values: [Int]
    /// What the choices are called.
    public var labels: [String]
    /// How many texels wide an audio texture shall be, where the author asked for a width.
    public var textureWidth: Int?
    /// How a `text` is drawn; nil for other types.
    public var textStyle: ISFTextStyle?
    /// The `.cube` file of a `lut`, relative to the shader; nil for other types, and for a table
    /// that changes nothing until one is bound.
    public var tablePath: String?
    /// What becomes of automation of this input.
    public var commit: ISFCommitPolicy
    /// Over how many seconds a new value is approached; 0 for at once.
    public var smoothingSeconds: Double

    /// Makes an input. Bounds must have as many components as the type.
    public init(
        name: String, label: String? = nil, type: ISFInputType, defaultValue: ISFValue? = nil,
        identity: ISFValue? = nil, minimum: [Double]? = nil, maximum: [Double]? = nil,
        values: [Int] = [], labels: [String] = [], textureWidth: Int? = nil,
        commit: ISFCommitPolicy = .settle, smoothingSeconds: Double = 0
    ) {
        self.name = name
        self.label = label ?? name
        self.type = type
        self.defaultValue = defaultValue
        self.identity = identity
        self.minimum = minimum
        self.maximum = maximum
        self.values = values
        self.labels = labels
        self.textureWidth = textureWidth
        self.commit = commit
        self.smoothingSeconds = smoothingSeconds
    }

    /// `value` brought into the input's range: clamped component by component, and for a list of
    /// choices the nearest choice. Nil where it is of another type (a whole number is accepted
    /// for a `float`, and any number for a `bool` or `long`).
    public func clamped(_ value: ISFValue) -> ISFValue? {
        var components = value.components
        guard type.isSettable, var converted = ISFValue(type: type, components: components) else {
            return nil
        }
        components = converted.components
        if type == .long, !values.isEmpty, case .long(let wanted) = converted {
            let nearest = values.min { abs($0 - wanted) < abs($1 - wanted) } ?? wanted
            return .long(nearest)
        }
        for position in components.indices {
            if let minimum, position < minimum.count {
                components[position] = max(components[position], minimum[position])
            }
            if let maximum, position < maximum.count {
                components[position] = min(components[position], maximum[position])
            }
        }
        converted = ISFValue(type: type, components: components) ?? converted
        return converted
    }

    /// The value at `position` of the range, 0 for the lower and 1 for the upper bound; for a
    /// list of choices the choice at that share of the list. Nil for unbounded inputs and for
    /// types with more than one component.
    public func value(atNormalized position: Double) -> ISFValue? {
        let share = min(max(position, 0), 1)
        switch type {
        case .bool: return .bool(share >= 0.5)
        case .long where !values.isEmpty:
            let choice = min(Int(share * Double(values.count)), values.count - 1)
            return .long(values[choice])
        case .float, .long:
            guard let low = minimum?.first, let high = maximum?.first else { return nil }
            return ISFValue(type: type, components: [low + (high - low) * share])
        default: return nil
        }
    }
}

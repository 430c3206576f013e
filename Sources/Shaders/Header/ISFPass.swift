/// One entry of a header's `PASSES`, in drawing order.
public struct ISFPass: Sendable, Equatable {
    /// The name under which later passes sample what this pass drew; nil for the output only.
    public var target: String?
    /// Whether the target keeps its picture from frame to frame.
    public var persistent: Bool
    /// Whether the target has 32-bit float components.
    public var float: Bool
    /// Width of the target; nil for the width of the output.
    public var width: SizeExpression?
    /// Height of the target; nil for the height of the output.
    public var height: SizeExpression?

    /// Makes a pass; without arguments the single pass of a shader that declares none.
    public init(
        target: String? = nil, persistent: Bool = false, float: Bool = false,
        width: SizeExpression? = nil, height: SizeExpression? = nil
    ) {
        self.target = target
        self.persistent = persistent
        self.float = float
        self.width = width
        self.height = height
    }
}

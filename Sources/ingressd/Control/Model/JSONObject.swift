/// The members of a JSON object in order. Look-up is linear: the objects here are small.
public struct JSONObject: Sendable, Equatable {
    /// Names in order.
    public private(set) var keys: [String]
    /// Values in the order of `keys`.
    public private(set) var values: [JSONValue]

    /// Makes an object from members in order; a repeated name keeps its last value.
    public init(_ members: [(String, JSONValue)] = []) {
        keys = []
        values = []
        keys.reserveCapacity(members.count)
        values.reserveCapacity(members.count)
        for (key, value) in members { self[key] = value }
    }

    /// How many members there are.
    public var count: Int { keys.count }

    /// The value of a member; setting nil removes it.
    public subscript(_ key: String) -> JSONValue? {
        get { keys.firstIndex(of: key).map { values[$0] } }
        set {
            if let at = keys.firstIndex(of: key) {
                if let newValue {
                    values[at] = newValue
                } else {
                    keys.remove(at: at)
                    values.remove(at: at)
                }
            } else if let newValue {
                keys.append(key)
                values.append(newValue)
            }
        }
    }
}

/// The difference between two JSON documents as RFC 6902 operations.
///
/// Arrays of equal length are compared element by element; others are replaced whole. Patches
/// here are for a model that mostly changes in its leaves (counters, values), where this is short.
public enum JSONPatch {
    /// Operations that turn `old` into `new`; empty when they are equal.
    public static func difference(from old: JSONValue, to new: JSONValue) -> [JSONValue] {
        var operations: [JSONValue] = []
        compare(old, new, path: "", into: &operations)
        return operations
    }

    private static func compare(
        _ old: JSONValue, _ new: JSONValue, path: String, into operations: inout [JSONValue]
    ) {
        switch (old, new) {
        case (.object(let before), .object(let after)):
            compare(before, after, path: path, into: &operations)
        case (.array(let before), .array(let after)) where before.count == after.count:
            for index in before.indices where before[index] != after[index] {
                compare(before[index], after[index], path: "\(path)/\(index)", into: &operations)
            }
        default:
            if old != new {
                operations.append(["op": "replace", "path": .string(path), "value": new])
            }
        }
    }

    private static func compare(
        _ before: JSONObject, _ after: JSONObject, path: String,
        into operations: inout [JSONValue]
    ) {
        for key in before.keys where after[key] == nil {
            operations.append(["op": "remove", "path": .string("\(path)/\(escaped(key))")])
        }
        for (key, value) in zip(after.keys, after.values) {
            let member = "\(path)/\(escaped(key))"
            if let old = before[key] {
                if old != value { compare(old, value, path: member, into: &operations) }
            } else {
                operations.append(["op": "add", "path": .string(member), "value": value])
            }
        }
    }

    private static func escaped(_ key: String) -> String {
        guard key.contains(where: { $0 == "~" || $0 == "/" }) else { return key }
        return key.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    }
}

/// Reads the entries of `PASSES` and of the older `PERSISTENT_BUFFERS`.
enum PassReader {
    static let passCountMax = 32

    struct Buffer {
        var width: SizeExpression?
        var height: SizeExpression?
        var float = false
    }

    /// `PERSISTENT_BUFFERS`: a list of names, or an object from name to size.
    static func legacyBuffers(
        _ value: HeaderValue?
    ) throws(HeaderSyntaxError) -> [String: Buffer] {
        guard let value else { return [:] }
        if let items = value.array {
            return Dictionary(items.compactMap(\.string).map { ($0, Buffer()) }) { first, _ in
                first
            }
        }
        guard let members = value.members else {
            throw HeaderSyntaxError(
                line: value.line, message: "PERSISTENT_BUFFERS must be a list or an object")
        }
        var buffers: [String: Buffer] = [:]
        for (name, entry) in members {
            buffers[name] = Buffer(
                width: try size(entry["WIDTH"], variables: nil),
                height: try size(entry["HEIGHT"], variables: nil),
                float: entry["FLOAT"]?.flag ?? false)
        }
        return buffers
    }

    static func pass(
        _ item: HeaderValue, buffers: [String: Buffer], variables: Set<String>
    ) throws(HeaderSyntaxError) -> ISFPass {
        guard item.members != nil else {
            throw HeaderSyntaxError(line: item.line, message: "a pass must be an object")
        }
        var target = item["TARGET"]?.string
        if target?.isEmpty == true { target = nil }
        if let target, !GLSLName.isIdentifier(target) {
            throw HeaderSyntaxError(
                line: item["TARGET"]?.line ?? item.line,
                message: "the TARGET \"\(target)\" cannot be a GLSL name")
        }
        let buffer = target.flatMap { buffers[$0] }
        return ISFPass(
            target: target,
            persistent: item["PERSISTENT"]?.flag ?? (buffer != nil),
            float: item["FLOAT"]?.flag ?? buffer?.float ?? false,
            width: try size(item["WIDTH"], variables: variables) ?? buffer?.width,
            height: try size(item["HEIGHT"], variables: variables) ?? buffer?.height)
    }

    private static func size(
        _ value: HeaderValue?, variables: Set<String>?
    ) throws(HeaderSyntaxError) -> SizeExpression? {
        guard let value else { return nil }
        if let number = value.number { return SizeExpression(number) }
        guard let text = value.string, let expression = SizeExpression(text) else {
            throw HeaderSyntaxError(
                line: value.line,
                message: "a size is a number or an expression such as \"$WIDTH/2\"")
        }
        if let variables,
            let stranger = expression.variables.first(where: { !variables.contains($0) })
        {
            throw HeaderSyntaxError(
                line: value.line, message: "the size names \"$\(stranger)\", which is no input")
        }
        return expression
    }
}

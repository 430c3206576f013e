/// Reads one entry of `INPUTS`, with the tolerance that the reference host has: numbers for
/// bools, a lone bound ignored, a default out of range clamped.
struct ISFInputReader {
    private let item: HeaderValue

    init(_ item: HeaderValue) {
        self.item = item
    }

    func read() throws(HeaderSyntaxError) -> ISFInput {
        guard let name = item["NAME"]?.string, GLSLName.isIdentifier(name) else {
            throw HeaderSyntaxError(
                line: item["NAME"]?.line ?? item.line,
                message: "an input needs a NAME of letters, digits and '_'")
        }
        guard let typeName = item["TYPE"]?.string else {
            throw HeaderSyntaxError(line: item.line, message: "the input \"\(name)\" has no TYPE")
        }
        guard let type = ISFInputType.standard.first(where: { $0.rawValue == typeName }) else {
            let known = ISFInputType.standard.map(\.rawValue).joined(separator: ", ")
            throw HeaderSyntaxError(
                line: item["TYPE"]?.line ?? item.line,
                message: "the TYPE \"\(typeName)\" is not known: it is one of \(known)")
        }
        var input = ISFInput(name: name, label: label(or: name), type: type)
        switch type {
        case .float: try readFloat(&input)
        case .bool: input.defaultValue = .bool(item["DEFAULT"]?.flag ?? true)
        case .long: try readLong(&input)
        case .point2D: try readPoint(&input)
        case .color: try readColor(&input)
        case .audio, .audioFFT:
            input.textureWidth = item["MAX"]?.number.map { Int(min(max($0, 1), 8192)) }
        case .event, .image, .text, .lut: break
        }
        if let identity = try components("IDENTITY", count: input.defaultValue?.components.count) {
            input.identity = ISFValue(type: type, components: identity)
        }
        return input
    }

    private func label(or name: String) -> String {
        guard let label = item["LABEL"]?.string, !label.isEmpty else { return name }
        return label
    }

    private func readFloat(_ input: inout ISFInput) throws(HeaderSyntaxError) {
        let bounds = try bounds(count: 1) ?? ([0], [1])
        input.minimum = bounds.0
        input.maximum = bounds.1
        let middle = (bounds.0[0] + bounds.1[0]) / 2
        let wanted = try components("DEFAULT", count: 1)?[0] ?? middle
        input.defaultValue = .float(min(max(wanted, bounds.0[0]), bounds.1[0]))
    }

    private func readLong(_ input: inout ISFInput) throws(HeaderSyntaxError) {
        if let list = item["VALUES"] {
            guard let values = list.numbers else {
                throw HeaderSyntaxError(line: list.line, message: "VALUES is a list of numbers")
            }
            input.values = values.map { Int(min(max($0, -2e9), 2e9)) }
            let labels = item["LABELS"]?.array?.map { $0.string ?? $0.number.map { "\($0)" } ?? "" }
            guard labels == nil || labels?.count == values.count else {
                throw HeaderSyntaxError(
                    line: item["LABELS"]?.line ?? list.line,
                    message: "LABELS and VALUES of \"\(input.name)\" differ in length")
            }
            input.labels = labels ?? values.map { "\(Int($0))" }
        } else if let bounds = try bounds(count: 1) {
            input.minimum = bounds.0
            input.maximum = bounds.1
        }
        let fallback = input.values.first ?? Int(input.minimum?[0] ?? 0)
        let wanted = try components("DEFAULT", count: 1)?[0] ?? Double(fallback)
        let value = ISFValue.long(Int(min(max(wanted, -2e9), 2e9)))
        input.defaultValue = input.clamped(value) ?? value
    }

    private func readPoint(_ input: inout ISFInput) throws(HeaderSyntaxError) {
        if let bounds = try bounds(count: 2) {
            input.minimum = bounds.0
            input.maximum = bounds.1
        }
        let wanted =
            try components("DEFAULT", count: 2)
            ?? zip(input.minimum ?? [0, 0], input.maximum ?? [0, 0]).map { ($0 + $1) / 2 }
        let value = ISFValue.point2D(x: wanted[0], y: wanted[1])
        input.defaultValue = input.clamped(value) ?? value
    }

    private func readColor(_ input: inout ISFInput) throws(HeaderSyntaxError) {
        input.minimum = [0, 0, 0, 0]
        input.maximum = [1, 1, 1, 1]
        var wanted = [0.0, 0, 0, 1]
        if let given = item["DEFAULT"] {
            guard let numbers = given.numbers, numbers.count == 3 || numbers.count == 4 else {
                throw HeaderSyntaxError(
                    line: given.line, message: "the DEFAULT of a color is a list of four numbers")
            }
            wanted = numbers.count == 3 ? numbers + [1] : numbers
        }
        let value = ISFValue(type: .color, components: wanted)
        input.defaultValue = value.flatMap(input.clamped) ?? value
    }

    private func bounds(count: Int) throws(HeaderSyntaxError) -> ([Double], [Double])? {
        guard let low = try components("MIN", count: count),
            let high = try components("MAX", count: count)
        else { return nil }
        // Published shaders have them the wrong way round, and other hosts draw those.
        return (zip(low, high).map { min($0, $1) }, zip(low, high).map { max($0, $1) })
    }

    private func components(
        _ key: String, count: Int?
    ) throws(HeaderSyntaxError) -> [Double]? {
        guard let value = item[key], let count else { return nil }
        guard let numbers = value.numbers, numbers.count >= count else {
            if count == 1, let text = value.string, let number = Double(text), number.isFinite {
                return [number]
            }
            throw HeaderSyntaxError(
                line: value.line,
                message: count == 1
                    ? "\(key) must be a number" : "\(key) must be a list of \(count) numbers")
        }
        return Array(numbers.prefix(count))
    }
}

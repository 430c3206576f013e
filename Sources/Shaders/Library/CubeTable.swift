/// A colour table read from a `.cube` file (the Adobe and IRIDAS format), one- or three-dimensional.
public struct CubeTable: Sendable, Equatable {
    /// Entries along each edge; a one-dimensional table is widened to three dimensions.
    public var size: Int
    /// Three numbers an entry, red running fastest.
    public var values: [Float]
    /// The input that meets the first entry: red, green, blue.
    public var domainMinimum: [Double]
    /// The input that meets the last entry.
    public var domainMaximum: [Double]

    /// The largest edge that is read.
    public static let sizeMax = 129

    /// Reads the text of a `.cube` file called `file`.
    ///
    /// Throws `ShaderFileError` with the line at fault.
    public init(_ text: String, file: String) throws(ShaderFileError) {
        var reader = CubeReader(file: file)
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            try reader.take(line, number)
        }
        self = try reader.finish()
    }

    init(size: Int, values: [Float], domainMinimum: [Double], domainMaximum: [Double]) {
        self.size = size
        self.values = values
        self.domainMinimum = domainMinimum
        self.domainMaximum = domainMaximum
    }

    /// The table that changes nothing.
    public static let identity = CubeTable(
        size: 2, values: (0..<8).flatMap { [Float($0 & 1), Float($0 >> 1 & 1), Float($0 >> 2)] },
        domainMinimum: [0, 0, 0], domainMaximum: [1, 1, 1])
}

private struct CubeReader {
    let file: String
    var size: Int?
    var isFlat = false
    var values: [Float] = []
    var low = [0.0, 0, 0]
    var high = [1.0, 1, 1]

    init(file: String) { self.file = file }

    private func fail(_ message: String, _ line: Int?) -> ShaderFileError {
        ShaderFileError(
            file: file, line: line, message: message, remedy: "export the table again as .cube")
    }

    mutating func take(_ line: Substring, _ number: Int) throws(ShaderFileError) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard let first = words.first, !first.hasPrefix("#") else { return }
        switch first {
        case "TITLE": break
        case "LUT_3D_SIZE", "LUT_1D_SIZE":
            isFlat = first == "LUT_1D_SIZE"
            let limit = isFlat ? 65_536 : CubeTable.sizeMax
            guard words.count == 2, let own = Int(words[1]), (2...limit).contains(own) else {
                throw fail("the size is 2 to \(limit)", number)
            }
            size = own
            values.reserveCapacity(isFlat ? own * 3 : own * own * own * 3)
        case "DOMAIN_MIN": low = try triple(words.dropFirst(), number)
        case "DOMAIN_MAX": high = try triple(words.dropFirst(), number)
        case "LUT_3D_INPUT_RANGE", "LUT_1D_INPUT_RANGE":
            let range = words.dropFirst().compactMap { Double($0) }
            guard range.count == 2 else { throw fail("a range has two numbers", number) }
            low = Array(repeating: range[0], count: 3)
            high = Array(repeating: range[1], count: 3)
        default:
            values += try triple(words[...], number).map(Float.init)
            guard let size, values.count <= (isFlat ? size : size * size * size) * 3 else {
                throw fail("there are more entries than the size says", number)
            }
        }
    }

    private func triple(
        _ words: ArraySlice<Substring>, _ number: Int
    ) throws(ShaderFileError) -> [Double] {
        let numbers = words.compactMap { Double($0) }
        guard words.count == 3, numbers.count == 3, numbers.allSatisfy(\.isFinite) else {
            throw fail("this is neither a keyword nor three numbers", number)
        }
        return numbers
    }

    func finish() throws(ShaderFileError) -> CubeTable {
        guard let size else { throw fail("there is no LUT_3D_SIZE", nil) }
        let count = isFlat ? size : size * size * size
        guard values.count == count * 3 else {
            throw fail("it has \(values.count / 3) entries and should have \(count)", nil)
        }
        guard zip(low, high).allSatisfy(<) else { throw fail("the domain is empty", nil) }
        return CubeTable(
            size: isFlat ? 33 : size, values: isFlat ? widened(size) : values,
            domainMinimum: low, domainMaximum: high)
    }

    /// A table for each channel as one for all three, with 33 entries an edge.
    private func widened(_ size: Int) -> [Float] {
        let curve: [[Float]] = (0..<3).map { channel in
            (0..<33).map { step in
                let at = Float(step) / 32 * Float(size - 1)
                let index = min(Int(at), size - 2)
                let share = at - Float(index)
                return values[index * 3 + channel] * (1 - share)
                    + values[(index + 1) * 3 + channel] * share
            }
        }
        var result: [Float] = []
        result.reserveCapacity(33 * 33 * 33 * 3)
        for blue in 0..<33 {
            for green in 0..<33 {
                for red in 0..<33 { result += [curve[0][red], curve[1][green], curve[2][blue]] }
            }
        }
        return result
    }
}

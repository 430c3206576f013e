public import Common

/// Line-up pictures in any output format: bars after SMPTE RP 219, bars of the EBU (100/0/75/0), and
/// the black of the lip-sync signal, each with the station's name. The still part is painted once; what
/// moves is drawn into UYVY copies of it.
public struct LineUpPicture: Sendable {
    /// Which signal.
    public let signal: LineUpSignal
    /// The format painted.
    public let format: VideoFormat
    private let name: [Character]

    /// A picture with `name` (its first 24 letters) in it.
    public init(_ signal: LineUpSignal, format: VideoFormat, name: String) {
        self.signal = signal
        self.format = format
        self.name = Array(name.prefix(24))
    }

    /// The colour of a pixel of the still part.
    public func colour(x: Int, y: Int) -> LineUpColour {
        if let text = lettering(x: x, y: y) { return text }
        let across = (Double(x) + 0.5) / Double(format.width)
        let down = (Double(y) + 0.5) / Double(format.height)
        switch signal {
        case .smpte: return Self.smpte(across, down)
        case .ebu: return Self.ebu[min(Int(across * 8), 7)]
        case .lipsync: return .grey(0)
        }
    }

    /// Paints the still part. `payload` holds exactly one picture.
    public func paint(_ payload: UnsafeMutableRawBufferPointer) {
        let stride = format.strideBytes
        for y in 0..<format.height {
            let line = UnsafeMutableRawBufferPointer(
                rebasing: payload[y * stride..<(y + 1) * stride])
            paint(line) { colour(x: $0, y: y).levels(format.matrix) }
        }
        guard format.pixelFormat == .nv12 else { return }
        for y in 0..<format.height / 2 {
            for x in 0..<format.width / 2 {
                let levels = colour(x: x * 2, y: y * 2).levels(format.matrix)
                let at = stride * (format.height + y) + x * 2
                payload[at] = UInt8(levels.blue.rounded())
                payload[at + 1] = UInt8(levels.red.rounded())
            }
        }
    }

    private typealias Levels = (luma: Double, blue: Double, red: Double)

    private func paint(_ line: UnsafeMutableRawBufferPointer, _ levels: (Int) -> Levels) {
        switch format.pixelFormat {
        case .uyvy:
            for x in stride(from: 0, to: format.width, by: 2) {
                let (first, second) = (levels(x), levels(x + 1))
                line[x * 2] = UInt8(first.blue.rounded())
                line[x * 2 + 1] = UInt8(first.luma.rounded())
                line[x * 2 + 2] = UInt8(first.red.rounded())
                line[x * 2 + 3] = UInt8(second.luma.rounded())
            }
        case .v210: paintTenBit(line, levels)
        case .bgra, .argb:
            for x in 0..<format.width {
                let (luma, blue, red) = levels(x)
                let bytes = Self.display(luma, blue, red, format.matrix) + [255]
                for byte in 0..<4 {
                    line[x * 4 + byte] = bytes[format.pixelFormat == .bgra ? byte : 3 - byte]
                }
            }
        case .nv12:
            for x in 0..<format.width { line[x] = UInt8(levels(x).luma.rounded()) }
        }
    }

    private func paintTenBit(_ line: UnsafeMutableRawBufferPointer, _ levels: (Int) -> Levels) {
        func code(_ level: Double) -> UInt32 { UInt32((level * 4).rounded()) }
        let black: Levels = (16, 128, 128)
        for group in 0..<line.count / 16 {
            let pixels = (0..<6).map { offset -> Levels in
                let x = group * 6 + offset
                return x < format.width ? levels(x) : black
            }
            let samples = stride(from: 0, to: 6, by: 2).flatMap { pair in
                [
                    code(pixels[pair].blue), code(pixels[pair].luma), code(pixels[pair].red),
                    code(pixels[pair + 1].luma),
                ]
            }
            for word in 0..<4 {
                let value =
                    samples[word * 3] | samples[word * 3 + 1] << 10 | samples[word * 3 + 2] << 20
                line.storeBytes(
                    of: value.littleEndian, toByteOffset: group * 16 + word * 4, as: UInt32.self)
            }
        }
    }

    /// Full-range B, G, R of narrow-range levels; what lies beyond is cut.
    private static func display(
        _ luma: Double, _ blue: Double, _ red: Double, _ matrix: ColorMatrix
    ) -> [UInt8] {
        let (kr, kb) =
            switch matrix {
            case .bt601: (0.299, 0.114)
            case .bt709: (0.2126, 0.0722)
            case .bt2020: (0.2627, 0.0593)
            }
        let light = (luma - 16) / 219
        let b = light + (blue - 128) / 224 * 2 * (1 - kb)
        let r = light + (red - 128) / 224 * 2 * (1 - kr)
        let g = (light - kr * r - kb * b) / (1 - kr - kb)
        return [b, g, r].map { UInt8((min(max($0, 0), 1) * 255).rounded()) }
    }

    /// White letters on a black strip across the middle; nil beside it.
    private func lettering(x: Int, y: Int) -> LineUpColour? {
        guard !name.isEmpty else { return nil }
        let cells = name.count * (BlockLetters.width + 1) - 1
        let dot = max(min(format.width / 2 / cells, format.height / 8 / BlockLetters.height), 1)
        let left = (format.width - cells * dot) / 2
        let top = format.height * 5 / 12
        let inside = (x: x - left + 2 * dot, y: y - top + 2 * dot)
        guard inside.x >= 0, inside.y >= 0, inside.x < (cells + 4) * dot,
            inside.y < (BlockLetters.height + 4) * dot
        else { return nil }
        let (column, row) = (inside.x / dot - 2, inside.y / dot - 2)
        guard (0..<cells).contains(column), (0..<BlockLetters.height).contains(row) else {
            return .grey(0)
        }
        let place = column % (BlockLetters.width + 1)
        let letter = name[column / (BlockLetters.width + 1)]
        let hasInk =
            place < BlockLetters.width
            && BlockLetters.hasInk(letter, column: place, row: row)
        return .grey(hasInk ? 1 : 0)
    }

    private static let ebu: [LineUpColour] = [
        .grey(1), LineUpColour(0.75, 0.75, 0), LineUpColour(0, 0.75, 0.75),
        LineUpColour(0, 0.75, 0),
        LineUpColour(0.75, 0, 0.75), LineUpColour(0.75, 0, 0), LineUpColour(0, 0, 0.75), .grey(0),
    ]

    /// RP 219: sides of an eighth, seven bars between them; 7, 1, 1 and 3 twelfths of the height.
    private static func smpte(_ across: Double, _ down: Double) -> LineUpColour {
        let isLeft = across < 0.125
        let isRight = across >= 0.875
        // In bars from the left edge of the middle, 0 to 7.
        let bar = (across - 0.125) / 0.75 * 7
        switch down * 12 {
        case ..<7:
            if isLeft || isRight { return .grey(0.4) }
            let bars = [
                LineUpColour.grey(0.75), ebu[1], ebu[2], ebu[3], ebu[4], ebu[5], ebu[6],
            ]
            return bars[min(max(Int(bar), 0), 6)]
        case ..<8:
            if isLeft { return LineUpColour(0, 1, 1) }
            if isRight { return LineUpColour(0, 0, 1) }
            return bar < 1 ? .grey(1) : .grey(0.75)
        case ..<9:
            if isLeft { return LineUpColour(1, 1, 0) }
            if isRight { return LineUpColour(1, 0, 0) }
            if bar < 1 { return .grey(0) }
            return bar < 6 ? .grey((bar - 1) / 5) : .grey(1)
        default:
            if isLeft || isRight { return .grey(0.15) }
            return .grey(pluge(bar))
        }
    }

    /// The lowest row: black, white, then −2 %, +2 % and +4 % with black between.
    private static func pluge(_ bar: Double) -> Double {
        switch bar {
        case ..<1.5: 0
        case ..<3.5: 1
        case ..<(3.5 + 5.0 / 6): 0
        case ..<(3.5 + 7.0 / 6): -0.02
        case ..<(3.5 + 9.0 / 6): 0
        case ..<(3.5 + 11.0 / 6): 0.02
        case ..<(3.5 + 13.0 / 6): 0
        case ..<(3.5 + 15.0 / 6): 0.04
        default: 0
        }
    }
}

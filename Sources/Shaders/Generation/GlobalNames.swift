/// What a GLSL text declares at file scope, so that several texts can live in one program: the names
/// are defined to others before each text and forgotten after it.
///
/// No parser: it looks at words outside of all brackets. A name that it takes for a declared one is
/// renamed everywhere alike, which changes nothing; one that it overlooks makes a program that does not
/// compile, and is then not used.
struct GlobalNames: Equatable {
    /// Functions, constants, variables, uniforms and structures, sorted.
    private(set) var declared: [String] = []
    /// `#define`d names, sorted.
    private(set) var macros: [String] = []
    /// Whether every evaluation of the text starts alike: there is no variable that could keep what the
    /// one before wrote into it, and nothing is handed over between stages.
    private(set) var isStateless = true
    /// Whether it declares uniforms.
    private(set) var hasUniforms = false
    /// Words of `#if` and its like.
    private(set) var conditions: Set<String> = []

    private static let links: Set<String> = [
        "in", "out", "inout", "layout", "varying", "attribute", "buffer", "shared", "flat",
        "smooth",
        "noperspective", "centroid",
    ]

    init(_ text: String) {
        var scan = Scan(text)
        var declared: Set<String> = []
        var macros: Set<String> = []
        while let token = scan.next() {
            switch token {
            case .macro(let name): macros.insert(name)
            case .condition(let words): conditions.formUnion(words)
            case .name(let name, let next):
                if scan.isFirst {
                    if Self.links.contains(name) { isStateless = false }
                    if name == "uniform" { hasUniforms = true }
                    continue
                }
                guard !scan.isPrecision, !Self.isType(name) else { continue }
                if scan.previous == "struct" || "(=;,[".utf8.contains(next) {
                    declared.insert(name)
                }
                let isVariable = "=;,[".utf8.contains(next)
                if isVariable, !["const", "uniform", "struct"].contains(scan.first) {
                    isStateless = false
                }
            }
        }
        self.declared = declared.sorted()
        self.macros = macros.sorted()
    }

    /// Types can be followed by brackets, too.
    private static func isType(_ name: String) -> Bool {
        name.wholeMatch(of: #/[biud]?vec[234]|d?mat[234](x[234])?|u?int|float|bool|double|void/#)
            != nil
    }

    /// Walks over the words outside of brackets and initial values.
    private struct Scan {
        enum Token {
            /// A word, and the first byte after it that is no space.
            case name(String, next: UInt8)
            case macro(String)
            case condition([String])
        }

        private let bytes: [UInt8]
        private var position = 0
        private var depth = 0
        private var isInitialising = false
        /// Words of the statement so far.
        private var words: [String] = []

        var isFirst: Bool { words.count == 1 }
        var first: String { words.first ?? "" }
        var previous: String { words.count > 1 ? words[words.count - 2] : "" }
        var isPrecision: Bool { first == "precision" }

        init(_ text: String) {
            bytes = Array(SourceRewriter.withoutComments(text).utf8)
        }

        mutating func next() -> Token? {
            while position < bytes.count {
                let byte = bytes[position]
                if SourceRewriter.isLetter(byte) || SourceRewriter.isDigit(byte) {
                    let word = takeWord()
                    guard depth == 0, !isInitialising, !SourceRewriter.isDigit(byte) else {
                        continue
                    }
                    words.append(word)
                    return .name(word, next: nextByte())
                }
                position += 1
                if byte == UInt8(ascii: "#"), let token = directive() { return token }
                take(byte)
            }
            return nil
        }

        private mutating func take(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { words = [] }
            case UInt8(ascii: "=") where depth == 0: isInitialising = true
            case UInt8(ascii: ",") where depth == 0: isInitialising = false
            case UInt8(ascii: ";") where depth == 0:
                isInitialising = false
                words = []
            default: break
            }
        }

        private mutating func takeWord() -> String {
            let start = position
            while position < bytes.count,
                SourceRewriter.isLetter(bytes[position]) || SourceRewriter.isDigit(bytes[position])
            { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }

        private func nextByte() -> UInt8 {
            bytes[position...].first { ![9, 10, 13, 32].contains($0) } ?? 0
        }

        /// Skips a directive; what it is about where that matters.
        private mutating func directive() -> Token? {
            let start = position
            while position < bytes.count, bytes[position] != 10 {
                if bytes[position] == UInt8(ascii: "\\") { position += 1 }
                position += 1
            }
            let line = bytes[start..<min(position, bytes.count)]
            let words = String(decoding: line, as: UTF8.self)
                .split { !($0.isLetter || $0.isNumber || $0 == "_") }
            switch words.first {
            case "define" where words.count > 1: return .macro(String(words[1]))
            case "if", "ifdef", "ifndef", "elif":
                return .condition(words.dropFirst().map(String.init))
            default: return nil
            }
        }
    }
}

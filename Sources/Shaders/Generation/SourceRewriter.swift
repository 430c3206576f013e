/// Which stage a text is written for.
enum ShaderStage {
    case fragment
    case vertex
}

/// Rewrites an author's GLSL, word by word, into what our `#version 450 core` accepts: the ISF
/// image functions (whose arguments nest), `gl_FragColor`, the names of older GLSL, and author's
/// identifiers that newer GLSL reserves. Line breaks are kept, so that lines stay the author's.
struct SourceRewriter {
    private let bytes: [UInt8]
    private let stage: ShaderStage
    /// The image that `IMG_THIS_PIXEL` may fetch at the very texel being drawn, without filtering;
    /// nil where sizes may differ.
    private let directImage: String?
    /// The text becomes a function of the pixel below it: `isf_under` is what `directImage` has there.
    private let isFused: Bool
    /// `#extension` lines, which must come before anything else.
    private(set) var extensions: [String] = []
    /// All identifiers of the text, after renaming.
    private(set) var words: Set<String> = []
    /// How many identifiers the text has.
    private(set) var wordCount = 0

    private static let nestingMax = 64

    init(
        _ text: Substring, stage: ShaderStage, directImage: String?, isFused: Bool = false
    ) {
        bytes = Array(text.utf8)
        self.stage = stage
        self.directImage = directImage
        self.isFused = isFused
    }

    mutating func rewrite() -> String {
        String(decoding: transform(0..<bytes.count, depth: 0), as: UTF8.self)
    }

    private mutating func transform(_ range: Range<Int>, depth: Int) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(range.count + range.count / 4)
        var position = range.lowerBound
        while position < range.upperBound {
            if let end = commentEnd(at: position, limit: range.upperBound) {
                output.append(contentsOf: bytes[position..<end])
                position = end
            } else if Self.isLetter(bytes[position]) {
                position = word(at: position, limit: range.upperBound, depth, &output)
            } else if Self.isDigit(bytes[position]) {
                let end = wordEnd(position, range.upperBound)
                output.append(contentsOf: bytes[position..<end])
                position = end
            } else if bytes[position] == UInt8(ascii: "#"),
                let end = directive(at: position, limit: range.upperBound)
            {
                position = end
            } else {
                output.append(bytes[position])
                position += 1
            }
        }
        return output
    }

    /// Writes the word at `start`, or the call it begins, and returns where to go on.
    private mutating func word(
        at start: Int, limit: Int, _ depth: Int, _ output: inout [UInt8]
    ) -> Int {
        let end = wordEnd(start, limit)
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        if name.hasPrefix("IMG_"), depth < Self.nestingMax,
            let (arguments, after) = arguments(from: end, limit: limit),
            let call = imageCall(name, arguments, depth: depth)
        {
            output.append(contentsOf: call)
            return after
        }
        let renamed = rename(name)
        words.insert(renamed)
        wordCount += 1
        output.append(contentsOf: renamed.utf8)
        return end
    }

    // MARK: Image functions

    private mutating func imageCall(
        _ name: String, _ arguments: [Range<Int>], depth: Int
    ) -> [UInt8]? {
        if isFused, let call = pixelBelow(name, arguments) { return Array(call.utf8) }
        let texts = arguments.map {
            String(decoding: transform($0, depth: depth + 1), as: UTF8.self)
        }
        guard let image = texts.first else { return nil }
        let plain = Self.trimmed(image)
        let bias = texts.count > 2 && stage == .fragment ? ", " + texts[2] : ""
        switch (name, texts.count) {
        case ("IMG_LUT", 2):
            let scaled = "(\(texts[1])) * isf_scale_\(plain) + isf_offset_\(plain)"
            return Array("textureLod(\(plain), \(scaled), 0.0).rgb".utf8)
        case ("IMG_HISTORY", 2):
            return Array("isf_history(float(\(texts[0])), \(texts[1]))".utf8)
        case ("IMG_SIZE", 1):
            return Array("vec2(textureSize(\(image), 0))".utf8)
        case ("IMG_NORM_PIXEL", 2), ("IMG_NORM_PIXEL", 3):
            return sample(image, "(\(texts[1]))\(bias)")
        case ("IMG_PIXEL", 2), ("IMG_PIXEL", 3):
            return sample(image, "(\(texts[1])) / vec2(textureSize(\(plain), 0))\(bias)")
        case ("IMG_THIS_PIXEL", 1), ("IMG_THIS_NORM_PIXEL", 1), ("IMG_NORM_THIS_PIXEL", 1):
            if plain == directImage, stage == .fragment {
                return Array("texelFetch(\(image), ivec2(gl_FragCoord.xy), 0)".utf8)
            }
            words.insert("isf_FragNormCoord")
            return sample(image, "isf_FragNormCoord")
        default: return nil
        }
    }

    /// What a call comes to that is about `directImage` at the very pixel being drawn.
    private mutating func pixelBelow(_ name: String, _ arguments: [Range<Int>]) -> String? {
        let plain = arguments.map { Self.trimmed(String(decoding: bytes[$0], as: UTF8.self)) }
        guard let image = plain.first, image == directImage else { return nil }
        switch (name, plain.count > 1 ? plain[1] : "") {
        case ("IMG_THIS_PIXEL", ""), ("IMG_THIS_NORM_PIXEL", ""), ("IMG_NORM_THIS_PIXEL", ""),
            ("IMG_NORM_PIXEL", "isf_FragNormCoord"), ("IMG_NORM_PIXEL", "vv_FragNormCoord"),
            ("IMG_PIXEL", "gl_FragCoord.xy"):
            return "isf_under"
        case ("IMG_SIZE", ""):
            words.insert(BuiltinUniform.renderSize)
            return BuiltinUniform.renderSize
        default: return nil
        }
    }

    private func sample(_ image: String, _ rest: String) -> [UInt8] {
        switch stage {
        case .fragment: Array("texture(\(image), \(rest))".utf8)
        case .vertex: Array("textureLod(\(image), \(rest), 0.0)".utf8)
        }
    }

    private static func trimmed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The comma-separated arguments in parentheses after a name, and where the call ends.
    private func arguments(from start: Int, limit: Int) -> ([Range<Int>], Int)? {
        var position = start
        while position < limit, [9, 10, 13, 32].contains(bytes[position]) { position += 1 }
        guard position < limit, bytes[position] == UInt8(ascii: "(") else { return nil }
        position += 1
        var ranges: [Range<Int>] = []
        var begin = position
        var depth = 1
        while position < limit {
            if let end = commentEnd(at: position, limit: limit) {
                position = end
                continue
            }
            switch bytes[position] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return (ranges + [begin..<position], position + 1) }
            case UInt8(ascii: ",") where depth == 1:
                ranges.append(begin..<position)
                begin = position + 1
            default: break
            }
            position += 1
        }
        return nil
    }

    // MARK: Words and directives

    private func rename(_ name: String) -> String {
        switch name {
        case "gl_FragColor": return "isf_FragColor"
        case "gl_FragCoord" where isFused: return "isf_fragCoord"
        case "texture2D", "texture2DRect": return "texture"
        case "texture2DLod": return "textureLod"
        case "texture2DProj": return "textureProj"
        case "vv_FragNormCoord": return "isf_FragNormCoord"
        case "vv_vertShaderInit": return "isf_vertShaderInit"
        case "varying": return stage == .fragment ? "in" : "out"
        case "attribute": return "in"
        case "main" where stage == .fragment: return "isf_main"
        default: return Self.newlyReserved.contains(name) ? "isf_word_" + name : name
        }
    }

    /// Words that were free in the GLSL most shaders are written for (1.20 to 3.30).
    private static let newlyReserved: Set<String> = [
        "sample", "precise", "patch", "buffer", "shared", "subroutine", "resource", "coherent",
        "volatile", "restrict", "readonly", "writeonly", "atomic_uint", "common", "partition",
        "active", "filter",
    ]

    /// Handles `#version` (dropped) and `#extension` (kept aside); nil for any other directive.
    private mutating func directive(at start: Int, limit: Int) -> Int? {
        var position = start + 1
        while position < limit, bytes[position] == 32 || bytes[position] == 9 { position += 1 }
        let nameEnd = wordEnd(position, limit)
        let name = String(decoding: bytes[position..<nameEnd], as: UTF8.self)
        guard name == "version" || name == "extension" else { return nil }
        var end = nameEnd
        while end < limit, bytes[end] != 10 { end += 1 }
        if name == "extension" {
            extensions.append(
                Self.trimmed(String(decoding: bytes[start..<end], as: UTF8.self)))
        }
        return end
    }

    private func commentEnd(at position: Int, limit: Int) -> Int? {
        guard bytes[position] == UInt8(ascii: "/"), position + 1 < limit else { return nil }
        var end = position + 2
        switch bytes[position + 1] {
        case UInt8(ascii: "/"):
            while end < limit, bytes[end] != 10 { end += 1 }
            return end
        case UInt8(ascii: "*"):
            while end + 1 < limit {
                if bytes[end] == UInt8(ascii: "*"), bytes[end + 1] == UInt8(ascii: "/") {
                    return end + 2
                }
                end += 1
            }
            return limit
        default: return nil
        }
    }

    /// `text` with a space in place of every comment.
    static func withoutComments(_ text: String) -> String {
        let scan = SourceRewriter(text[...], stage: .fragment, directImage: nil)
        var output: [UInt8] = []
        var position = 0
        while position < scan.bytes.count {
            if let end = scan.commentEnd(at: position, limit: scan.bytes.count) {
                output.append(UInt8(ascii: " "))
                position = end
            } else {
                output.append(scan.bytes[position])
                position += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func wordEnd(_ start: Int, _ limit: Int) -> Int {
        var end = start
        while end < limit, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) { end += 1 }
        return end
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_")
            || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }
}

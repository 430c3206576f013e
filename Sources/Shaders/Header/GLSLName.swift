/// Which words can name a uniform.
enum GLSLName {
    static let lengthMax = 64

    static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= lengthMax else { return false }
        guard !(first >= 48 && first <= 57), !name.hasPrefix("gl_"), !name.hasPrefix("isf_") else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            byte >= 48 && byte <= 57 || byte == UInt8(ascii: "_")
                || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
        }
    }
}

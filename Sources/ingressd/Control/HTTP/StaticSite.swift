import Foundation

/// The files of the web page, read once at start.
///
/// Requests are answered from a dictionary: nothing a stranger types becomes a file name, and a
/// slow disk cannot hold up the event loop.
struct StaticSite: Sendable {
    struct File: Sendable {
        let bytes: [UInt8]
        let type: String
        let tag: String
    }

    private let files: [String: File]

    /// Bytes of all files together.
    private static let byteCountMaximum = 16 << 20

    /// An empty site, for a server without a page.
    init() { files = [:] }

    /// Reads every regular file below `root`; links and hidden files are left out.
    ///
    /// - Throws: `StaticSiteError` when the folder cannot be read or is too large.
    init(root: String) throws(StaticSiteError) {
        let manager = FileManager.default
        guard let names = manager.enumerator(atPath: root) else {
            throw .unreadable(path: root)
        }
        var files: [String: File] = [:]
        var total = 0
        for case let name as String in names {
            let path = root + "/" + name
            guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }),
                let kind = try? manager.attributesOfItem(atPath: path)[.type] as? FileAttributeType,
                kind == .typeRegular
            else { continue }
            guard let data = manager.contents(atPath: path) else { throw .unreadable(path: path) }
            total += data.count
            guard total <= Self.byteCountMaximum else { throw .tooLarge(path: root) }
            let bytes = [UInt8](data)
            files[name] = File(bytes: bytes, type: Self.type(of: name), tag: Self.tag(of: bytes))
        }
        self.files = files
    }

    /// The file for path segments; the folder itself is `index.html`.
    func file(_ segments: [String]) -> File? {
        files[segments.isEmpty ? "index.html" : segments.joined(separator: "/")]
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "json": "application/json"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }

    /// FNV-1a over the bytes: a tag that changes with the content, not a signature.
    private static func tag(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "\"" + String(hash, radix: 16) + "\""
    }
}

/// Why the page cannot be served.
enum StaticSiteError: Error, CustomStringConvertible {
    case unreadable(path: String)
    case tooLarge(path: String)

    var description: String {
        switch self {
        case .unreadable(let path):
            "the page's folder \(path) cannot be read. Set paths.web or HOLDOVER_DATA_DIR to it"
        case .tooLarge(let path):
            "\(path) holds more than 16 MiB. Set paths.web to the page's own folder"
        }
    }
}

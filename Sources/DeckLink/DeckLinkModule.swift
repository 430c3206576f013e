internal import Glibc

/// The driver's kernel module, as the operating system tells.
public enum DeckLinkModule {
    /// The version it gives itself, such as "14.2.1"; nil where it is not loaded or does not say. `root` is
    /// the root of the file system.
    public static func version(root: String = "/") -> String? {
        guard let file = fopen(root + "/sys/module/blackmagic/version", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [CChar](repeating: 0, count: 64)
        guard fgets(&bytes, Int32(bytes.count), file) != nil else { return nil }
        let text = bytes.prefix { $0 > 0x20 }.map { UInt8(bitPattern: $0) }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }
}

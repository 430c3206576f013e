import DeckLink
import Foundation

/// What the operating system says of DeckLink cards, without the driver's library: so that a kernel
/// module that is missing, one of another package and a card with old firmware can be told apart.
struct DeckLinkHost {
    /// The root of the file system; another one in tests.
    var root = "/"

    /// The version the kernel module gives itself, such as "14.2.1"; nil where it is not loaded or
    /// does not say.
    var moduleVersion: String? { DeckLinkModule.version(root: root) }

    /// Whether a kernel module of that name is loaded.
    var isModuleLoaded: Bool {
        FileManager.default.fileExists(atPath: root + "/sys/module/blackmagic")
    }

    /// Cards the kernel has made devices for.
    var nodes: [String] {
        let folder = root + "/dev/blackmagic"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    /// What is known beyond the driver's own answer; nil where its answer says it all.
    func explain(_ error: DeckLinkError) -> (problem: String, remedy: String)? {
        switch error {
        case .noKernelModule where isModuleLoaded:
            return (
                "the kernel module \(moduleVersion ?? "of an unknown version") is loaded, but the "
                    + "DeckLink library does not work with it",
                "They are of different packages: install Desktop Video anew and reboot. In a "
                    + "container mount the host's library"
            )
        case .noCard where !nodes.isEmpty:
            return (
                "the kernel has cards (\(nodes.joined(separator: ", "))) that the driver does not "
                    + "list",
                "Their firmware is old or their module another: run `DesktopVideoUpdateTool`, see "
                    + "the kernel log"
            )
        default: return nil
        }
    }

    /// Library and module of different versions; nil where they agree, or nothing is known.
    func mismatch(with library: String) -> Finding? {
        guard let module = moduleVersion else { return nil }
        func release(_ text: String) -> [Int] {
            text.split(separator: ".").prefix(3).map {
                Int($0.prefix { $0.isNumber }) ?? -1
            }
        }
        let (left, right) = (release(library), release(module))
        guard !zip(left, right).allSatisfy({ $0 == $1 }) else { return nil }
        return .problem(
            "DeckLink", "the library is \(library), the kernel module \(module)",
            "They must come from the same package: install Desktop Video anew and reboot")
    }
}

import Common
import Foundation

/// What `holdover up` says of the processes it supervises: `<runtime>/supervisor.json`.
///
/// `{"pid": 1, "children": [{"name": "renderd.a", "pid": 2, "restarts": 0, "state": "running"}]}`;
/// other members are left aside. The file is replaced in one step.
struct SupervisorFile: Sendable, Equatable {
    struct Child: Sendable, Equatable {
        let name: String
        /// Nil while it is not running.
        let pid: Int32?
        let restarts: Int
        let state: String
    }

    /// The supervisor itself.
    let pid: Int32
    let children: [Child]

    /// Largest file that is read.
    private static let byteCountMaximum = 64 << 10

    /// Reads the file; nil where there is none or it is not one.
    static func read(path: String) -> SupervisorFile? {
        guard let data = FileManager.default.contents(atPath: path),
            data.count <= byteCountMaximum
        else { return nil }
        return parse([UInt8](data))
    }

    /// Reads the text; entries that make no sense are left out.
    static func parse(_ bytes: [UInt8]) -> SupervisorFile? {
        guard let document = try? JSONParser.parse(bytes), let list = document["children"]?.array,
            let pid = pid(document["pid"])
        else { return nil }
        return SupervisorFile(
            pid: pid,
            children: list.compactMap { entry in
                guard let name = entry["name"]?.string else { return nil }
                return Child(
                    name: name, pid: Self.pid(entry["pid"]),
                    restarts: Int(entry["restarts"]?.integer ?? 0),
                    state: entry["state"]?.string ?? "")
            })
    }

    private static func pid(_ value: JSONValue?) -> Int32? {
        value?.integer.flatMap(Int32.init(exactly:)).flatMap { $0 > 1 ? $0 : nil }
    }

    /// The child of that name.
    func child(_ name: String) -> Child? { children.first { $0.name == name } }

    /// The running child of that name, if it really is a child of this supervisor: a file that was
    /// left behind must never make somebody else's process a target.
    func living(_ name: String) -> Int32? {
        guard let child = child(name)?.pid,
            let status = try? String(contentsOfFile: "/proc/\(child)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("PPid:") }),
            Int32(line.dropFirst(5).trimmingCharacters(in: .whitespaces)) == pid
        else { return nil }
        return child
    }
}

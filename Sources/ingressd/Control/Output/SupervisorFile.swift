import Common
import Foundation

/// What `holdover up` says of the processes it supervises: `<runtime>/supervisor.json`.
///
/// `{"pid": 1, "processes": [{"name": "renderd.a", "pid": 2, "restarts": 0}]}`; other members are
/// left aside. The file is rewritten whole and renamed into place.
struct SupervisorFile: Sendable, Equatable {
    struct Process: Sendable, Equatable {
        let name: String
        let pid: Int32
        let restarts: Int
    }

    let processes: [Process]

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
        guard let list = (try? JSONParser.parse(bytes))?["processes"]?.array else { return nil }
        return SupervisorFile(
            processes: list.compactMap { entry in
                guard let name = entry["name"]?.string,
                    let pid = entry["pid"]?.integer.flatMap(Int32.init(exactly:))
                else { return nil }
                return Process(
                    name: name, pid: pid, restarts: Int(entry["restarts"]?.integer ?? 0))
            })
    }

    /// The process of that name, if it runs.
    func process(_ name: String) -> Process? {
        processes.first { $0.name == name && $0.pid > 1 }
    }
}

internal import Foundation

/// Why an instance's folders cannot be used.
public enum InstancePathError: Error, Sendable, Hashable, CustomStringConvertible {
    case cannotCreate(path: String, reason: String)
    case socketPathTooLong(path: String)

    public var description: String {
        switch self {
        case .cannotCreate(let path, let reason):
            "cannot create \(path): \(reason). Make it writable, or set XDG_RUNTIME_DIR, "
                + "XDG_STATE_HOME, RUNTIME_DIRECTORY or STATE_DIRECTORY to folders that are"
        case .socketPathTooLong(let path):
            "\(path) is longer than a socket path may be (107 bytes). "
                + "Use a shorter instance name or runtime directory"
        }
    }
}

/// The folders and names of one instance; everything an instance puts anywhere derives from it.
public struct InstancePaths: Sendable, Hashable {
    public let instance: String
    /// Sockets, locks, ports, checkpoints: gone after a reboot.
    public let runtime: String
    /// Store, ledgers, caches: kept.
    public let state: String

    /// Derives the folders. systemd's `RUNTIME_DIRECTORY` and `STATE_DIRECTORY` are used as they
    /// are; the default instance of a host with the units installed lies in `/run/holdover` and
    /// `/var/lib/holdover`; otherwise the XDG folders, `/tmp/holdover-UID` and `~/.local/state`
    /// serve.
    public init(instance: String, environment: [String: String]) {
        self.instance = instance
        // The default instance of a host with the units installed is theirs, for the command line too.
        let isInstalled =
            instance == "default" && FileManager.default.fileExists(atPath: Self.systemRuntime)
        func folder(
            _ systemd: String, _ system: String, _ xdg: String, _ fallback: String
        ) -> String {
            if let path = environment[systemd], !path.isEmpty {
                return String(path.prefix { $0 != ":" })
            }
            if isInstalled { return system }
            let base = environment[xdg].flatMap { $0.isEmpty ? nil : $0 + "/holdover" }
            return (base ?? fallback) + "/" + instance
        }
        runtime = folder(
            "RUNTIME_DIRECTORY", Self.systemRuntime, "XDG_RUNTIME_DIR",
            "/tmp/holdover-\(getuid())")
        let home = environment["HOME"] ?? NSHomeDirectory()
        state = folder(
            "STATE_DIRECTORY", "/var/lib/holdover", "XDG_STATE_HOME",
            home + "/.local/state/holdover")
    }

    /// Made by tmpfiles.d where the units are installed.
    private static let systemRuntime = "/run/holdover"

    /// Makes both folders (mode 0700 where new) with `locks` and `ports`.
    public func create() throws(InstancePathError) {
        for path in [runtime, runtime + "/locks", runtime + "/ports", state] {
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch {
                throw .cannotCreate(path: path, reason: error.localizedDescription)
            }
        }
        for name in ["telemetry.sock", "card-control.sock"]
        where (runtime + "/" + name).utf8.count > 107 {
            throw .socketPathTooLong(path: runtime + "/" + name)
        }
    }

    /// A socket in the runtime folder: `socket("control")` is `…/control.sock`.
    public func socket(_ name: String) -> String { "\(runtime)/\(name).sock" }
    /// A lock file in the runtime folder.
    public func lock(_ name: String) -> String { "\(runtime)/locks/\(name).lock" }
    /// Where the process of this name says how its loops stand; see `LoopReport`.
    public func loops(_ process: String) -> String { "\(runtime)/loops.\(process).json" }
    /// The name for shm_open, without the leading slash: `holdover.INSTANCE.OBJECT`.
    public func sharedMemoryName(_ object: String) -> String { "holdover.\(instance).\(object)" }
    /// The same as a file.
    public func sharedMemoryPath(_ object: String) -> String {
        "/dev/shm/" + sharedMemoryName(object)
    }

    /// Tells others the port a service really got.
    public func publish(port: Int, of service: String) throws(InstancePathError) {
        let path = "\(runtime)/ports/\(service)"
        do {
            try "\(port)\n".write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw .cannotCreate(path: path, reason: error.localizedDescription)
        }
    }
    /// The port a service published, or nil.
    public func port(of service: String) -> Int? {
        guard let text = try? String(contentsOfFile: "\(runtime)/ports/\(service)", encoding: .utf8)
        else { return nil }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

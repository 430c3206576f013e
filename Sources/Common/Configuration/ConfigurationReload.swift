internal import Logging
internal import Synchronization

/// What a process does on SIGHUP: reads its configuration again, takes over what can change while it
/// runs, and names what needs a restart. An unusable file changes nothing. Any thread.
public final class ConfigurationReload: Sendable {
    private let current: Mutex<Configuration>
    private let read: @Sendable () throws(ConfigurationError) -> Configuration
    private let notifier: ServiceNotifier
    private let live: Set<String>
    private let apply: @Sendable (Configuration) -> Void
    private let log = Logger(label: "reload")

    /// - Parameters:
    ///   - configuration: what the process runs with.
    ///   - file: where it came from; nil for none.
    ///   - instance: the name given on the command line, if any.
    ///   - environment: the process's environment.
    ///   - notifier: told when a reload begins and ends.
    ///   - live: full keys this process can take over, beside `log.level`.
    ///   - apply: takes them over; called only when one of them changed.
    public init(
        _ configuration: Configuration, file: String?, instance: String?,
        environment: [String: String], notifier: ServiceNotifier, live: Set<String> = [],
        apply: @escaping @Sendable (Configuration) -> Void = { _ in }
    ) {
        current = Mutex(configuration)
        read = { () throws(ConfigurationError) in
            try Configuration.load(file: file, instance: instance, environment: environment)
        }
        self.notifier = notifier
        self.live = live
        self.apply = apply
    }

    /// Reads and takes over. Blocks for the file.
    public func reload(at now: MonotonicInstant) {
        notifier.reloading(at: now)
        defer { notifier.reloaded() }
        do throws(ConfigurationError) {
            let fresh = try read()
            let before = current.withLock { $0 }
            let changed = Self.changes(from: before.settings, to: fresh.settings)
            LogSetup.setLevel(fresh.logLevel)
            if !changed.isDisjoint(with: live) { apply(fresh) }
            current.withLock { $0 = fresh }
            let taken = changed.intersection(live.union(["log.level"]))
            let waiting = changed.subtracting(taken)
            log.notice(
                "configuration read again: \(taken.isEmpty ? "nothing new" : list(taken))",
                metadata: ["taken": "\(list(taken))"])
            if !waiting.isEmpty {
                log.warning(
                    "changed, but needs a restart where it matters: \(list(waiting))",
                    metadata: ["waiting": "\(list(waiting))"])
            }
        } catch {
            log.error("configuration not taken over, the one before stays: \(error)")
        }
    }

    /// The keys whose values differ.
    static func changes(
        from old: ConfigurationSettings, to new: ConfigurationSettings
    ) -> Set<String> {
        Set(old.entries.keys).union(new.entries.keys).filter {
            old.entries[$0]?.value != new.entries[$0]?.value
        }
    }

    private func list(_ keys: Set<String>) -> String { keys.sorted().joined(separator: " ") }
}

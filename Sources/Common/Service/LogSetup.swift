internal import Glibc
internal import Logging
internal import Synchronization

/// Sets up logging of a process: journald fields where the journal listens, else lines on stderr.
public enum LogSetup {
    /// Call once, before the first `Logger` is made. `process` is `renderd.a`, `outputd`, ….
    /// Metadata keys become journal fields: `operation_id` is `OPERATION_ID`.
    public static func bootstrap(
        process: String, level: String, environment: [String: String]
    ) {
        setLevel(level)
        let journal = JournalSocket.connect(environment: environment)
        LoggingSystem.bootstrap { label in
            ProcessLogHandler(process: process, label: label, level: nil, journal: journal)
        }
    }

    /// The least severe level written from now on, by every logger of the process. Any thread.
    public static func setLevel(_ name: String) {
        let level = Logger.Level(rawValue: name) ?? .info
        place.store(Logger.Level.allCases.firstIndex(of: level) ?? 2, ordering: .relaxed)
    }

    /// The level of the process; loggers are values and everywhere, so a reload reaches them here.
    static var level: Logger.Level { Logger.Level.allCases[place.load(ordering: .relaxed)] }
    private static let place = Atomic<Int>(2)
}

/// The journal's native socket: one datagram an entry (systemd.journal-fields(7)). Any thread.
final class JournalSocket: Sendable {
    private let descriptor: Int32

    /// Nil unless stderr goes to the journal, which is what `JOURNAL_STREAM` says.
    static func connect(environment: [String: String]) -> JournalSocket? {
        guard environment["JOURNAL_STREAM"] != nil else { return nil }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) {
            $0.copyBytes(from: Array("/run/systemd/journal/socket".utf8))
        }
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            return nil
        }
        return JournalSocket(descriptor: descriptor)
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    /// Sends one entry; false when the journal did not take it.
    func send(_ fields: [(String, String)]) -> Bool {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            let value = Array(value.utf8)
            bytes += Array(name.utf8)
            if value.contains(UInt8(ascii: "\n")) {
                bytes.append(UInt8(ascii: "\n"))
                withUnsafeBytes(of: UInt64(value.count).littleEndian) { bytes += $0 }
                bytes += value
            } else {
                bytes.append(UInt8(ascii: "="))
                bytes += value
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        return bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, flags) == $0.count
        }
    }
}

/// Writes one process's log entries. A value; loggers copy it.
struct ProcessLogHandler: LogHandler {
    let process: String
    let label: String
    let journal: JournalSocket?
    /// Set where one logger has a level of its own.
    private var ownLevel: Logger.Level?
    var metadata: Logger.Metadata = [:]

    init(process: String, label: String, level: Logger.Level?, journal: JournalSocket?) {
        self.process = process
        self.label = label
        self.journal = journal
        ownLevel = level
    }

    var logLevel: Logger.Level {
        get { ownLevel ?? LogSetup.level }
        set { ownLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
            .map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 }
        let message = "\(event.message)"
        if let journal {
            let own = [
                ("MESSAGE", message), ("PRIORITY", "\(Self.priority(event.level))"),
                ("SYSLOG_IDENTIFIER", process), ("HOLDOVER_PROCESS", process), ("LOOP", label),
            ]
            if journal.send(own + fields.map { (Self.fieldName($0.0), $0.1) }) { return }
        }
        let tail = fields.map { " \($0.0)=\(Self.quoted($0.1))" }.joined()
        Self.writeLine("\(event.level) [\(process)] \(message)\(tail)\n")
    }

    /// One write(2) a line, so that lines of several processes on one terminal stay whole.
    private static func writeLine(_ line: String) {
        var line = line
        line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    }

    /// Syslog levels, RFC 5424.
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    /// Journal field names are upper-case letters, digits and underscores, not starting with one.
    static func fieldName(_ key: String) -> String {
        let name = key.uppercased().map { character -> Character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
        }
        let trimmed = String(name.drop { $0 == "_" || $0.isNumber }.prefix(64))
        return trimmed.isEmpty ? "FIELD" : trimmed
    }

    private static func quoted(_ value: String) -> String {
        value.contains { $0 == " " || $0 == "\"" || $0 == "\n" }
            ? "\"" + value.replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
            : value
    }
}

internal import CRealtime
public import Common
internal import Glibc

/// Asks a running card, for the command line and for tests. Any thread; blocks up to two seconds.
public enum CardControl {
    /// Why there is no answer.
    public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// Nobody listens.
        case notRunning(path: String)
        /// The card did not answer in time.
        case noAnswer

        public var description: String {
            switch self {
            case .notRunning(let path):
                "no virtual card listens at \(path): start `holdover card`, or name its instance"
            case .noAnswer: "the virtual card did not answer within two seconds"
            }
        }
    }

    /// Injects a fault.
    @discardableResult
    public static func inject(
        _ fault: CardFault, _ paths: InstancePaths
    ) throws(Failure) -> String {
        try request("fault \(fault.text)", paths)
    }

    /// The card's status as JSON.
    public static func status(_ paths: InstancePaths) throws(Failure) -> String {
        try request("status", paths)
    }

    /// Asks for an orderly stop; sinks are completed afterwards.
    public static func stop(_ paths: InstancePaths) throws(Failure) {
        _ = try request("stop", paths)
    }

    /// Sends one line and returns the line that answers it.
    public static func request(_ line: String, _ paths: InstancePaths) throws(Failure) -> String {
        let path = paths.socket("card-control")
        let descriptor = OwnedDescriptor(
            adopting: socket(
                AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        let number = descriptor.rawValue
        guard UnixListener.withAddress(path, { connect(number, $0, $1) }) == 0 else {
            throw .notRunning(path: path)
        }
        var text = line + "\n"
        text.withUTF8 {
            _ = send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        let deadline = SystemTimeSource().now() + .seconds(2)
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        var polls = PollSet()
        polls.add(number, for: .read)
        while polls.wait(until: deadline) {
            let count = recv(number, &chunk, chunk.count, 0)
            if count <= 0 { break }
            answer += chunk[..<count]
        }
        guard let end = answer.firstIndex(of: UInt8(ascii: "\n")) else { throw .noAnswer }
        return String(decoding: answer[..<end], as: UTF8.self)
    }
}

internal import CRealtime
internal import Glibc

/// A file descriptor with one owner, closed when the owner lets go.
public struct OwnedDescriptor: ~Copyable, Sendable {
    /// The number; valid while the value lives.
    public let rawValue: Int32

    /// Takes over `rawValue`.
    public init(adopting rawValue: Int32) { self.rawValue = rawValue }
    deinit { close(rawValue) }

    /// Gives the number away without closing it.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }

    /// A pipe, both ends close-on-exec. `capacity` asks the kernel for that many bytes. Throws the
    /// errno where there are no descriptors left.
    public static func pipe(capacity: Int32 = 0) throws(PipeError) -> Pipe {
        var ends: [Int32] = [-1, -1]
        let result = crt_pipe(&ends, capacity)
        guard result == 0 else { throw PipeError(code: -result) }
        return Pipe(
            readEnd: OwnedDescriptor(adopting: ends[0]),
            writeEnd: OwnedDescriptor(adopting: ends[1]))
    }

    /// Both ends of a new pipe.
    public struct Pipe: ~Copyable, Sendable {
        public let readEnd: OwnedDescriptor
        public let writeEnd: OwnedDescriptor

        /// Lets go of the write end and gives the read end away.
        public consuming func takeReadEnd() -> OwnedDescriptor { readEnd }
        /// Lets go of the read end and gives the write end away.
        public consuming func takeWriteEnd() -> OwnedDescriptor { writeEnd }
        /// Gives both numbers away without closing them.
        public consuming func release() -> (readEnd: Int32, writeEnd: Int32) {
            (readEnd.release(), writeEnd.release())
        }
    }

    /// Makes reads and writes return instead of waiting.
    public func setNonBlocking() { _ = fcntl(rawValue, F_SETFL, O_NONBLOCK) }
}

/// No pipe could be made.
public struct PipeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The errno.
    public let code: Int32
    public var description: String {
        "cannot make a pipe: \(String(cString: strerror(code))). Raise the limit of open files"
    }
}

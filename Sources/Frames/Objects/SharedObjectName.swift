/// The full name of one shared-memory object: `/dev/shm/holdover.<instance>.<object>`.
public struct SharedObjectName: Sendable, Hashable, CustomStringConvertible {
    /// The instance it belongs to.
    public let instance: String
    /// Which object of the instance.
    public let object: ObjectName
    /// The name within the directory; what messages to a device carry.
    public let fileName: String
    /// The absolute path.
    public let path: String

    /// Where POSIX shared memory lives.
    static let directory = "/dev/shm"

    /// Names `object` of `instance`. Precondition: the instance name is valid.
    public init(instance: String, object: ObjectName) {
        precondition(Self.isValid(instance: instance), "instance name: a–z, 0–9, - and _, 1–40")
        self.instance = instance
        self.object = object
        // Made once: paths are looked up with every frame.
        self.fileName = "holdover.\(instance).\(object)"
        self.path = "\(Self.directory)/\(fileName)"
    }

    /// True for 1–40 letters, digits, `-` and `_`: nothing that could leave the directory.
    public static func isValid(instance: String) -> Bool {
        (1...40).contains(instance.utf8.count)
            && instance.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    public var description: String { fileName }
}

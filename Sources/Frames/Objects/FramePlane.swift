public import Common
import Glibc

/// Where the shared objects of one instance and their locks are found.
public struct FramePlane: Sendable, Hashable {
    /// The instance name; part of every object's name.
    public let instance: String
    /// The directory of lock files, `<runtime>/locks`.
    public let locksDirectory: String

    /// A frame plane whose locks lie in `locksDirectory`. Precondition: a valid instance name
    /// (`SharedObjectName.isValid(instance:)`).
    public init(instance: String, locksDirectory: String) {
        precondition(SharedObjectName.isValid(instance: instance))
        self.instance = instance
        self.locksDirectory = locksDirectory
    }

    /// The frame plane of an instance. Precondition: a valid instance name.
    public init(_ paths: InstancePaths) {
        self.init(instance: paths.instance, locksDirectory: paths.runtime + "/locks")
    }

    /// The full name of `object` here.
    public func name(_ object: ObjectName) -> SharedObjectName {
        SharedObjectName(instance: instance, object: object)
    }

    func lockPath(_ object: ObjectName) -> String { "\(locksDirectory)/\(object).lock" }

    /// Unlinks every object of the instance that no live process writes; whoever has one mapped
    /// keeps its mapping. For an orderly end and for tests. Returns the names removed.
    @discardableResult
    public func removeAll() -> [SharedObjectName] {
        ObjectName.all.compactMap { object in
            let name = name(object)
            guard !ObjectLock.isHeld(object, in: self), unlink(name.path) == 0 else { return nil }
            return name
        }
    }
}

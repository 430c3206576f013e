/// Where a picture lies, in words another process can follow: what outputd tells a device instead of
/// sending the picture.
public struct PayloadReference: Sendable, Hashable {
    /// File name of the object in `/dev/shm`.
    public let objectName: String
    /// The object's inode: a re-created object of the same name is another object.
    public let objectIdentity: UInt64
    /// Offset of the first byte of the picture from the start of the object.
    public let byteOffset: UInt64
    /// Bytes of the picture.
    public let byteCount: UInt64

    /// Names a range of an object.
    public init(objectName: String, objectIdentity: UInt64, byteOffset: UInt64, byteCount: UInt64) {
        self.objectName = objectName
        self.objectIdentity = objectIdentity
        self.byteOffset = byteOffset
        self.byteCount = byteCount
    }
}

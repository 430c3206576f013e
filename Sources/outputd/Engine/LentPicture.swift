import Common
import Frames

/// A picture a device may read until it is given back, and where it came from.
struct LentPicture {
    enum Owner {
        /// A slot of a ring, claimed; the view keeps the mapping for as long as a device may read it.
        case ring(SlotClaim, FrameView)
        /// A copy of our own.
        case hold(FrameView)
        /// One of our stills.
        case still(FrameView)
    }

    let owner: Owner
    let object: ObjectAddress
    let byteOffset: Int
    let byteCount: Int
    /// The picture in this process.
    let pixels: UnsafeRawPointer?
    /// Index of the picture; nil for stills.
    let displayedIndex: FrameIndex?
    let metadata: FrameMetadata
}

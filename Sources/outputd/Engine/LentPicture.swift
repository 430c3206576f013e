import Common
import Frames

/// A picture a device may read until it is given back, and where it came from.
struct LentPicture {
    enum Owner {
        /// A slot of a ring, claimed.
        case ring(SlotClaim)
        /// A copy of our own.
        case hold(FrameView)
        /// One of our stills.
        case still(FrameView)
    }

    let owner: Owner
    let object: ObjectAddress
    let byteOffset: Int
    let byteCount: Int
    /// Index of the picture; nil for stills.
    let displayedIndex: FrameIndex?
    let metadata: FrameMetadata
}

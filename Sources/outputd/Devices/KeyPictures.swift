import Common

/// The pictures of a key, made from the alpha of BGRA or ARGB pictures: grey where the fill shows, as bright
/// as it shows. Owned by the playout thread; allocates only when it is made.
final class KeyPictures {
    private struct Place {
        let bytes: UnsafeMutableRawBufferPointer
        var index: FrameIndex?
    }

    private var places: [Place]

    private let shift: UInt32

    /// Room for so many pictures at once; `alphaByte` is the place of alpha in a pixel, from 0.
    init(count: Int, byteCount: Int, alphaByte: Int) {
        shift = UInt32(alphaByte * 8)
        places = (0..<count).map { _ in
            Place(bytes: .allocate(byteCount: byteCount, alignment: 4_096))
        }
        for place in places { place.bytes.initializeMemory(as: UInt8.self, repeating: 0) }
    }

    deinit { for place in places { place.bytes.deallocate() } }

    /// The key of slot `index`; nil while its place is still with the card.
    func make(_ index: FrameIndex, from fill: UnsafeRawPointer) -> UnsafeRawPointer? {
        let position = Int(index.value % Int64(places.count))
        guard places[position].index == nil else { return nil }
        places[position].index = index
        let bytes = places[position].bytes
        let target = bytes.bindMemory(to: UInt32.self)
        let source = fill.assumingMemoryBound(to: UInt32.self)
        for pixel in 0..<target.count {
            target[pixel] = (source[pixel] >> shift & 0xFF) &* 0x0101_0101
        }
        return UnsafeRawPointer(bytes.baseAddress)
    }

    /// The card no longer reads the key of slot `index`.
    func giveBack(_ index: FrameIndex) {
        let position = Int(index.value % Int64(places.count))
        if places[position].index == index { places[position].index = nil }
    }

    /// The card no longer reads any.
    func giveBackAll() { for position in places.indices { places[position].index = nil } }
}

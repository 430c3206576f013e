internal import Common

/// Pictures and sound of one run of a medium between its decoder and the input's thread. A value
/// under the playback's lock.
///
/// Pictures and sound leave together: slot by slot one picture, and exactly the samples the slot
/// has. So they stay in step to the sample however long it lasts, and whatever is skipped.
struct PlaybackState {
    /// Whole pictures, oldest first; buffers go round between reader and consumer.
    private(set) var pictures: [PictureBuffer] = []
    private(set) var free: [PictureBuffer] = []
    private var sound: [UInt8] = []
    private var soundOffset = 0
    /// The number of the first picture that waits.
    private(set) var nextNumber: Int64
    var hasSound = true
    var isSoundEnded = false
    /// Why it ended before its time.
    var failure: MediaFailure?
    var isStopped = false
    /// Pictures thrown away because they came faster than slots.
    private(set) var droppedCount: UInt64 = 0

    /// The child and its thread are gone, and `failure` is known.
    var hasEnded = false

    let capacity: Int
    let bytesPerSampleFrame: Int

    init(firstNumber: Int64, capacity: Int, bytesPerSampleFrame: Int) {
        nextNumber = firstNumber
        self.capacity = capacity
        self.bytesPerSampleFrame = bytesPerSampleFrame
    }

    var isFull: Bool { pictures.count >= capacity }
    /// Nothing more will come, and nothing is left.
    var isOver: Bool { hasEnded && pictures.isEmpty }
    var soundByteCount: Int { sound.count - soundOffset }

    /// A picture waits, with enough sound for any slot beside it.
    func isReady(sampleCount: Int) -> Bool {
        !pictures.isEmpty
            && (!hasSound || isSoundEnded || soundByteCount >= sampleCount * bytesPerSampleFrame)
    }

    mutating func append(_ picture: PictureBuffer) { pictures.append(picture) }

    mutating func append(sound bytes: some Sequence<UInt8>) {
        if soundOffset > 1 << 18 {
            sound.removeFirst(soundOffset)
            soundOffset = 0
        }
        sound += bytes
    }

    /// A buffer to decode into.
    mutating func takeFree(byteCount: Int) -> PictureBuffer {
        free.popLast() ?? PictureBuffer(byteCount: byteCount)
    }

    mutating func give(back buffer: PictureBuffer) { free.append(buffer) }

    /// Takes the oldest picture; its sound follows by `takeSound`.
    mutating func takePicture() -> (number: Int64, PictureBuffer)? {
        guard !pictures.isEmpty else { return nil }
        defer { nextNumber += 1 }
        return (nextNumber, pictures.removeFirst())
    }

    /// Copies the samples of one slot; silence where the sound has ended. Returns true when some of
    /// it was silence put in.
    mutating func takeSound(
        sampleCount: Int, into area: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let wanted = sampleCount * bytesPerSampleFrame
        let there = min(wanted, soundByteCount)
        sound.withUnsafeBytes { bytes in
            let part = UnsafeRawBufferPointer(rebasing: bytes[soundOffset..<soundOffset + there])
            UnsafeMutableRawBufferPointer(rebasing: area[..<there]).copyMemory(from: part)
        }
        soundOffset += there
        for offset in there..<wanted { area[offset] = 0 }
        return there < wanted
    }

    /// Lets one slot's picture and sound go unseen.
    mutating func skip(sampleCount: Int) {
        guard let (_, buffer) = takePicture() else { return }
        free.append(buffer)
        soundOffset += min(sampleCount * bytesPerSampleFrame, soundByteCount)
        droppedCount += 1
    }
}

/// Memory for one picture; owned by whoever took it last.
final class PictureBuffer: @unchecked Sendable {
    // Sendable because it is handed from the reader to the consumer and back, under the lock.
    let bytes: UnsafeMutableRawBufferPointer
    init(byteCount: Int) { bytes = .allocate(byteCount: byteCount, alignment: 4096) }
    deinit { bytes.deallocate() }
}

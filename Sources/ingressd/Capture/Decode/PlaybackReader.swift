internal import Common
internal import Glibc

/// The reading half of a playback. Owned by its thread.
struct PlaybackReader: ~Copyable {
    private let options: Playback.Options
    private let state: Monitor<PlaybackState>
    private let pictures: OwnedDescriptor
    private let sound: OwnedDescriptor
    private let errors: OwnedDescriptor
    private let time: SystemTimeSource
    private var polls = PollSet()
    private var words: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)
    private var buffer: PictureBuffer?
    private var filled = 0
    private var isPictureOpen = true
    private var isSoundOpen: Bool
    private var pictureCount = 0

    init(
        options: Playback.Options, hasSound: Bool, state: Monitor<PlaybackState>,
        pictures: consuming OwnedDescriptor, sound: consuming OwnedDescriptor,
        errors: consuming OwnedDescriptor, time: SystemTimeSource
    ) {
        pictures.setNonBlocking()
        sound.setNonBlocking()
        errors.setNonBlocking()
        self.options = options
        self.state = state
        self.pictures = pictures
        self.sound = sound
        self.errors = errors
        self.time = time
        isSoundOpen = hasSound
    }

    /// Reads until both pipes have ended or the playback is stopped. True when the child hangs.
    mutating func readToEnd() -> Bool {
        var deadline = time.now() + options.firstPatience
        while isPictureOpen || isSoundOpen {
            guard let isFull = waitForRoom() else { return false }
            let now = time.now()
            polls.removeAll()
            polls.add(pictures.rawValue, for: isPictureOpen && !isFull ? .read : .none)
            let wantsSound = isSoundOpen && wantsMoreSound()
            polls.add(sound.rawValue, for: wantsSound ? .read : .none)
            polls.add(errors.rawValue, for: .none)
            _ = polls.wait(until: min(deadline, now + .milliseconds(200)))
            listen()
            let hasMoved = (isPictureOpen && readPictures()) || (wantsSound && readSound())
            if hasMoved || isFull {
                deadline =
                    time.now() + (pictureCount == 0 ? options.firstPatience : options.patience)
            } else if time.now() >= deadline {
                return true
            }
        }
        return false
    }

    /// Waits while a file's pictures fill the room there is, looking after its sound meanwhile.
    /// Nil when the playback is stopped; true when there still is no room.
    private func waitForRoom() -> Bool? {
        let outcome: Bool?? = state.wait(until: time.now() + .milliseconds(20)) { state in
            if state.isStopped { return .some(nil) }
            return options.isLive || !state.isFull ? .some(false) : nil
        }
        switch outcome {
        case .some(let answer): return answer
        case nil: return true
        }
    }

    private func wantsMoreSound() -> Bool {
        let limit =
            Int(AudioFormat.sampleRate) * Playback.soundSecondsMax * options.bytesPerSampleFrame
        return state.withLock { $0.soundByteCount < limit }
    }

    /// Reads whole pictures while there is data and room; true when something came.
    private mutating func readPictures() -> Bool {
        var hasMoved = false
        while isPictureOpen {
            guard let target = currentBuffer() else { return hasMoved }
            let count = read(
                pictures.rawValue, target.bytes.baseAddress?.advanced(by: filled),
                options.pictureByteCount - filled)
            if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) {
                isPictureOpen = false
                return true
            }
            guard count > 0 else { return hasMoved }
            hasMoved = true
            filled += count
            if filled == options.pictureByteCount { finish(target) }
        }
        return hasMoved
    }

    /// The buffer being filled; a new one only where there is room for it.
    private mutating func currentBuffer() -> PictureBuffer? {
        if let buffer { return buffer }
        let (isLive, byteCount) = (options.isLive, options.pictureByteCount)
        let samples = options.samplesPerSlot
        buffer = state.withLock { state in
            if state.isFull {
                guard isLive else { return nil }
                state.skip(sampleCount: samples)
            }
            return state.takeFree(byteCount: byteCount)
        }
        return buffer
    }

    private mutating func finish(_ target: PictureBuffer) {
        state.withLock { $0.append(target) }
        buffer = nil
        filled = 0
        pictureCount += 1
    }

    private mutating func readSound() -> Bool {
        let count = read(sound.rawValue, &chunk, chunk.count)
        if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) {
            isSoundOpen = false
            state.withLock { $0.isSoundEnded = true }
            return true
        }
        guard count > 0 else { return false }
        state.withLock { $0.append(sound: chunk[..<count]) }
        return true
    }

    /// Keeps the end of what the child says.
    private mutating func listen() {
        while true {
            let count = read(errors.rawValue, &chunk, chunk.count)
            guard count > 0 else { return }
            words += chunk[..<count]
            if words.count > 4096 { words.removeFirst(words.count - 4096) }
        }
    }

    /// Why the run ended, once the child has gone; nil for an orderly end of the medium.
    mutating func failure(exit: ChildExit?, isHanging: Bool) -> MediaFailure? {
        listen()
        let said = String(decoding: words, as: UTF8.self).split(separator: "\n").last
            .map(String.init)
        if isHanging { return MediaFailure("the decoder brought nothing in time and was killed") }
        // Begun in the middle, it may have been at its end already.
        let isWhole = pictureCount > 0 || options.firstNumber > 0
        if exit?.isSuccess == true, isWhole { return nil }
        if exit?.isSuccess == true { return MediaFailure(said ?? "the medium has no picture") }
        let ending = exit.map { "ffmpeg ended with \($0)" } ?? "ffmpeg did not end"
        return MediaFailure([said, ending].compactMap { $0 }.joined(separator: "; "))
    }
}

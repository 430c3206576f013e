public import Common

/// Draws a stretch of a show into a file, as fast as the machine goes, every frame of it. Blocks; needs
/// a thread without a GL context.
public struct ShowRun {
    /// How far it is.
    public struct Progress: Sendable {
        /// How many frames the show has a second.
        public var rate: FrameRate
        /// Frames written so far.
        public var written: Int64 = 0
        /// Frames to write; nil until the clip ends.
        public var total: Int64?
        /// Since the first frame was begun.
        public var spent = Nanoseconds.zero
        /// A sum over all bytes written: equal for equal pictures.
        public var checksum: UInt64 = 0
    }

    /// The pictures' form.
    let settings: ShowSettings
    /// The first frame that is written.
    let first: Int64
    /// The last; nil: up to the end of the first clip that ends.
    let last: Int64?

    /// Draws the frames from `first` to `last`.
    public init(_ settings: ShowSettings, from first: Int64, to last: Int64?) {
        self.settings = settings
        self.first = first
        self.last = last
    }

    /// Draws the stack of a preset or snapshot over `clips`, input 1 first, into the file at `path`;
    /// `isGoingOn` is told how far it is after each frame, and ends it by false.
    ///
    /// Throws where something cannot be built, read or written: nothing is left out silently.
    public func draw(
        _ show: ShowContent, over clips: [ShowClip], into path: String,
        isGoingOn: @escaping (Progress) -> Bool
    ) throws -> Progress {
        var settings = settings
        settings.lossPolicies = Array(repeating: .black, count: max(clips.count, 1))
        let renderer = try ShowRenderer(settings)
        try show.hand(to: renderer)
        renderer.apply(at: FrameIndex(0))
        let readers = clips.map { ClipReader($0.clip(settings.inputFormat)) }
        let output = try ShowOutput(
            path: path, format: settings.format,
            sound: clips.first?.sound(from: first, to: last, settings.format.rate) ?? [])
        let writer = ShowWriter(
            output, rate: settings.format.rate, total: last.map { $0 - first + 1 },
            isGoingOn: isGoingOn)
        let picture = UnsafeMutableRawBufferPointer.allocate(
            byteCount: settings.format.payloadByteCount, alignment: 64)
        defer { picture.deallocate() }
        var number = renderer.hasMemory ? 0 : first
        while number <= last ?? .max {
            guard try advance(readers, clips, to: number) else { break }
            renderer.apply(at: FrameIndex(number))
            try renderer.draw(
                FrameIndex(number), over: readers.map { $0.arrival(for: FrameIndex(number)) },
                into: number < first ? nil : picture.baseAddress)
            if number < first {
                try writer.turn()
            } else {
                try writer.write(UnsafeRawBufferPointer(picture))
            }
            number += 1
        }
        return try writer.finish(
            none: "\(clips.map(\.source).joined(separator: ", ")) ends before frame \(first)",
            remedy: "Begin earlier, or say --loop")
    }

    /// Brings every input to picture `number`. False where a clip ends and no length was asked for.
    private func advance(
        _ readers: [ClipReader], _ clips: [ShowClip], to number: Int64
    ) throws(ShowError) -> Bool {
        for (reader, clip) in zip(readers, clips) where try !reader.advance(to: number) {
            guard let last, last >= number else { return false }
            throw ShowError(
                "\(clip.source) has \(reader.count ?? number) pictures, and frame \(last) is asked for",
                remedy: "Say --loop, or --to \((reader.count ?? number) - 1)")
        }
        return true
    }
}

import Common

/// The fixed header of a ring, at `ObjectLayout.kindHeaderOffset`. Also used by hold and slate.
struct RingFixedHeader {
    var slotCount: UInt32 = 0
    var slotHeaderByteCount: UInt32 = UInt32(ObjectLayout.pageByteCount)
    var firstSlotOffset: UInt64 = UInt64(ObjectLayout.pageByteCount)
    var slotStride: UInt64 = 0
    var ancillaryOffset: UInt64 = 0
    var ancillaryCapacity: UInt64 = 0
    var audioOffset: UInt64 = 0
    var audioCapacity: UInt64 = 0
    var payloadOffset: UInt64 = 0
    var payloadCapacity: UInt64 = 0
    var payloadByteCount: UInt64 = 0
    var format = StoredFormat()

    init() {}

    init(_ layout: RingLayout) {
        slotCount = UInt32(layout.slotCount)
        slotStride = UInt64(layout.slotStride)
        ancillaryOffset = UInt64(layout.ancillaryOffset)
        ancillaryCapacity = UInt64(layout.ancillaryCapacity)
        audioOffset = UInt64(layout.audioOffset)
        audioCapacity = UInt64(layout.audioCapacity)
        payloadOffset = UInt64(layout.payloadOffset)
        payloadCapacity = UInt64(layout.payloadCapacity)
        payloadByteCount = UInt64(layout.payloadByteCount)
        format = StoredFormat(video: layout.video, audio: layout.audio)
    }

    /// The layout these fields describe; nil where they contradict each other. Every offset is
    /// derived again from the format and compared, so that nothing stored is used unchecked.
    func layout(kind: RingKind, objectByteCount: Int) -> RingLayout? {
        guard let video = format.video,
            format.audioChannelCount == 0 || format.audio != nil,
            slotCount <= UInt32(RingLayout.slotCountMax), ancillaryCapacity <= 1 << 20,
            let layout = RingLayout(
                kind: kind, video: video, audio: format.audio, slotCount: Int(slotCount),
                ancillaryCapacity: Int(ancillaryCapacity)),
            layout.byteCount == objectByteCount, isSame(as: RingFixedHeader(layout))
        else { return nil }
        return layout
    }

    private func isSame(as other: RingFixedHeader) -> Bool {
        withUnsafeBytes(of: self) { mine in
            withUnsafeBytes(of: other) { theirs in mine.elementsEqual(theirs) }
        }
    }
}

/// A picture and sound format as stored: nine numbers and a rate.
struct StoredFormat {
    var width: UInt32 = 0
    var height: UInt32 = 0
    var strideByteCount: UInt32 = 0
    var pixelFormat: UInt32 = 0
    var matrix: UInt32 = 0
    var range: UInt32 = 0
    var scan: UInt32 = 0
    var audioChannelCount: UInt32 = 0
    var rateNumerator: UInt32 = 0
    var rateDenominator: UInt32 = 0

    init() {}

    init(video: VideoFormat, audio: AudioFormat?) {
        width = UInt32(video.width)
        height = UInt32(video.height)
        strideByteCount = UInt32(video.strideBytes)
        pixelFormat = video.pixelFormat.code
        matrix = video.matrix.code
        range = video.range.code
        scan = video.scan.code
        audioChannelCount = UInt32(audio?.channelCount ?? 0)
        rateNumerator = UInt32(video.rate.numerator)
        rateDenominator = UInt32(video.rate.denominator)
    }

    var rate: FrameRate? {
        guard (1...1_000_000).contains(rateNumerator), (1...1_000_000).contains(rateDenominator)
        else { return nil }
        return FrameRate(Int64(rateNumerator), Int64(rateDenominator))
    }

    var video: VideoFormat? {
        guard let rate, let pixelFormat = PixelFormat(code: pixelFormat),
            let matrix = ColorMatrix(code: matrix), let range = SampleRange(code: range),
            let scan = ScanMode(code: scan),
            let video = VideoFormat(
                width: Int(width), height: Int(height), rate: rate, pixelFormat: pixelFormat,
                matrix: matrix, range: range, scan: scan),
            video.strideBytes == Int(strideByteCount)
        else { return nil }
        return video
    }

    var audio: AudioFormat? { AudioFormat(channelCount: Int(audioChannelCount)) }
}

/// The part of a ring's first page that changes, at `ObjectLayout.liveOffset`. This struct states the
/// layout; the fields are reached through `RingLiveWords`.
struct RingLive {
    var object = ObjectLive()
    var head: Int64 = 0
    var headEpoch: UInt64 = 0
    var writerEpoch: UInt64 = 0
    var writerPid: UInt64 = 0
    var committedCount: UInt64 = 0
    var skippedClaimedCount: UInt64 = 0
    var invalidatedCount: UInt64 = 0
    var lastCommitAt: Int64 = 0
}

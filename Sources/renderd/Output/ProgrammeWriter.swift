import Common
import Frames

/// Packs finished pictures and puts them into the lane's ring. Owned by the render thread.
final class ProgrammeWriter {
    enum Outcome: Equatable {
        case written
        /// A device still shows the slot.
        case claimed
    }

    private let ring: RingWriter
    private let packer: OutputPacker
    private let readBack: ReadBack
    private let time: any TimeSource

    init(
        _ configuration: RendererConfiguration, timeline: TimelineReader, epoch: UInt64,
        time: any TimeSource
    ) throws {
        guard
            let layout = RingLayout(
                kind: .program, video: configuration.format,
                slotCount: configuration.ringSlotCount)
        else {
            throw GraphicsError.tooLarge(
                width: configuration.format.width, height: configuration.format.height)
        }
        packer = try OutputPacker(
            format: configuration.format, isLinear: configuration.isLinear)
        readBack = try ReadBack(byteCount: configuration.format.payloadByteCount)
        ring = try RingWriter(
            configuration.programmeObject, in: configuration.plane, layout: layout,
            writerEpoch: epoch, timeline: timeline, clock: time)
        self.time = time
    }

    /// Which way of reading back was measured to be faster.
    var path: ReadBack.Path { readBack.path }

    /// Draws everything once and chooses how to read back.
    func warm(_ picture: RenderTarget, with drawing: DrawingState) throws(GraphicsError) {
        for field in Moment.fields(packer.format.scan) {
            packer.pack(picture, at: Moment(FrameIndex(0), field: field), with: drawing)
        }
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: packer.format.payloadByteCount, alignment: 4096)
        defer { memory.deallocate() }
        try readBack.choose(packer.target, into: memory) { time.now().nanoseconds }
    }

    /// Packs what `stack` holds, or the lines of its field, on the GPU; returns before it is done.
    func pack(_ stack: StackRenderer, _ frame: StackRenderer.Frame) throws(GraphicsError) {
        try stack.pack(into: packer, frame)
    }

    /// Brings the packed picture into the slot of `index` and publishes it.
    func commit(
        _ index: FrameIndex, timelineEpoch: UInt64, _ metadata: FrameMetadata
    ) throws(GraphicsError) -> Outcome {
        guard let slot = ring.begin(index: index, timelineEpoch: timelineEpoch),
            let memory = slot.payload.baseAddress
        else { return .claimed }
        try readBack.read(packer.target, into: memory)
        try GraphicsError.check("reading a frame back")
        var complete = metadata
        complete.renderEnd = time.now()
        slot.commit(complete)
        return .written
    }
}

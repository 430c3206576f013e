/// Turns messages into packets and back. Pure; any thread. Layouts are tested byte by byte, since
/// the two ends may be of different builds.
enum CardCodec {
    static let objectNameWidth = CardProtocol.objectNameByteCountMax + 1
    static let attachByteCount = CardProtocol.headerByteCount + 72
    static let scheduleByteCount = CardProtocol.headerByteCount + 152
    static let completionByteCount = CardProtocol.headerByteCount + 40
    static let stateByteCount = CardProtocol.headerByteCount + 64

    /// Writes a header whose byte count is known.
    private static func header(
        _ kind: CardProtocol.Kind, byteCount: Int, to writer: inout WireWriter
    ) {
        writer.put(CardProtocol.magic)
        writer.put(CardProtocol.version)
        writer.put(kind.rawValue)
        writer.put(UInt32(byteCount))
        writer.put(UInt32(0))
    }

    // MARK: Encoding. Each returns the byte count of the packet.

    static func encode(_ message: CardAttach, to memory: UnsafeMutableRawBufferPointer) -> Int {
        var writer = WireWriter(memory)
        header(.attach, byteCount: attachByteCount, to: &writer)
        writer.put(message.width)
        writer.put(message.height)
        writer.put(message.rateNumerator)
        writer.put(message.rateDenominator)
        writer.put(message.pixelFormat)
        writer.put(message.matrix)
        writer.put(message.range)
        writer.put(message.scan)
        writer.put(message.audioChannels)
        writer.put(message.processID)
        writer.put(message.timelineEpoch)
        writer.put(message.clientEpoch)
        writer.put(UInt64(0))
        return writer.byteCount
    }

    static func encode(
        _ message: CardSchedule, audio: UnsafeRawBufferPointer,
        to memory: UnsafeMutableRawBufferPointer
    ) -> Int {
        var writer = WireWriter(memory)
        header(.schedule, byteCount: scheduleByteCount + audio.count, to: &writer)
        writer.put(message.displayTick)
        writer.put(message.index)
        writer.put(message.timelineEpoch)
        writer.put(message.byteOffset)
        writer.put(message.byteCount)
        writer.put(message.source)
        writer.put(message.flags.rawValue)
        writer.put(message.displayedFrameIndex)
        writer.put(message.snapshotVersion)
        writer.put(message.inputIndex)
        writer.put(message.inputFrameNumber)
        writer.put(UInt32(audio.count))
        writer.put(UInt32(0))
        writer.put(message.objectName, width: objectNameWidth)
        writer.put(audio)
        return writer.byteCount
    }

    static func encodeStop(to memory: UnsafeMutableRawBufferPointer) -> Int {
        var writer = WireWriter(memory)
        header(.stop, byteCount: CardProtocol.headerByteCount, to: &writer)
        return writer.byteCount
    }

    static func encode(_ event: CardEvent, to memory: UnsafeMutableRawBufferPointer) -> Int {
        var writer = WireWriter(memory)
        switch event {
        case .attached(let state):
            header(.attached, byteCount: stateByteCount, to: &writer)
            put(state, to: &writer)
        case .state(let state):
            header(.state, byteCount: stateByteCount, to: &writer)
            put(state, to: &writer)
        case .refused(let reason, let sentence):
            let width = min(sentence.utf8.count, 400) + 1
            header(
                .refused, byteCount: CardProtocol.headerByteCount + 8 + width, to: &writer)
            writer.put(reason.rawValue)
            writer.put(UInt32(width))
            writer.put(sentence, width: width)
        case .completion(let completion):
            header(.completion, byteCount: completionByteCount, to: &writer)
            writer.put(completion.index)
            writer.put(completion.displayTick)
            writer.put(completion.tick)
            writer.put(completion.tickInstant)
            writer.put(completion.result.rawValue)
            writer.put(completion.queuedCount)
        case .stopped:
            header(.stopped, byteCount: CardProtocol.headerByteCount, to: &writer)
        }
        return writer.byteCount
    }

    private static func put(_ state: CardState, to writer: inout WireWriter) {
        writer.put(state.cardEpoch)
        writer.put(state.tick)
        writer.put(state.tickInstant)
        writer.put(state.rateNumerator)
        writer.put(state.rateDenominator)
        writer.put(state.driftPartsPerMillion.bitPattern)
        writer.put(state.queuedCount)
        writer.put(state.poolCapacity)
        writer.put(state.flags.rawValue)
        writer.put(UInt32(0))
    }

    // MARK: Decoding. Nil for anything that is not exactly such a message.

    /// Checks magic, version and byte count, and returns the kind and a reader of the body.
    private static func open(
        _ packet: UnsafeRawBufferPointer
    ) -> (CardProtocol.Kind, WireReader)? {
        var reader = WireReader(packet)
        guard reader.take(UInt32.self) == CardProtocol.magic,
            reader.take(UInt16.self) == CardProtocol.version,
            let kind = reader.take(UInt16.self).flatMap(CardProtocol.Kind.init(rawValue:)),
            let byteCount = reader.take(UInt32.self), Int(byteCount) == packet.count,
            reader.take(UInt32.self) != nil
        else { return nil }
        return (kind, reader)
    }

    static func decodeRequest(_ packet: UnsafeRawBufferPointer) -> CardRequest? {
        guard let (kind, body) = open(packet) else { return nil }
        var reader = body
        switch kind {
        case .attach: return decodeAttach(&reader, byteCount: packet.count)
        case .schedule: return decodeSchedule(&reader)
        case .stop: return .stop
        default: return nil
        }
    }

    private static func decodeAttach(_ reader: inout WireReader, byteCount: Int) -> CardRequest? {
        guard byteCount == attachByteCount,
            let width: UInt32 = reader.take(), let height: UInt32 = reader.take(),
            let numerator: Int64 = reader.take(), let denominator: Int64 = reader.take(),
            let pixelFormat: UInt32 = reader.take(), let matrix: UInt32 = reader.take(),
            let range: UInt32 = reader.take(), let scan: UInt32 = reader.take(),
            let channels: UInt32 = reader.take(), let processID: Int32 = reader.take(),
            let timelineEpoch: UInt64 = reader.take(), let clientEpoch: UInt64 = reader.take()
        else { return nil }
        return .attach(
            CardAttach(
                width: width, height: height, rateNumerator: numerator,
                rateDenominator: denominator, pixelFormat: pixelFormat, matrix: matrix,
                range: range, scan: scan, audioChannels: channels, processID: processID,
                timelineEpoch: timelineEpoch, clientEpoch: clientEpoch))
    }

    private static func decodeSchedule(_ reader: inout WireReader) -> CardRequest? {
        guard let displayTick: Int64 = reader.take(), let index: Int64 = reader.take(),
            let timelineEpoch: UInt64 = reader.take(), let byteOffset: UInt64 = reader.take(),
            let byteCount: UInt64 = reader.take(), let source: UInt32 = reader.take(),
            let flags: UInt32 = reader.take(), let displayed: Int64 = reader.take(),
            let snapshot: UInt64 = reader.take(), let inputIndex: Int64 = reader.take(),
            let inputFrame: Int64 = reader.take(), let audioByteCount: UInt32 = reader.take(),
            reader.take(UInt32.self) != nil,
            let name = reader.takeText(width: objectNameWidth),
            Int(audioByteCount) == reader.remainingByteCount
        else { return nil }
        let schedule = CardSchedule(
            displayTick: displayTick, index: index, timelineEpoch: timelineEpoch,
            objectName: name, byteOffset: byteOffset, byteCount: byteCount, source: source,
            flags: CardSchedule.Flags(rawValue: flags), displayedFrameIndex: displayed,
            snapshotVersion: snapshot, inputIndex: inputIndex, inputFrameNumber: inputFrame)
        return .schedule(
            schedule, audio: reader.offset..<reader.offset + reader.remainingByteCount)
    }

    static func decodeEvent(_ packet: UnsafeRawBufferPointer) -> CardEvent? {
        guard let (kind, body) = open(packet) else { return nil }
        var reader = body
        switch kind {
        case .attached: return decodeState(&reader).map { .attached($0) }
        case .state: return decodeState(&reader).map { .state($0) }
        case .stopped: return .stopped
        case .refused:
            guard let reason = reader.take(UInt32.self).flatMap(CardRefusal.init(rawValue:)),
                let width: UInt32 = reader.take(),
                let sentence = reader.takeText(width: Int(width))
            else { return nil }
            return .refused(reason, sentence)
        case .completion:
            guard let index: Int64 = reader.take(), let displayTick: Int64 = reader.take(),
                let tick: Int64 = reader.take(), let instant: Int64 = reader.take(),
                let result = reader.take(UInt32.self).flatMap(CardResult.init(rawValue:)),
                let queued: UInt32 = reader.take()
            else { return nil }
            return .completion(
                CardCompletion(
                    index: index, displayTick: displayTick, result: result, tick: tick,
                    tickInstant: instant, queuedCount: queued))
        case .attach, .schedule, .stop: return nil
        }
    }

    private static func decodeState(_ reader: inout WireReader) -> CardState? {
        guard let cardEpoch: UInt64 = reader.take(), let tick: Int64 = reader.take(),
            let instant: Int64 = reader.take(), let numerator: Int64 = reader.take(),
            let denominator: Int64 = reader.take(), let drift: UInt64 = reader.take(),
            let queued: UInt32 = reader.take(), let capacity: UInt32 = reader.take(),
            let flags: UInt32 = reader.take()
        else { return nil }
        return CardState(
            cardEpoch: cardEpoch, tick: tick, tickInstant: instant, rateNumerator: numerator,
            rateDenominator: denominator, driftPartsPerMillion: Double(bitPattern: drift),
            queuedCount: queued, poolCapacity: capacity, flags: CardState.Flags(rawValue: flags))
    }
}

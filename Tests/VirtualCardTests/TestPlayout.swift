import Common
import Glibc

@testable import VirtualCard

/// The playout end of card.sock as the protocol states it, for tests.
final class TestPlayout {
    private let descriptor: Int32
    private let bench: CardBench
    private(set) var attached: CardAttached?
    private(set) var completions: [CardCompletion] = []
    private(set) var missed: [Int64] = []
    private(set) var statuses: [CardStatus] = []
    private(set) var isClosed = false
    let epoch: UInt64

    init(_ bench: CardBench, epoch: UInt64 = 7) throws {
        self.bench = bench
        self.epoch = epoch
        descriptor = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
        let number = descriptor
        guard UnixListener.withAddress(bench.paths.socket("card"), { connect(number, $0, $1) }) == 0
        else { throw CardBench.BenchError.noCard }
    }

    deinit { close(descriptor) }

    /// Attaches and waits for the answer.
    @discardableResult
    func attach(width: Int? = nil) throws -> CardAttached {
        let format = bench.format
        send(
            CardAttach(
                timelineEpoch: epoch, processEpoch: 1,
                rateNumerator: UInt32(format.rate.numerator),
                rateDenominator: UInt32(format.rate.denominator),
                width: UInt32(width ?? format.width), height: UInt32(format.height),
                rowByteCount: UInt32(format.strideBytes),
                payloadByteCount: UInt32(format.payloadByteCount),
                pixelFormat: format.pixelFormat.code,
                audioChannels: UInt16(bench.audio.channelCount), isInterlaced: false))
        try bench.wait {
            receive()
            return attached != nil || isClosed
        }
        guard let attached else { throw CardBench.BenchError.noCard }
        return attached
    }

    func start(at index: Int64) { send(CardStart(index: index)) }
    func stop() { send(CardStop()) }

    func schedule(
        _ index: Int64, _ object: PictureObject, picture: Int = 0,
        source: SlotSource = .programA, audio: [Int32] = [], inode: UInt64? = nil
    ) {
        guard let (name, count) = CardSchedule.fixedName(object.name) else { return }
        var message = CardSchedule(
            index: index, payloadOffset: UInt64(picture * object.pictureByteCount),
            payloadByteCount: UInt32(object.pictureByteCount),
            objectInode: inode ?? object.inode, displayedIndex: index, inputIndex: index - 7,
            inputFrameNumber: index % 100, snapshotVersion: 3, source: UInt8(source.rawValue),
            objectName: name, objectNameByteCount: count)
        if !audio.isEmpty {
            message.setAudio(
                sampleCount: audio.count / bench.audio.channelCount,
                channels: bench.audio.channelCount)
        }
        var packet = withUnsafeBytes(of: message) { Array($0) }
        audio.withUnsafeBytes { packet += $0 }
        send(bytes: packet)
    }

    func send(_ message: some CardMessage) {
        withUnsafeBytes(of: message) { send(bytes: Array($0)) }
    }

    func send(bytes: [UInt8]) {
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Takes in everything that has arrived.
    func receive() {
        var packet = [UInt8](repeating: 0, count: 512)
        while !isClosed {
            let count = recv(descriptor, &packet, packet.count, Int32(MSG_DONTWAIT))
            if count == 0 { isClosed = true }
            guard count > 0 else { return }
            packet[..<count].withUnsafeBytes { bytes in
                switch CardMessageHeader.kind(of: bytes) {
                case .attached: attached = CardAttached.decode(bytes)
                case .completion: CardCompletion.decode(bytes).map { completions.append($0) }
                case .missed: CardMissed.decode(bytes).map { missed.append($0.tickIndex) }
                case .status: CardStatus.decode(bytes).map { statuses.append($0) }
                default: break
                }
            }
        }
    }

    /// Plays `count` slots from `first`, always up to `depth` ahead of what is completed, and waits
    /// for all answers. `sound` gives the samples of an index.
    func play(
        from first: Int64, count: Int, _ object: PictureObject, depth: Int = 200,
        starts: Bool = true, sound: (Int64) -> [Int32] = { _ in [] }
    ) throws {
        let before = completions.count
        var next = first
        let end = first + Int64(count)
        func feed() {
            while next < end, next - first - Int64(completions.count - before) < Int64(depth) {
                schedule(
                    next, object, picture: Int(next - first) % object.count, audio: sound(next))
                next += 1
            }
        }
        feed()
        if starts { start(at: first) }
        try bench.wait(30) {
            receive()
            feed()
            return completions.count - before >= count || isClosed
        }
    }

    func results(_ result: CardResult) -> [Int64] {
        completions.filter { $0.result == result.rawValue }.map(\.index)
    }
}

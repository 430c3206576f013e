public import Common
internal import Glibc
internal import Playout
internal import VirtualCard

/// The virtual card as an output device: the playout end of `card.sock`. Owned by the playout thread.
public final class VirtualCardDevice: OutputDevice {
    private let path: String
    private let incoming = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 4_096, alignment: 16)
    /// The connected socket, or −1.
    public private(set) var descriptor: Int32 = -1
    /// Channels of the attached signal.
    private var audioChannels = 0
    /// Its socket is the only thing that can be wrong with it, which the lifecycle tells.
    public let trouble = DeviceTrouble()
    /// Datagrams that were no messages of the protocol.
    public private(set) var malformedCount = 0

    private let owner = OwnerThread("the virtual card's socket")

    /// A device that looks for the card at `path` whenever asked to connect.
    public init(path: String) { self.path = path }

    deinit {
        disconnect()
        incoming.deallocate()
    }

    public func connect(_ signal: DeviceSignal) -> Bool {
        owner.check()
        disconnect()
        let socket = Glibc.socket(
            AF_UNIX,
            Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
                | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { return false }
        guard Self.connect(socket, to: path) else {
            close(socket)
            return false
        }
        // Sixteen channels of sound in four slots must fit; the kernel clips it to its maximum.
        var size: Int32 = 1 << 20
        setsockopt(
            socket, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        descriptor = socket
        audioChannels = signal.audio.channelCount
        return send(attach(signal)) == .sent
    }

    private func attach(_ signal: DeviceSignal) -> CardAttach {
        CardAttach(
            timelineEpoch: signal.timelineEpoch, processEpoch: signal.processEpoch,
            rateNumerator: UInt32(signal.video.rate.numerator),
            rateDenominator: UInt32(signal.video.rate.denominator),
            width: UInt32(signal.video.width), height: UInt32(signal.video.height),
            rowByteCount: UInt32(signal.video.strideBytes),
            payloadByteCount: UInt32(signal.video.payloadByteCount),
            pixelFormat: signal.video.pixelFormat.code,
            audioChannels: UInt16(signal.audio.channelCount),
            isInterlaced: signal.video.scan != .progressive,
            audioSampleRate: UInt32(AudioFormat.sampleRate))
    }

    public func schedule(
        _ slot: borrowing DeviceSlot, audio: UnsafeRawBufferPointer
    ) -> DeviceSend {
        var message = CardSchedule(
            index: slot.index.value, payloadOffset: UInt64(slot.byteOffset),
            payloadByteCount: UInt32(slot.byteCount), objectInode: slot.object.identity,
            displayedIndex: slot.displayedIndex?.value ?? -1,
            inputIndex: slot.inputIndex?.value ?? -1,
            inputFrameNumber: slot.inputFrameNumber ?? -1, snapshotVersion: slot.snapshotVersion,
            source: UInt8(slot.source.rawValue), objectName: slot.object.name,
            objectNameByteCount: slot.object.nameByteCount)
        if audioChannels > 0 {
            message.setAudio(
                sampleCount: audio.count / (audioChannels * 4), channels: audioChannels)
        }
        return send(message, audio: audio)
    }

    public func start(at index: FrameIndex) -> DeviceSend { send(CardStart(index: index.value)) }

    public func stop() -> DeviceSend { descriptor < 0 ? .lost : send(CardStop()) }

    public func disconnect() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }

    public func receive() -> DeviceEvent? {
        owner.check()
        while descriptor >= 0 {
            let count = recv(
                descriptor, incoming.baseAddress, incoming.count, Int32(MSG_DONTWAIT))
            guard count > 0 else {
                return count < 0 && (errno == EAGAIN || errno == EINTR) ? nil : .lost
            }
            if let event = Self.event(UnsafeRawBufferPointer(rebasing: incoming[..<count])) {
                return event
            }
            malformedCount += 1
        }
        return nil
    }

    private static func event(_ datagram: UnsafeRawBufferPointer) -> DeviceEvent? {
        switch CardMessageHeader.kind(of: datagram) {
        case .attached: CardAttached.decode(datagram).flatMap(event(of:))
        case .completion: CardCompletion.decode(datagram).flatMap(event(of:))
        case .missed:
            CardMissed.decode(datagram).map {
                .missed(
                    tick: FrameIndex($0.tickIndex),
                    at: MonotonicInstant(nanoseconds: $0.tickNanoseconds))
            }
        case .status:
            CardStatus.decode(datagram).map {
                $0.isPlugged == 0
                    ? .refused(.unplugged) : .reference(isLocked: $0.isReferenceLocked != 0)
            }
        default: nil
        }
    }

    private static func event(of message: CardAttached) -> DeviceEvent? {
        switch CardAttached.Outcome(rawValue: message.outcome) {
        case .accepted:
            .attached(
                DeviceAttachment(
                    isMapped: message.isMapped != 0, tick: FrameIndex(message.tickIndex),
                    tickInstant: MonotonicInstant(nanoseconds: message.tickNanoseconds),
                    shown: message.shownIndex == .min ? nil : FrameIndex(message.shownIndex),
                    shownMask: message.shownMask, queuedMask: message.queuedMask))
        case .unplugged: .refused(.unplugged)
        case .unsupportedFormat: .refused(.formatRefused)
        case nil: nil
        }
    }

    private static func event(of message: CardCompletion) -> DeviceEvent? {
        guard let result = CardResult(rawValue: message.result) else { return nil }
        let slotResult: SlotResult =
            switch result {
            case .completed: .completed
            case .late: .late
            case .dropped: .dropped
            case .flushed: .flushed
            }
        return .completed(
            DeviceCompletion(
                index: FrameIndex(message.index), result: slotResult,
                tick: FrameIndex(message.tickIndex),
                tickInstant: MonotonicInstant(nanoseconds: message.tickNanoseconds)))
    }

    private func send<Message: CardMessage>(
        _ message: Message, audio: UnsafeRawBufferPointer? = nil
    ) -> DeviceSend {
        owner.check()
        return withUnsafeBytes(of: message) { fixed in
            var parts = (
                iovec(
                    iov_base: UnsafeMutableRawPointer(mutating: fixed.baseAddress),
                    iov_len: fixed.count),
                iovec(
                    iov_base: UnsafeMutableRawPointer(mutating: audio?.baseAddress),
                    iov_len: audio?.count ?? 0)
            )
            return withUnsafeMutablePointer(to: &parts) { pointer in
                pointer.withMemoryRebound(to: iovec.self, capacity: 2) { vector in
                    var header = msghdr()
                    header.msg_iov = vector
                    header.msg_iovlen = audio == nil ? 1 : 2
                    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
                    if sendmsg(descriptor, &header, flags) >= 0 { return .sent }
                    return errno == EAGAIN || errno == EINTR || errno == ENOBUFS ? .busy : .lost
                }
            }
        }
    }

    private static func connect(_ socket: Int32, to path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}

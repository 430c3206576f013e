import Common
import Foundation
import Playout
import TestKit

@testable import Output

/// The playout core and a real `DeckLinkDevice` on the fake driver, under a clock turned by hand: the
/// card ticks when the rig's time comes to its next tick, so that hours pass in seconds.
final class DeckLinkRig {
    let fake: FakeDriver
    let time = ManualTimeSource(start: MonotonicInstant(nanoseconds: 1_000_000_000_000))
    let signal: DeviceSignal
    private(set) var core: PlayoutCore
    private(set) var checker = SlotChecker()
    private(set) var transitions: [LifecycleTransition] = []
    private(set) var references: [Bool] = []
    private(set) var device: (any OutputDevice)?
    private let deviceCount: Int
    private(set) var tickCount: Int64 = 0
    private(set) var deepest = 0
    /// Called before each tick of the card.
    var onTick: (Int64) -> Void = { _ in }
    /// What could be shown in a slot.
    var available: (FrameIndex) -> Availability = { _ in [.programA, .slate] }
    /// Packets and timecode of the slots; nil for none.
    var ancillary: AncillaryFeed?
    private var nextTickAt: MonotonicInstant
    private let period: Nanoseconds
    /// Pictures that carry their index, one for each slot that can be out.
    private let pictures: [UnsafeMutableRawPointer]
    private let sound: UnsafeMutableRawBufferPointer
    private var isFinished = false

    init(
        fake: FakeDriver, format: String = "720x576i25", depth: Int = 4,
        settings: DeckLinkOutputSettings = DeckLinkOutputSettings(), channels: Int = 2,
        isPair: Bool = false, layout: PixelFormat = .bgra
    ) throws {
        let layout: PixelFormat = isPair ? layout : .uyvy
        guard let video = VideoFormat(parsing: format)?.with(pixelFormat: layout),
            let audio = AudioFormat(channelCount: channels)
        else { throw POSIXError(.EINVAL) }
        self.fake = fake
        fake.set("manual_clock", 1)
        signal = DeviceSignal(video: video, audio: audio, timelineEpoch: 1, processEpoch: 1)
        period = video.rate.period
        let now = time.now()
        nextTickAt = now + period
        let anchor = TimelineAnchor(
            index: FrameIndex(90_000_000_000), instant: now, rate: video.rate)
        core = PlayoutCore(
            configuration: PlayoutConfiguration(
                rate: video.rate, role: .insert, scheduledDepth: depth,
                isPassthroughCleared: false, completionLag: 1),
            clock: DeviceClock(anchor: anchor, rate: video.rate), at: now)
        deviceCount = isPair ? 2 : 1
        fake.set("devices", Int64(deviceCount))
        device =
            isPair
            ? KeyFillPair(
                fill: .number(1), key: .number(2), settings: settings, libraryPath: fake.path,
                scheduledDepth: depth, time: time)
            : DeckLinkDevice(
                .number(1), settings: settings, libraryPath: fake.path, scheduledDepth: depth,
                time: time)
        pictures = (0..<32).map { _ in
            .allocate(byteCount: video.payloadByteCount, alignment: 128)
        }
        for picture in pictures {
            picture.initializeMemory(as: UInt8.self, repeating: 16, count: video.payloadByteCount)
        }
        sound = .allocate(
            byteCount: AudioFormat.maximumSampleCount(rate: video.rate) * channels * 4,
            alignment: 16)
        sound.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        device = nil
        for picture in pictures { picture.deallocate() }
        sound.deallocate()
    }

    /// Runs until `count` more slots are settled.
    func run(slots count: Int) {
        let target = checker.settledCount + count
        while checker.settledCount < target, !isFinished { turn() }
    }

    /// Runs until the device is in `state`; false where it takes more than ten seconds of its time.
    func run(until state: DeviceState) -> Bool {
        let deadline = time.now() + .seconds(10)
        while core.lifecycle.state != state, time.now() < deadline { turn() }
        return core.lifecycle.state == state
    }

    /// An orderly stop, to its end; then the device is given up.
    func stop() {
        core.handle(.stop, at: time.now())
        while !isFinished { turn() }
        device = nil
    }

    /// What an operator asks for.
    func force(_ mode: ForceMode) { core.handle(.force(mode), at: time.now()) }

    /// The playout thread stands still while the card goes on.
    func standStill(ticks: Int) {
        for _ in 0..<ticks { advance(to: nextTickAt) }
    }

    private func turn() {
        deliver()
        let now = time.now()
        switch core.next(at: now) {
        case .record(let settlement):
            checker.take(settlement)
            if settlement.wasScheduled {
                ancillary?.source.settle(
                    settlement.index, settlement.result,
                    hadBegun: core.clock.instant(of: settlement.index) <= settlement.at)
            }
        case .transition(let transition):
            transitions.append(transition)
            if transition.to == .recovering || transition.to == .failed { device?.disconnect() }
        case .connect: connect()
        case .lookUp(let index):
            core.handle(.available(index, available(index), isFinal: true), at: now)
        case .schedule(let index, let source, _): schedule(index, source)
        case .startDevice(let index):
            if device?.start(at: index) != .sent { core.handle(.deviceLost, at: now) }
        case .stopDevice:
            if device?.stop() != .sent { core.handle(.deviceLost, at: now) }
        case .wait(let until), .awaitFrame(_, _, let until):
            advance(to: max(min(until, nextTickAt), now + 1))
        case .finish:
            device?.disconnect()
            isFinished = true
        }
    }

    /// Opening is done by a thread in real time; simulated time stands still for it.
    private func connect() {
        let isAsked = device?.connect(signal) ?? false
        core.handle(isAsked ? .deviceFound : .deviceLost, at: time.now())
        guard isAsked else { return }
        let patience = SystemTimeSource().now() + .seconds(10)
        while SystemTimeSource().now() < patience {
            if let event = device?.receive() { return handle(event) }
            usleep(200)
        }
    }

    private func schedule(_ index: FrameIndex, _ source: SlotSource) {
        guard let address = ObjectAddress(name: "rig", identity: 1) else { return }
        let picture = pictures[Int(index.value & 31)]
        picture.storeBytes(of: index.value, as: Int64.self)
        // The alpha of the third pixel, where there is one.
        picture.storeBytes(
            of: UInt8(truncatingIfNeeded: index.value),
            toByteOffset: 8 + (signal.video.pixelFormat.channels?.alpha ?? 3), as: UInt8.self)
        let count = AudioFormat.sampleCount(at: index, rate: signal.video.rate)
        let bytes = UnsafeRawBufferPointer(
            rebasing: UnsafeRawBufferPointer(sound)[..<(count * signal.audio.channelCount * 4)])
        let timecode = ancillary?.make(
            index, onAir: core.clock.instant(of: index), at: time.now())
        let slot = DeviceSlot(
            index: index, source: source, object: address, byteOffset: 0,
            byteCount: signal.video.payloadByteCount, displayedIndex: index, snapshotVersion: 0,
            inputIndex: nil, inputFrameNumber: nil, picture: UnsafeRawPointer(picture),
            ancillary: ancillary?.source.area ?? UnsafeRawBufferPointer(start: nil, count: 0),
            timecode: timecode)
        switch device?.schedule(slot, audio: bytes) ?? .lost {
        case .sent:
            core.handle(.scheduled(index), at: time.now())
            ancillary?.scheduled.append(index)
            deepest = max(deepest, core.depth)
        case .busy:
            ancillary?.source.takeBack(index)
            core.handle(.deviceBusy(index), at: time.now())
        case .lost:
            ancillary?.source.takeBack(index)
            device?.disconnect()
            core.handle(.deviceLost, at: time.now())
        }
    }

    private func deliver() {
        while let event = device?.receive() { handle(event) }
    }

    private func handle(_ event: DeviceEvent) {
        let now = time.now()
        switch event {
        case .attached(let attachment): core.handle(.attached(attachment), at: now)
        case .refused(let cause): core.handle(.refused(cause), at: now)
        case .completed(let completion): core.handle(.completed(completion), at: now)
        case .missed(let tick, let at): core.handle(.missed(tick: tick, at: at), at: now)
        case .reference(let isLocked):
            references.append(isLocked)
            core.handle(.reference(isLocked: isLocked), at: now)
        case .lost:
            device?.disconnect()
            core.handle(.deviceLost, at: now)
        }
    }

    private func advance(to instant: MonotonicInstant) {
        let now = time.now()
        guard instant > now else { return }
        time.advance(by: instant - now)
        guard instant >= nextTickAt else { return }
        tickCount += 1
        nextTickAt = nextTickAt + period
        onTick(tickCount)
        for number in 0..<deviceCount { fake.tickOutput(device: number) }
    }
}

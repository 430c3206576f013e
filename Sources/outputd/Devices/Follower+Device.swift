import Common
import Playout

extension Follower {
    /// The devices that can follow. What each call means is told at `OutputDevice`.
    public enum Device {
        case virtual(VirtualCardDevice)
        case decklink(DeckLinkDevice)
        case pair(KeyFillPair)

        func connect(_ signal: DeviceSignal) -> Bool {
            switch self {
            case .virtual(let device): device.connect(signal)
            case .decklink(let device): device.connect(signal)
            case .pair(let device): device.connect(signal)
            }
        }

        func schedule(
            _ slot: borrowing DeviceSlot, audio: UnsafeRawBufferPointer
        ) -> DeviceSend {
            switch self {
            case .virtual(let device): device.schedule(slot, audio: audio)
            case .decklink(let device): device.schedule(slot, audio: audio)
            case .pair(let device): device.schedule(slot, audio: audio)
            }
        }

        func start(at index: FrameIndex) -> DeviceSend {
            switch self {
            case .virtual(let device): device.start(at: index)
            case .decklink(let device): device.start(at: index)
            case .pair(let device): device.start(at: index)
            }
        }

        func stop() -> DeviceSend {
            switch self {
            case .virtual(let device): device.stop()
            case .decklink(let device): device.stop()
            case .pair(let device): device.stop()
            }
        }

        func disconnect() {
            switch self {
            case .virtual(let device): device.disconnect()
            case .decklink(let device): device.disconnect()
            case .pair(let device): device.disconnect()
            }
        }

        func receive() -> DeviceEvent? {
            switch self {
            case .virtual(let device): device.receive()
            case .decklink(let device): device.receive()
            case .pair(let device): device.receive()
            }
        }
    }
}

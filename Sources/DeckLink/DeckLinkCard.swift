internal import CDeckLink
internal import Common

/// One sub-device of a card. What it says of itself is read once; status is read when asked.
public final class DeckLinkCard: @unchecked Sendable {
    // Unchecked: the handle is used by one thread at a time, the one that plays or captures on it;
    // status may be asked by any, which the driver allows.

    /// In which directions it works at a time.
    public enum Duplex: String, Sendable, Hashable {
        case full, half, simplex, inactive
    }

    let driver: DeckLinkDriver
    let handle: OpaquePointer
    /// In the driver's list, from 1.
    public let number: Int
    /// Such as "DeckLink Duo (2)".
    public let name: String
    /// Such as "DeckLink Duo 2".
    public let model: String
    /// The driver's text for the device; empty where it has none.
    public let handleText: String
    /// The same wherever the card is plugged in; nil where it has none.
    public let persistentID: Int64?
    /// Directions it works in at a time.
    public let duplex: Duplex
    /// Whether it can capture at all.
    public let canCapture: Bool
    /// Whether it can play at all.
    public let canPlay: Bool
    /// Frames it wants scheduled before it starts.
    public let minimumPreroll: Int
    /// Channels of sound it carries.
    public let maximumAudioChannels: Int

    init(driver: DeckLinkDriver, number: Int, handle: OpaquePointer) {
        self.driver = driver
        self.number = number
        self.handle = handle
        name = Self.text { cdl_device_name(handle, $0, $1) } ?? "device \(number)"
        model = Self.text { cdl_device_model(handle, $0, $1) } ?? "unknown model"
        handleText =
            Self.text { cdl_attribute_text(handle, Identifier.deviceHandle, $0, $1) } ?? ""
        persistentID = Self.number(Identifier.persistentID, of: handle)
        let io = Self.number(Identifier.videoIOSupport, of: handle) ?? 0
        canCapture = io & 1 != 0
        canPlay = io & 2 != 0
        switch Self.number(Identifier.duplex, of: handle).map({ UInt32(truncatingIfNeeded: $0) }) {
        case Identifier.duplexHalf: duplex = .half
        case Identifier.duplexInactive: duplex = .inactive
        case Identifier.code("dxsp"): duplex = .simplex
        default: duplex = .full
        }
        minimumPreroll = Int(Self.number(Identifier.minimumPreroll, of: handle) ?? 3)
        maximumAudioChannels = Int(Self.number(Identifier.maximumAudioChannels, of: handle) ?? 2)
    }

    deinit { cdl_device_release(handle) }

    /// What tells it from every other device, whatever its number: the driver's handle, else its name.
    var identity: String { handleText.isEmpty ? name : handleText }

    /// Whether a keyer lays the picture over the card's input.
    public var keysInternally: Bool { flag(Identifier.internalKeying) }
    /// Whether fill and key come out of two connectors.
    public var keysExternally: Bool { flag(Identifier.externalKeying) }
    /// Whether it finds out by itself what comes in.
    public var detectsFormat: Bool { flag(Identifier.inputFormatDetection) }
    /// Whether it has a reference connector.
    public var hasReference: Bool { flag(Identifier.referenceInput) }
    /// Whether ancillary packets go out only with v210 pictures.
    public var packetsNeedV210: Bool { flag(Identifier.packetsNeedV210) }
    /// Whether it can start on one call with others of its group.
    public var startsTogether: Bool { flag(Identifier.startsTogether) }
    /// Whether what it shows when nothing plays can be chosen.
    public var hasIdleChoice: Bool { flag(Identifier.idleOutput) }

    /// Directions in use by whomever, as far as the driver says.
    public var busy: (captures: Bool, plays: Bool) {
        var value: Int64 = 0
        guard cdl_status_int(handle, Identifier.busy, &value) else { return (false, false) }
        return (value & 1 != 0, value & 2 != 0)
    }

    /// Whether the reference is locked; nil where the card does not say. Known only while it plays.
    public var isReferenceLocked: Bool? { status(Identifier.referenceLocked) }
    /// Whether there is a signal at the input; nil where the card does not say.
    public var hasInputSignal: Bool? { status(Identifier.inputLocked) }

    /// PCI Express lanes and generation; nil where the card does not say.
    public var link: (lanes: Int, generation: Int)? {
        var lanes: Int64 = 0
        var generation: Int64 = 0
        guard cdl_status_int(handle, Identifier.linkWidth, &lanes),
            cdl_status_int(handle, Identifier.linkSpeed, &generation)
        else { return nil }
        return (Int(lanes), Int(generation))
    }

    /// Modes it can play. Empty where it has no output.
    public func outputModes() -> [DeckLinkMode] {
        var result: Int32 = 0
        guard let output = cdl_output_open(driver.library, handle, &result) else { return [] }
        defer { _ = cdl_output_close(output, 0) }
        return Self.modes { cdl_output_modes(output, $0, $1) }
    }

    /// Why this sub-device cannot play or capture; nil where nothing is known against it.
    func objection(toPlaying isOutput: Bool) -> DeckLinkError? {
        if duplex == .inactive { return .inactive(device: name) }
        if isOutput ? canPlay : canCapture { return nil }
        return .wrongDirection(device: name, wanted: isOutput ? "output" : "input")
    }

    /// What speaks against playing `signal`, as far as can be told without taking the output.
    public func objection(toPlaying signal: DeckLinkSignal) -> DeckLinkError? {
        if let objection = objection(toPlaying: true) { return objection }
        var result: Int32 = 0
        guard let output = cdl_output_open(driver.library, handle, &result) else {
            return .unknownGeneration(device: name, version: driver.version)
        }
        defer { _ = cdl_output_close(output, 0) }
        do throws(DeckLinkError) {
            _ = try DeckLinkPlayer.mode(of: output, self, signal)
            try DeckLinkPlayer.check(self, signal)
            return nil
        } catch {
            return error
        }
    }

    /// What speaks against capturing.
    public var objectionToCapturing: DeckLinkError? {
        if let objection = objection(toPlaying: false) { return objection }
        var result: Int32 = 0
        guard let input = cdl_input_open(driver.library, handle, &result) else {
            return .unknownGeneration(device: name, version: driver.version)
        }
        cdl_input_close(input)
        return nil
    }

    static func modes(
        _ read: (UnsafeMutablePointer<cdl_mode>?, Int32) -> Int32
    ) -> [DeckLinkMode] {
        var modes = [cdl_mode](repeating: cdl_mode(), count: 256)
        let count = modes.withUnsafeMutableBufferPointer { read($0.baseAddress, Int32($0.count)) }
        guard count > 0 else { return [] }
        return modes.prefix(Int(count)).compactMap { DeckLinkMode($0) }
    }

    private func flag(_ id: UInt32) -> Bool {
        var value = false
        return cdl_attribute_flag(handle, id, &value) && value
    }

    private func status(_ id: UInt32) -> Bool? {
        var value = false
        return cdl_status_flag(handle, id, &value) ? value : nil
    }

    private static func number(_ id: UInt32, of handle: OpaquePointer) -> Int64? {
        var value: Int64 = 0
        return cdl_attribute_int(handle, id, &value) ? value : nil
    }

    private static func text(_ read: (UnsafeMutablePointer<CChar>?, Int) -> Bool) -> String? {
        var bytes = [CChar](repeating: 0, count: 256)
        let isThere = bytes.withUnsafeMutableBufferPointer { read($0.baseAddress, $0.count) }
        return isThere ? DeckLinkDriver.text(bytes) : nil
    }
}

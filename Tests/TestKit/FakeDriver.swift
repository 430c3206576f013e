import Foundation
import Synchronization

/// A DeckLink driver of its own for one test: a private copy of the fake library, so that tests side by
/// side share nothing. What it can do is listed in Tests/FakeDeckLink/control.cpp. Any thread.
public final class FakeDriver: Sendable {
    /// One tick of a fake output as it went on air.
    public struct Aired: Sendable {
        public enum Fate: Int32, Sendable { case shown, late, repeated }
        /// From the start of playback.
        public let tick: Int64
        public let fate: Fate
        /// The first bytes of the picture.
        public let head: [UInt8]
        /// BCD, bit 30 drop-frame; −1 for none.
        public let timecode: Int64
        /// did, sdid, line (two bytes), count, words …
        public let packets: [UInt8]
        /// Interleaved.
        public let audio: [Int32]
        /// Samples (of each channel) nobody had scheduled.
        public let missingSamples: Int
    }

    /// What `decklink.library` is set to.
    public let path: String
    private let entries: Entries
    private let observers = (0..<4).map { _ in Observed() }
    private let folder: String

    /// What one device's output aired.
    private final class Observed: Sendable {
        let aired = Mutex<[Aired]>([])
    }

    private typealias Set = @convention(c) (Int32, UnsafePointer<CChar>, Int64) -> Void
    private typealias Get = @convention(c) (Int32, UnsafePointer<CChar>) -> Int64
    private typealias Observer =
        @convention(c) (
            UnsafeMutableRawPointer?, Int64, Int32, UnsafeRawPointer?, Int64, UnsafePointer<UInt8>?,
            Int32, UnsafePointer<Int32>?, Int32, Int32
        ) -> Void
    private typealias Observe = @convention(c) (Int32, Observer, UnsafeMutableRawPointer?) -> Void
    private typealias Packets = @convention(c) (Int32, UnsafePointer<UInt8>?, Int32) -> Void
    private typealias Tick = @convention(c) (Int32) -> Void
    private typealias Number = @convention(c) (UnsafeRawPointer?, Int64, Int64) -> Int64

    private struct Entries: Sendable {
        let set: Set
        let get: Get
        let observe: Observe
        let packets: Packets
        let outputTick: Tick
        let inputTick: Tick
        let number: Number
    }

    /// Copies and loads the library that was built beside the tests.
    public init() throws {
        let name = "decklink-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        path = folder + "/libDeckLinkAPI.so"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: BuiltProducts.path("libFakeDeckLinkAPI.so"), toPath: path)
        guard let library = dlopen(path, RTLD_NOW) else {
            throw POSIXError(.ENOEXEC, userInfo: ["reason": String(cString: dlerror())])
        }
        func entry<Function>(_ symbol: String, _: Function.Type) -> Function {
            unsafeBitCast(dlsym(library, symbol), to: Function.self)
        }
        entries = Entries(
            set: entry("fake_set", Set.self), get: entry("fake_get", Get.self),
            observe: entry("fake_observe", Observe.self),
            packets: entry("fake_input_packets", Packets.self),
            outputTick: entry("fake_output_tick", Tick.self),
            inputTick: entry("fake_input_tick", Tick.self),
            number: entry("fake_read_number", Number.self))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Sets a behaviour of a device, or one of the whole driver.
    public func set(_ key: String, _ value: Int64, device: Int = 0) {
        entries.set(Int32(device), key, value)
    }

    /// Reads a behaviour or a count.
    public func get(_ key: String, device: Int = 0) -> Int64 { entries.get(Int32(device), key) }

    /// With `manual_clock`: the next tick of a device's output.
    public func tickOutput(device: Int = 0) { entries.outputTick(Int32(device)) }
    /// With `manual_clock`: the next tick of a device's input.
    public func tickInput(device: Int = 0) { entries.inputTick(Int32(device)) }

    /// The number that a fake input drew into a UYVY picture; nil where there is none.
    public func number(in picture: UnsafeRawBufferPointer, width: Int, height: Int) -> Int64? {
        guard picture.count >= width * height * 2 else { return nil }
        let number = entries.number(picture.baseAddress, Int64(width), Int64(height))
        return number < 0 ? nil : number
    }

    /// Packets that each captured frame carries from now on.
    public func setInputPackets(_ packets: [UInt8], device: Int = 0) {
        packets.withUnsafeBufferPointer {
            entries.packets(Int32(device), $0.baseAddress, Int32($0.count))
        }
    }

    /// Begins to note what a device's output airs; keep this object while it plays.
    public func observe(device: Int = 0) {
        entries.observe(
            Int32(device),
            { context, tick, fate, bytes, timecode, packets, packetBytes, audio, audioCount, gaps in
                guard let context else { return }
                let observed = Unmanaged<Observed>.fromOpaque(context).takeUnretainedValue()
                let head = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : 16)
                let one = Aired(
                    tick: tick, fate: Aired.Fate(rawValue: fate) ?? .repeated, head: Array(head),
                    timecode: timecode,
                    packets: Array(
                        UnsafeBufferPointer(start: packets, count: Int(packetBytes))),
                    audio: Array(UnsafeBufferPointer(start: audio, count: Int(audioCount))),
                    missingSamples: Int(gaps))
                observed.aired.withLock { $0.append(one) }
            }, Unmanaged.passUnretained(observers[device]).toOpaque())
    }

    /// Takes what was noted since the last time.
    public func takeAired(device: Int = 0) -> [Aired] {
        observers[device].aired.withLock { aired in
            defer { aired = [] }
            return aired
        }
    }
}

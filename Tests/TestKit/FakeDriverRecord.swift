public import Common
import Foundation

/// What a fake DeckLink driver in other processes is told, and what it left behind: each tick of its
/// outputs and inputs. The format is that of Tests/FakeDeckLink/record.cpp.
public struct FakeDriverRecord: Sendable {
    /// One tick of a card.
    public struct Tick: Sendable {
        /// From the start of playback or capture.
        public let tick: Int64
        /// When it was due by the card's own clock.
        public let at: MonotonicInstant
        /// The number in its picture; nil for none.
        public let number: Int64?
        /// Shown in time, shown late, or the picture before once more.
        public let fate: FakeDriver.Aired.Fate
        /// Samples (of each channel) that nobody had scheduled.
        public let missingSamples: Int
        public let channelCount: Int
        /// Interleaved.
        public let sound: [Int32]

        /// The samples of one channel.
        public func channel(_ number: Int) -> [Int32] {
            stride(from: number, to: sound.count, by: max(channelCount, 1)).map { sound[$0] }
        }
    }

    /// Where it writes.
    public let folder: String

    /// A new folder; the caller removes it.
    public init() throws {
        folder = NSTemporaryDirectory() + "holdover-fake-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    /// Removes the folder.
    public func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// For processes whose cards shall be fake ones that behave like this, such as "tone=1,late@1=3".
    public func environment(_ behaviour: String) -> [String: String] {
        [
            "HOLDOVER_DECKLINK_LIBRARY": BuiltProducts.path("libFakeDeckLinkAPI.so"),
            "FAKE_DECKLINK": behaviour, "FAKE_DECKLINK_RECORD": folder,
            "FAKE_DECKLINK_CONTROL": control,
        ]
    }

    private var control: String { folder + "/control" }

    /// Tells the cards in all those processes how to behave from now on, as `environment` does; each
    /// notices within some ten milliseconds.
    public func tell(_ behaviour: String) throws {
        try Data(behaviour.utf8).write(to: URL(fileURLWithPath: control), options: .atomic)
    }

    /// All ticks of a device's output.
    public func output(_ device: Int = 0) throws -> [Tick] { try ticks("output.\(device).") }
    /// All ticks of a device's input.
    public func input(_ device: Int = 0) throws -> [Tick] { try ticks("input.\(device).") }

    private func ticks(_ prefix: String) throws -> [Tick] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix(prefix) }
            .flatMap { Self.parse(FileManager.default.contents(atPath: "\(folder)/\($0)")) }
            .sorted { $0.at < $1.at }
    }

    private static func parse(_ data: Data?) -> [Tick] {
        var ticks: [Tick] = []
        (data ?? Data()).withUnsafeBytes { bytes in
            var at = 0
            while at + 48 <= bytes.count {
                func word(_ offset: Int) -> Int64 {
                    bytes.loadUnaligned(fromByteOffset: at + offset, as: Int64.self)
                }
                func half(_ offset: Int) -> Int32 {
                    bytes.loadUnaligned(fromByteOffset: at + offset, as: Int32.self)
                }
                let count = Int(half(44))
                guard count >= 0, at + 48 + count * 4 <= bytes.count else { return }
                var sound = [Int32](repeating: 0, count: count)
                let first = at + 48
                sound.withUnsafeMutableBytes { target in
                    target.copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes[first..<first + count * 4]))
                }
                ticks.append(
                    Tick(
                        tick: word(0), at: MonotonicInstant(nanoseconds: word(8)),
                        number: word(16) < 0 ? nil : word(16),
                        fate: FakeDriver.Aired.Fate(rawValue: half(32)) ?? .repeated,
                        missingSamples: Int(half(36)), channelCount: Int(half(40)), sound: sound))
                at += 48 + count * 4
            }
        }
        return ticks
    }
}

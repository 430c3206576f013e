internal import CDeckLink
public import Common

/// The DeckLink driver's library, loaded at run time. Any thread.
///
/// It binds the interfaces of Desktop Video 11.6 to 14.2.1, which newer drivers go on serving; nothing
/// is refused by a version's number, only by an interface that is not there.
public final class DeckLinkDriver: @unchecked Sendable {
    // Unchecked: the C room's library handle holds function pointers only, and is never changed.
    let library: OpaquePointer
    /// Packed as 0xMMmmpp00; 0 where the library does not say.
    public let versionCode: UInt32

    /// Loads the library; blocks for the file system. An empty `path` is the system's.
    public init(path: String = "") throws(DeckLinkError) {
        var reason = [CChar](repeating: 0, count: 512)
        guard let library = cdl_library_open(path.isEmpty ? nil : path, &reason, reason.count)
        else { throw .noDriver(reason: Self.text(reason)) }
        self.library = library
        versionCode = cdl_library_version(library)
    }

    deinit { cdl_library_release(library) }

    /// Such as "14.2.1".
    public var version: String {
        guard versionCode != 0 else { return "unknown version" }
        return "\(versionCode >> 24).\(versionCode >> 16 & 255).\(versionCode >> 8 & 255)"
    }

    /// Whether the version lies in the range these interfaces were made for.
    public var isTestedGeneration: Bool {
        (0x0B06_0000...0x0E02_01FF).contains(versionCode)
    }

    /// Whether frames can carry ancillary packets.
    public var hasPackets: Bool { cdl_library_has_packets(library) }

    /// All sub-devices, numbered from 1. Blocks shortly.
    public func cards() throws(DeckLinkError) -> [DeckLinkCard] {
        var handles = [OpaquePointer?](repeating: nil, count: 64)
        let count = cdl_devices(library, &handles, Int32(handles.count))
        guard count >= 0 else { throw .noKernelModule }
        guard count > 0 else { throw .noCard }
        return handles.prefix(Int(count)).enumerated().compactMap { position, handle in
            handle.map { DeckLinkCard(driver: self, number: position + 1, handle: $0) }
        }
    }

    /// The sub-device that `selector` means. Blocks shortly.
    public func card(_ selector: DeckLinkSelector) throws(DeckLinkError) -> DeckLinkCard {
        var pin: DeckLinkPin?
        return try card(selector, &pin)
    }

    /// The same, and still the same device after another one was pulled, which shifts the numbers:
    /// `pin` remembers which it was. A device that was not there before takes its number's place.
    public func card(
        _ selector: DeckLinkSelector, _ pin: inout DeckLinkPin?
    ) throws(DeckLinkError) -> DeckLinkCard {
        let cards = try cards()
        if let own = pin?.own, let card = cards.first(where: { $0.identity == own }) {
            pin?.others.formUnion(cards.map(\.identity).filter { $0 != own })
            return card
        }
        let card = try find(selector, in: cards)
        if let pin, pin.others.contains(card.identity) {
            throw .noSuchDevice(
                wanted: "\(selector) (\(pin.own)) any more", present: Self.list(cards))
        }
        let others = cards.map(\.identity).filter { $0 != card.identity }
        pin = DeckLinkPin(own: card.identity, others: Set(others))
        return card
    }

    private static func list(_ cards: [DeckLinkCard]) -> [String] {
        cards.map { "decklink:\($0.number) (\($0.name))" }
    }

    private func find(
        _ selector: DeckLinkSelector, in cards: [DeckLinkCard]
    ) throws(DeckLinkError) -> DeckLinkCard {
        let found = cards.first { card in
            switch selector {
            case .number(let number): card.number == number
            case .name(let name):
                [card.name, card.handleText, card.persistentID.map { String($0) }].contains(name)
            }
        }
        guard let found else {
            throw .noSuchDevice(wanted: "\(selector)", present: Self.list(cards))
        }
        return found
    }

    static func text(_ bytes: [CChar]) -> String {
        String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

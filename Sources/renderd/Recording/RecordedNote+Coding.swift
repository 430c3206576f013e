import Common
import Foundation
import Proto

/// As bytes in a file: a word for the kind, then its parts.
extension RecordedNote {
    private enum Kind: UInt64 {
        case snapshot = 1
        case overlay, trigger, reset, prepared, unbuildable, still, table, text, composite, swap
        case discard, memory, frame, lost, fused, undrawn, unfused
    }

    /// The most inputs a frame can name; anything above is damage.
    private static let inputsMax: UInt64 = 64

    /// Throws where a message is larger than any may be.
    func encoded() throws -> Data {
        var words = WordWriter()
        func put(_ kind: Kind, _ parts: Int64...) {
            words.put(kind.rawValue)
            for part in parts { words.put(part) }
        }
        func put(_ build: LaneBuild) {
            words.put(build.id)
            words.put(build.hash)
        }
        switch self {
        case .snapshot(let snapshot):
            put(.snapshot)
            words.put(try snapshot.encoded(limit: Self.messageByteCountMax))
        case .overlay(let overlay):
            put(.overlay)
            words.put(try overlay.encoded())
        case .trigger(let trigger):
            put(.trigger)
            words.put(try trigger.encoded())
        case .reset(let reset):
            put(.reset)
            words.put(try reset.encoded())
        case .prepared(let id, let generation, let hash):
            put(.prepared, Int64(bitPattern: generation))
            put(LaneBuild(id: id, hash: hash))
        case .unbuildable(let id, let generation):
            put(.unbuildable, Int64(bitPattern: generation))
            words.put(id)
        case .picture(.still(let path, let generation), let hash):
            put(.still, Int64(bitPattern: hash), Int64(bitPattern: generation))
            words.put(path)
        case .picture(.table(let path, let generation), let hash):
            put(.table, Int64(bitPattern: hash), Int64(bitPattern: generation))
            words.put(path)
        case .picture(.text(let shader, let input, let text), let hash):
            put(.text, Int64(bitPattern: hash))
            for part in [shader, input, text] { words.put(part) }
        case .composite(let mode): put(.composite, Int64(mode.rawValue))
        case .fused(let key):
            put(.fused)
            words.put(key)
        case .unfused(let key):
            put(.unfused)
            words.put(key)
        case .swap(let build, let index, let isTrial):
            put(.swap, index == nil ? 0 : 1, index?.value ?? 0, isTrial ? 1 : 0)
            put(build)
        case .discard(let build):
            put(.discard)
            put(build)
        case .memory: put(.memory)
        case .frame(let index, let marks):
            put(.frame, index.value, Int64(marks.count))
            for mark in marks {
                words.put(Int64(mark.isThere ? 1 : 0))
                words.put(mark.index)
                words.put(mark.frameNumber ?? .min)
            }
        case .undrawn(let index): put(.undrawn, index.value)
        case .lost(let count): put(.lost, Int64(count))
        }
        return words.bytes
    }

    /// A snapshot of the largest stack with room to spare.
    private static let messageByteCountMax = 1 << 20

    /// Reads what `encoded` gives.
    init(decoding bytes: UnsafeRawBufferPointer) throws {
        var words = WordReader(bytes)
        guard let kind = Kind(rawValue: try words.word()) else { throw WordReader.Damage() }
        switch kind {
        case .snapshot: self = .snapshot(try Snapshot(decoding: try words.list()))
        case .overlay: self = .overlay(try OscOverlayApplied(decoding: try words.list()))
        case .trigger: self = .trigger(try TriggerFired(decoding: try words.list()))
        case .reset: self = .reset(try RenderResetRequested(decoding: try words.list()))
        case .prepared:
            let generation = try words.word()
            let build = try Self.build(&words)
            self = .prepared(id: build.id, generation: generation, hash: build.hash)
        case .unbuildable:
            let generation = try words.word()
            self = .unbuildable(id: try words.text(), generation: generation)
        case .still, .table, .text:
            let hash = try words.word()
            self = .picture(try Self.picture(kind, &words), hash: hash)
        case .composite:
            self = .composite(BlendMode(rawValue: Int32(truncatingIfNeeded: try words.number())))
        case .swap:
            let hasIndex = try words.word() == 1
            let index = FrameIndex(try words.number())
            let isTrial = try words.word() == 1
            self = .swap(
                try Self.build(&words), index: hasIndex ? index : nil, isTrial: isTrial)
        case .fused: self = .fused(key: try words.text())
        case .unfused: self = .unfused(key: try words.text())
        case .discard: self = .discard(try Self.build(&words))
        case .memory: self = .memory
        case .frame:
            let index = FrameIndex(try words.number())
            var marks: [InputMark] = []
            for _ in 0..<(try words.count(limit: Self.inputsMax)) {
                let isThere = try words.word() == 1
                let slot = try words.number()
                let number = try words.number()
                marks.append(
                    InputMark(
                        isThere: isThere, index: slot,
                        frameNumber: number == .min ? nil : number))
            }
            self = .frame(index, marks)
        case .undrawn: self = .undrawn(FrameIndex(try words.number()))
        case .lost: self = .lost(Int(clamping: try words.number()))
        }
    }

    private static func build(_ words: inout WordReader) throws(WordReader.Damage) -> LaneBuild {
        LaneBuild(id: try words.text(), hash: try words.word())
    }

    private static func picture(
        _ kind: Kind, _ words: inout WordReader
    ) throws(WordReader.Damage) -> PictureKey {
        if kind == .text {
            return .text(
                shader: try words.text(), input: try words.text(), text: try words.text())
        }
        let generation = try words.word()
        let path = try words.text()
        return kind == .still
            ? .still(path: path, generation: generation)
            : .table(path: path, generation: generation)
    }
}

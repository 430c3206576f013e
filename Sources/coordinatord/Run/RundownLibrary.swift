internal import Common
internal import Foundation
internal import Proto

/// Stored rundowns, and their JSON documents.
///
/// ```json
/// {"holdover_rundown": 1, "items": [
///   {"name": "Opener", "preset": "opener", "frames": 25},
///   {"name": "Studio", "preset": "studio", "seconds": 90.5},
///   {"name": "News", "preset": "news", "start": "18:00:00"}]}
/// ```
public enum RundownLibrary {
    /// Longest document read, in bytes.
    static let byteCountMax = 512 * 1024

    private struct Document: Codable {
        var holdover_rundown: Int
        var items: [Entry]
    }

    private struct Entry: Codable {
        var name: String?
        var preset: String
        var frames: UInt32?
        var shader: String?
        var seconds: Double?
        var start: String?
    }

    /// The rundown as a document, with sorted keys.
    public static func document(_ rundown: Rundown) -> String {
        let document = Document(
            holdover_rundown: 1,
            items: rundown.items.map { item in
                Entry(
                    name: item.name, preset: item.preset,
                    frames: item.frames == 0 ? nil : item.frames,
                    shader: item.shader.isEmpty ? nil : item.shader,
                    seconds: item.duration.map(\.seconds), start: item.start?.text)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Texts and finite numbers always encode.
        guard let data = try? encoder.encode(document) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    static func importDocument(_ command: ImportRundown, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let settings = draft.context.settings
        let name = try LayerPolicy.checkedName(command.name, what: "a rundown", settings)
        guard command.overwrite || draft.state.rundowns[name] == nil else {
            throw Refusal(
                .nameTaken,
                "there is already a rundown \"\(name)\"; choose another name or ask to overwrite it"
            )
        }
        guard
            draft.state.rundowns[name] != nil
                || draft.state.rundowns.count < settings.run.rundownsMax
        else {
            throw Refusal(
                .limitReached, "\(settings.run.rundownsMax) rundowns are stored; delete some")
        }
        let items = try items(command.json, draft)
        draft.state.rundowns[name] = Rundown(items: items, savedAtWall: draft.context.wall)
        draft.classify(.durable, subject: name)
    }

    static func delete(_ command: DeleteRundown, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        guard draft.state.rundowns[command.name] != nil else {
            throw RundownPolicy.missing(command.name)
        }
        draft.state.rundowns[command.name] = nil
        draft.classify(.durable, subject: command.name)
    }

    private static func items(
        _ json: String, _ draft: Draft
    ) throws(Refusal) -> [RundownCue] {
        guard json.utf8.count <= byteCountMax else {
            throw Refusal(.invalidArgument, "a rundown has at most \(byteCountMax) bytes")
        }
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
        } catch {
            throw Refusal(
                .invalidArgument, "this is no rundown: it needs holdover_rundown and items")
        }
        let limit = draft.context.settings.run.itemsMax
        guard document.holdover_rundown == 1, (1...limit).contains(document.items.count) else {
            throw Refusal(
                .invalidArgument, "a rundown is of version 1 and has 1 to \(limit) items")
        }
        var items: [RundownCue] = []
        for (position, entry) in document.items.enumerated() {
            items.append(try item(entry, position + 1, draft))
        }
        return items
    }

    private static func item(
        _ entry: Entry, _ position: Int, _ draft: Draft
    ) throws(Refusal) -> RundownCue {
        guard draft.state.presets[entry.preset] != nil else {
            throw Refusal(
                .presetNotFound,
                "item \(position): there is no preset \"\(LayerPolicy.shown(entry.preset))\"")
        }
        let frames = entry.frames ?? 0
        guard Int64(frames) <= draft.context.settings.transitionFramesMax else {
            throw Refusal(.valueOutOfRange, "item \(position): its transition is too long")
        }
        if let seconds = entry.seconds, !(0.04...86_400).contains(seconds) {
            throw Refusal(
                .valueOutOfRange, "item \(position): it lasts from 0.04 to 86400 seconds")
        }
        var start: CueTime?
        if let text = entry.start {
            start = CueTime(text, rate: draft.context.rate)
            if start == nil {
                throw Refusal(
                    .invalidArgument,
                    "item \(position): \"\(LayerPolicy.shown(text))\" is no HH:MM:SS or HH:MM:SS:FF"
                )
            }
        }
        let cue = RundownCue(
            name: String((entry.name ?? entry.preset).prefix(200)), preset: entry.preset,
            frames: frames, shader: entry.shader ?? "",
            duration: entry.seconds.map { Nanoseconds(Int64($0 * 1e9)) }, start: start)
        guard cue.shader.isEmpty || frames > 0 else {
            throw Refusal(.invalidArgument, "item \(position): a shader needs \"frames\"")
        }
        if let refusal = TransitionPolicy.refusal(of: cue.transition, draft) {
            throw Refusal(refusal.code, "item \(position): \(refusal.sentence)")
        }
        return cue
    }
}

extension CueTime {
    /// Reads `HH:MM:SS` or `HH:MM:SS:FF`; nil for anything else.
    init?(_ text: String, rate: FrameRate) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3 || parts.count == 4, let hour = parts[0], let minute = parts[1],
            let second = parts[2], (0..<24).contains(hour), (0..<60).contains(minute),
            (0..<60).contains(second)
        else { return nil }
        self.init(second: hour * 3_600 + minute * 60 + second, frame: nil)
        guard parts.count == 4 else { return }
        let frames = Int((rate.numerator + rate.denominator - 1) / rate.denominator)
        guard let frame = parts[3], (0..<frames).contains(frame) else { return nil }
        self.frame = frame
    }

    /// The same as text.
    var text: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let base = "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
        return frame.map { "\(base):\(two($0))" } ?? base
    }
}

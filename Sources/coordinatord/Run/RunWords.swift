internal import Proto

/// What a line of the as-run log says was commanded.
enum RunWords {
    /// What `command` (nil: the run by itself) did with what.
    static func done(_ command: Command?, _ draft: Draft) -> String {
        let before = draft.before.run.rundown
        let after = draft.state.run.rundown
        switch command?.action {
        case .loadRundown(let value):
            return value.name.isEmpty
                ? "unload_rundown \(before?.name ?? "")" : "load_rundown \(value.name)"
        case .holdRundown(let value):
            return "\(value.held ? "hold" : "go")_rundown \(after?.name ?? "")"
        case .cueItem: return "cue_item \(item(after?.cued, of: after))"
        case .takeNextItem:
            guard after?.takenAt != before?.takenAt || after?.position != before?.position else {
                return "take_next_item did nothing: \(item(after?.position, of: after)) is on air"
            }
            return "take_next_item \(item(after?.position, of: after))"
        case .acknowledgeFault(let value): return plain(command, draft, value.comment)
        case .clearFault(let value): return plain(command, draft, value.comment)
        case nil where after?.takenAt != before?.takenAt:
            return "\(item(after?.position, of: after)) by itself"
        default: return plain(command, draft, "")
        }
    }

    private static func plain(_ command: Command?, _ draft: Draft, _ comment: String) -> String {
        let text = "\(command?.action?.name ?? "committed") \(draft.subject)"
        return comment.isEmpty ? text : "\(text): \(comment.prefix(500))"
    }

    /// Such as `item 2 "News" of night`.
    private static func item(_ position: Int?, of rundown: LoadedRundown?) -> String {
        guard let rundown, let position, rundown.items.indices.contains(position - 1) else {
            return "nothing"
        }
        return "item \(position) \"\(rundown.items[position - 1].name)\" of \(rundown.name)"
    }
}

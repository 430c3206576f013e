/// Which device a selector meant when it was first looked for, and which were others then.
public struct DeckLinkPin: Sendable, Hashable {
    let own: String
    var others: Set<String>
}

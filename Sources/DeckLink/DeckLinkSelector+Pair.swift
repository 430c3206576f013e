public import Common

extension DeckLinkSelector {
    /// The two sub-devices of `decklink:FILL+KEY`; nil where it names one.
    public var pair: (fill: DeckLinkSelector, key: DeckLinkSelector)? {
        guard case .name(let text) = self, let plus = text.firstIndex(of: "+"),
            let fill = DeckLinkSelector(parsing: "decklink:" + text[..<plus]),
            let key = DeckLinkSelector(parsing: "decklink:" + text[text.index(after: plus)...]),
            fill != key
        else { return nil }
        return (fill, key)
    }
}

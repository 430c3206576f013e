import Common
import DeckLink

extension DeckLinkCheck {
    /// A card that something wants.
    private struct Use {
        let subject: String
        let plays: Bool
        let card: DeckLinkCard
    }

    /// Cards that the configuration wants twice: for the same direction, or a half-duplex one for both.
    func sharing(_ driver: DeckLinkDriver) -> [Finding] {
        var uses: [Use] = []
        var findings: [Finding] = []
        for use in wanted(driver) {
            // One finding for each is enough, by its first rival.
            if let rival = uses.first(where: {
                $0.card.number == use.card.number && collide($0, use)
            }) {
                findings.append(finding(use, rival))
            }
            uses.append(use)
        }
        return findings
    }

    private func wanted(_ driver: DeckLinkDriver) -> [Use] {
        let outputs = wantedOutputs.flatMap { output -> [(String, Bool, DeckLinkSelector)] in
            guard case .decklink(let selector) = output.device else { return [] }
            let selectors = selector.pair.map { [$0.fill, $0.key] } ?? [selector]
            return selectors.map { ("output \(output.number)", true, $0) }
        }
        let inputs = wantedInputs.compactMap { input -> (String, Bool, DeckLinkSelector)? in
            guard case .decklink(let selector) = input.source else { return nil }
            return ("input \(input.number)", false, selector)
        }
        return (outputs + inputs).compactMap { subject, plays, selector in
            // A card that is not there is told where it is looked for.
            (try? driver.card(selector)).map { Use(subject: subject, plays: plays, card: $0) }
        }
    }

    private func collide(_ one: Use, _ other: Use) -> Bool {
        one.plays == other.plays || one.card.duplex == .half
    }

    private func finding(_ use: Use, _ rival: Use) -> Finding {
        use.plays == rival.plays
            ? .problem(
                use.subject, "\(use.card.name) is \(rival.subject)'s already",
                "Name another card: one serves one \(use.plays ? "output" : "input") only")
            : .problem(
                use.subject,
                "\(use.card.name) is half-duplex, and \(rival.subject) uses it the other way",
                "Name another sub-device, or choose a full-duplex profile")
    }
}

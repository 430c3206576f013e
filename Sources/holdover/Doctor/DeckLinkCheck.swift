import Common
import DeckLink
import Foundation

/// Looks at DeckLink driver, cards, and what the configuration wants of them. Takes nothing: a card that
/// is on air stays there.
struct DeckLinkCheck {
    let configuration: Configuration
    /// What is played: the running show's format, or the configuration's.
    let channel: VideoFormat
    var host = DeckLinkHost()
    /// What is said of the cards' firmware; nil where nobody is asked.
    var firmware: (() -> DeckLinkFirmware.Answer)?

    var wantedOutputs: [Configuration.Output] {
        configuration.outputs.filter {
            if case .decklink = $0.device { true } else { false }
        }
    }

    var wantedInputs: [Configuration.Input] {
        configuration.inputs.filter {
            if case .decklink = $0.source { true } else { false }
        }
    }

    func examine() -> [Finding] {
        let isWanted = !wantedOutputs.isEmpty || !wantedInputs.isEmpty
        let driver: DeckLinkDriver
        let cards: [DeckLinkCard]
        do throws(DeckLinkError) {
            driver = try DeckLinkDriver(path: configuration.text("decklink.library"))
            cards = try driver.cards()
        } catch {
            // Without a card nobody wants there is nothing to mend.
            let (problem, remedy) = host.explain(error) ?? "\(error)".firstSentence
            return [
                isWanted
                    ? .problem("DeckLink", problem, remedy)
                    : .ok("DeckLink", "none (\(problem)); the configuration wants none")
            ]
        }
        let mismatch = host.mismatch(with: driver.version)
        return [generation(driver)] + (mismatch.map { [$0] } ?? []) + cards.map(describe)
            + firmware(cards)
            + wantedOutputs.flatMap { outputs(driver, $0) } + wantedInputs.map { input(driver, $0) }
            + sharing(driver)
    }

    private func generation(_ driver: DeckLinkDriver) -> Finding {
        let text = "driver \(driver.version)"
        return driver.isTestedGeneration
            ? .ok("DeckLink", text)
            : .warning(
                "DeckLink", "\(text) is outside 11.6 to 14.2.1",
                "It is expected to work: newer drivers serve the interfaces of that range. Try it "
                    + "off air first")
    }

    /// The tool that tells is not let loose on a card that is on air: nobody has seen that it does no harm.
    private func firmware(_ cards: [DeckLinkCard]) -> [Finding] {
        guard let firmware else { return [] }
        guard !cards.contains(where: { $0.busy.plays || $0.busy.captures }) else {
            return [.ok("firmware", "not asked for while a card is in use; outputd logs it")]
        }
        switch firmware() {
        case .lines(let lines): return lines.map { .ok("firmware", $0) }
        case .unknown(let reason): return [.ok("firmware", "unknown: \(reason)")]
        }
    }

    private func describe(_ card: DeckLinkCard) -> Finding {
        var words = [card.model, "\(card.duplex.rawValue) duplex"]
        if card.canPlay { words.append("plays") }
        if card.canCapture { words.append("captures") }
        if card.keysInternally { words.append("internal keyer") }
        if card.keysExternally { words.append("external keyer") }
        if card.hasReference { words.append("reference input") }
        words.append("\(card.maximumAudioChannels) channels")
        if let link = card.link {
            words.append("PCIe \(link.generation) ×\(link.lanes)")
        }
        if card.busy.plays { words.append("output in use") }
        if card.busy.captures { words.append("input in use") }
        return .ok("decklink:\(card.number)", words.joined(separator: ", "))
    }

    /// One for a device, two for a pair of fill and key.
    private func outputs(
        _ driver: DeckLinkDriver, _ wanted: Configuration.Output
    ) -> [Finding] {
        guard case .decklink(let selector) = wanted.device else { return [] }
        guard let pair = selector.pair else { return [output(driver, wanted, selector)] }
        guard channel.pixelFormat.hasAlpha else {
            return [
                .problem(
                    "output \(wanted.number)", "a key needs alpha, the channel carries none",
                    "Set channel.pixel_format to bgra or argb, or name one device only")
            ]
        }
        return [output(driver, wanted, pair.fill), output(driver, wanted, pair.key)]
    }

    private func output(
        _ driver: DeckLinkDriver, _ output: Configuration.Output, _ selector: DeckLinkSelector
    ) -> Finding {
        let name = "output \(output.number)"
        do throws(DeckLinkError) {
            let card = try driver.card(selector)
            let signal = DeckLinkSignal(
                video: channel, audioChannelCount: configuration.audio.channelCount,
                scheduledDepth: configuration.playout.scheduledDepth, settings: output.decklink)
            if let error = card.objection(toPlaying: signal) { throw error }
            if card.duplex == .half, card.busy.captures, !card.busy.plays {
                return .problem(
                    name, "\(card.name) is half-duplex, and its connector captures",
                    "Play on another sub-device, or choose a full-duplex profile")
            }
            if let wrong = reference(name, card) { return wrong }
            if card.busy.plays {
                return .warning(
                    name, "\(selector) (\(card.name)) is in use",
                    "That is right while outputd runs; otherwise close the other program")
            }
            if card.hasReference, card.isReferenceLocked == false {
                return .ok(name, "\(card.name); reference is known only while it plays")
            }
            return .ok(name, "\(card.name) can do \(channel)")
        } catch {
            let (problem, remedy) = "\(error)".firstSentence
            return .problem(name, problem, remedy)
        }
    }

    /// A reference that is of another rate, or one that is missing while the card plays; a card locks
    /// only then.
    private func reference(_ name: String, _ card: DeckLinkCard) -> Finding? {
        guard card.hasReference else { return nil }
        let rate = channel.rate
        if let mode = card.referenceMode, !mode.isReference(for: rate) {
            return .problem(
                name,
                "the reference of \(card.name) is \(mode), the channel \(channel)",
                "Feed a reference of \(rate) frames a second; the card runs on its own clock until "
                    + "then")
        }
        guard card.busy.plays, card.isReferenceLocked == false else { return nil }
        return .warning(
            name, "\(card.name) plays, and has no reference it could lock to",
            "Check the reference's cable; the card runs on its own clock until then")
    }

    /// Pictures at the rate of an interlaced channel's fields, in its size: each becomes one.
    private func isWoven(_ mode: DeckLinkMode) -> Bool {
        mode.width == channel.width && mode.height == channel.height
            && mode.scan == .progressive && channel.scan != .progressive
            && mode.rate.numerator * channel.rate.denominator
                == channel.rate.numerator * mode.rate.denominator * 2
    }

    private func input(_ driver: DeckLinkDriver, _ input: Configuration.Input) -> Finding {
        let name = "input \(input.number)"
        guard case .decklink(let selector) = input.source else {
            return .ok(name, "\(input.source)")
        }
        do throws(DeckLinkError) {
            let card = try driver.card(selector)
            if let error = card.objectionToCapturing { throw error }
            if let mode = card.detectedInputMode, !mode.carries(channel), !isWoven(mode) {
                return .warning(
                    name,
                    "\(card.name) brings \(mode), the channel is \(channel): "
                        + "it is fitted, and cannot go to air by itself",
                    "Set the source to \(channel), or leave it")
            }
            if card.busy.captures {
                return .warning(
                    name, "\(selector) (\(card.name)) is in use",
                    "That is right while capture runs; otherwise close the other program")
            }
            if card.duplex == .half, card.busy.plays {
                return .problem(
                    name, "\(card.name) is half-duplex, and its connector plays",
                    "Capture on another sub-device, or choose a full-duplex profile")
            }
            guard card.hasInputSignal != false else {
                return .warning(
                    name, "\(card.name) has no signal",
                    "Check the cable and the source; input.connection names the connector")
            }
            return .ok(name, card.name)
        } catch {
            let (problem, remedy) = "\(error)".firstSentence
            return .problem(name, problem, remedy)
        }
    }
}

internal import CDeckLink
public import Common

/// What the card sees at its input and at its reference, whoever owns it.
extension DeckLinkCard {
    /// What comes in; nil where nothing does, or the card does not say.
    public var detectedInputMode: DeckLinkMode? {
        guard let code = mode(Identifier.detectedInputMode) else { return nil }
        var result: Int32 = 0
        guard let input = cdl_input_open(driver.library, handle, &result) else { return nil }
        defer { cdl_input_close(input) }
        return Self.modes { cdl_input_modes(input, $0, $1) }.first { $0.code == code }
    }

    /// The reference's mode; nil where there is none, or the card does not say.
    public var referenceMode: DeckLinkMode? {
        guard let code = mode(Identifier.referenceMode) else { return nil }
        return outputModes().first { $0.code == code }
    }

    private func mode(_ id: UInt32) -> UInt32? {
        var value: Int64 = 0
        guard cdl_status_int(handle, id, &value), value != 0 else { return nil }
        return UInt32(truncatingIfNeeded: value)
    }
}

extension DeckLinkMode {
    /// Whether an output of `rate` can lock to a reference of this mode: one rate is a whole multiple of
    /// the other.
    public func isReference(for rate: FrameRate) -> Bool {
        let (own, other) = (
            self.rate.numerator * rate.denominator, rate.numerator * self.rate.denominator
        )
        return own % other == 0 || other % own == 0
    }
}

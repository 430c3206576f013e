public import Proto

/// Why a command is refused: a code for programs and a sentence for people that says what to do.
public struct Refusal: Error, Equatable, Sendable {
    /// The code.
    public var code: ErrorCode
    /// The sentence.
    public var sentence: String

    /// Makes a refusal.
    public init(_ code: ErrorCode, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }
}

/// Keeps messages that must come out exactly once (SCTE-104) until the slot that carries them is known
/// to have been shown. Owned by the playout thread; holds a fixed number, and allocates nothing after
/// it was made.
///
/// A message goes with the slot of its input frame. Should that slot be dropped or flushed, it goes with
/// the next one; should slots pass for which nothing was scheduled, their messages are offered late
/// rather than never. One shown late was on the wire, and is done.
public struct SpliceMessages {
    private struct Message {
        var slot: Int64?
        var line: UInt16
        var words: [UInt8]
    }

    /// Messages on their way at once.
    public static let capacity = 32
    private var messages: [Message] = []
    private var spare: [[UInt8]] = []
    /// Messages shown.
    public private(set) var shownCount = 0
    /// Messages that went again because their slot was not shown.
    public private(set) var retriedCount = 0
    /// Messages that found no room.
    public private(set) var lostCount = 0

    /// Nothing is on its way.
    public init() {
        messages.reserveCapacity(Self.capacity)
        spare = (0..<Self.capacity).map { _ in
            var words: [UInt8] = []
            words.reserveCapacity(255)
            return words
        }
    }

    /// A message came in; it waits for `send`.
    public mutating func take(line: UInt16, words: UnsafeRawBufferPointer) {
        guard var copy = spare.popLast() else {
            lostCount += 1
            return
        }
        copy.removeAll(keepingCapacity: true)
        copy.append(contentsOf: words)
        messages.append(Message(slot: nil, line: line, words: copy))
    }

    /// Puts every waiting message into `slot`'s packets, in order; what does not fit waits on.
    public mutating func send(in slot: Int64, to buffer: AncillaryBuffer) {
        for position in messages.indices where messages[position].slot == nil {
            let line = messages[position].line
            let isIn = messages[position].words.withUnsafeBytes {
                buffer.append(did: 0x41, sdid: 0x07, line: line, words: $0) != nil
            }
            guard isIn else { return }
            messages[position].slot = slot
        }
    }

    /// The slot was not scheduled after all: its messages wait again.
    public mutating func takeBack(from slot: Int64) {
        for position in messages.indices where messages[position].slot == slot {
            messages[position].slot = nil
        }
    }

    /// What became of a slot.
    public mutating func settle(_ slot: Int64, wasShown: Bool) {
        var position = messages.count - 1
        while position >= 0 {
            if messages[position].slot == slot {
                if wasShown {
                    spare.append(messages.remove(at: position).words)
                    shownCount += 1
                } else {
                    messages[position].slot = nil
                    retriedCount += 1
                }
            }
            position -= 1
        }
    }

    /// Messages on their way.
    public var pendingCount: Int { messages.count }
}

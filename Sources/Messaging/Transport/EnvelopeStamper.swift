internal import Common
internal import Proto
internal import Synchronization

/// Gives every envelope of one process its source, epoch, sequence and times. Any thread.
final class EnvelopeStamper: Sendable {
    let source: String
    let epoch: UInt64
    let time: any TimeSource
    private let sequences = Mutex<[String: UInt64]>([:])

    init(source: String, epoch: UInt64, time: any TimeSource) {
        self.source = source
        self.epoch = epoch
        self.time = time
    }

    /// An envelope with the next sequence of `stream`, or the given one.
    func stamp(_ stream: Stream, sequence: UInt64? = nil, _ payload: Envelope.Payload) -> Envelope {
        let number =
            sequence
            ?? sequences.withLock { sequences in
                sequences[stream.rawValue, default: 0] += 1
                return sequences[stream.rawValue, default: 0]
            }
        return Envelope(
            source: source, sourceEpoch: epoch, stream: stream.rawValue, sequence: number,
            createdMonotonicNanoseconds: time.now().nanoseconds,
            createdWallNanoseconds: time.wallNanoseconds(), payload: payload)
    }

    /// A random epoch; never 0, which means "none".
    static func newEpoch() -> UInt64 { UInt64.random(in: 1...UInt64.max) }
}

/// The streams that sequences count in.
enum Stream: String {
    case requests, replies, events, beat, facts, acknowledgements, telemetry
}

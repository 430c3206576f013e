internal import CRealtime
internal import Common
internal import Glibc

/// Peers of `card-control.sock`: one line of request, one line of JSON, close. Owned by the card
/// thread; never blocks.
struct ControlConnections {
    private struct Peer {
        let descriptor: Int32
        var text: [UInt8] = []
        let deadline: MonotonicInstant
    }

    static let countMax = 8
    static let lineByteCountMax = 256
    private var peers: [Peer] = []

    mutating func accept(from listener: Int32, now: MonotonicInstant) {
        let descriptor = crt_accept(listener)
        guard descriptor >= 0 else { return }
        guard peers.count < Self.countMax else {
            close(descriptor)
            return
        }
        peers.append(Peer(descriptor: descriptor, deadline: now + .seconds(2)))
    }

    func addAll(to polls: inout PollSet) {
        for peer in peers { polls.add(peer.descriptor, for: .read) }
    }

    /// Reads what has come and answers whole lines with `answer`.
    mutating func serve(now: MonotonicInstant, _ answer: (String) -> String) {
        guard !peers.isEmpty else { return }
        var kept: [Peer] = []
        for var peer in peers {
            var chunk = [UInt8](repeating: 0, count: Self.lineByteCountMax)
            let count = recv(peer.descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            if count > 0 { peer.text += chunk[..<count] }
            let isEnded = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
            if let end = peer.text.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: peer.text[..<end], as: UTF8.self)
                var reply = answer(line) + "\n"
                reply.withUTF8 {
                    _ = send(
                        peer.descriptor, $0.baseAddress, $0.count,
                        Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                }
                close(peer.descriptor)
            } else if isEnded || now >= peer.deadline
                || peer.text.count > Self.lineByteCountMax
            {
                close(peer.descriptor)
            } else {
                kept.append(peer)
            }
        }
        peers = kept
    }

    mutating func closeAll() {
        for peer in peers { close(peer.descriptor) }
        peers = []
    }
}

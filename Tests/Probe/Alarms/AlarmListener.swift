import Common
import Synchronization
import TestKit

/// A WebSocket client that notes when it has read of which alarm. Any thread.
final class AlarmListener: Sendable {
    private let seenAt = Mutex<[Int: MonotonicInstant]>([:])
    private let text = Mutex<[UInt8]>([])
    private let isAlive = Atomic<Bool>(true)
    private let port: Int
    private let marker: [UInt8]

    /// `marker` stands before the number of an alarm, wherever it is told.
    init(port: Int, marker: String) throws {
        self.port = port
        self.marker = Array(marker.utf8)
    }

    /// When each alarm was read first.
    var seen: [Int: MonotonicInstant] { seenAt.withLock { $0 } }
    /// Whether the connection still stands.
    var isConnected: Bool { isAlive.load(ordering: .relaxed) }
    /// The newest message.
    var newest: String { String(decoding: text.withLock { $0 }, as: UTF8.self) }

    /// Reads until the server goes.
    func start() {
        WorkerThread.start(named: "listener", owner: "probe", .degrading) { [self] in
            let time = SystemTimeSource()
            defer { isAlive.store(false, ordering: .relaxed) }
            guard let socket = try? TestWebSocket(port: port) else { return }
            // It ends with the instance.
            while let message = try? socket.read() {
                let now = time.now()
                let numbers = numbers(in: message)
                seenAt.withLock { seen in
                    for number in numbers where seen[number] == nil { seen[number] = now }
                }
                text.withLock { $0 = message }
            }
        }
    }

    private func numbers(in message: [UInt8]) -> [Int] {
        var found: [Int] = []
        message.withUnsafeBufferPointer { bytes in
            var place = 0
            while place + marker.count <= bytes.count {
                guard bytes[place] == marker[0],
                    bytes[place..<(place + marker.count)].elementsEqual(marker)
                else {
                    place += 1
                    continue
                }
                place += marker.count
                var number = 0
                while place < bytes.count, (48...57).contains(bytes[place]) {
                    number = number * 10 + Int(bytes[place] - 48)
                    place += 1
                }
                found.append(number)
            }
        }
        return found
    }
}

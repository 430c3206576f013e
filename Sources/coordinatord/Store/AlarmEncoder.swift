internal import CoordinatorDecision
internal import Foundation

/// Turns the alarms of a checkpoint into JSON, the same as of a dictionary, and remembers what it has
/// turned: in a storm of thousands only what changed is encoded again. Owned by the checkpoint thread.
struct AlarmEncoder {
    private struct Bucket {
        var alarms: [AlarmName: StandingAlarm] = [:]
        var documents: [AlarmName: Data] = [:]
        var whole = Data()
    }

    private let encoder = JSONEncoder()
    private var buckets: [Bucket] = []

    /// A list in which each name is followed by its alarm.
    mutating func encode(_ table: AlarmTable) throws -> Data {
        if buckets.count != table.buckets.count {
            buckets = Array(repeating: Bucket(), count: table.buckets.count)
        }
        var list = Data("[".utf8)
        for (place, alarms) in table.buckets.enumerated() {
            if buckets[place].alarms != alarms { try renew(place, alarms) }
            guard !buckets[place].whole.isEmpty else { continue }
            if list.count > 1 { list.append(UInt8(ascii: ",")) }
            list.append(buckets[place].whole)
        }
        list.append(UInt8(ascii: "]"))
        return list
    }

    private mutating func renew(_ place: Int, _ alarms: [AlarmName: StandingAlarm]) throws {
        let before = buckets[place]
        var after = Bucket(alarms: alarms)
        after.documents.reserveCapacity(alarms.count)
        for (name, alarm) in alarms {
            let document: Data
            if before.alarms[name] == alarm, let known = before.documents[name] {
                document = known
            } else {
                document =
                    try encoder.encode(name) + Data(",".utf8) + (try encoder.encode(alarm))
            }
            if !after.whole.isEmpty { after.whole.append(UInt8(ascii: ",")) }
            after.whole.append(document)
            after.documents[name] = document
        }
        buckets[place] = after
    }
}

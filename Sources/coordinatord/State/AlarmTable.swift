/// Alarms by name. A value like a dictionary, made of many small ones: a decision that changes one alarm
/// copies and compares only the few beside it, so that a storm of thousands stays cheap for each.
public struct AlarmTable: Equatable, Sendable, Sequence, ExpressibleByDictionaryLiteral {
    /// With ten thousand alarms some forty in each.
    private static let bucketCount = 256

    /// The small dictionaries it is made of, in an order that stays: what has not changed since is
    /// found equal at once, by its storage.
    public private(set) var buckets: [[AlarmName: StandingAlarm]]
    /// How many there are.
    public private(set) var count = 0

    /// A table of these alarms.
    public init(_ alarms: [AlarmName: StandingAlarm]) {
        buckets = Array(repeating: [:], count: Self.bucketCount)
        for (name, alarm) in alarms { self[name] = alarm }
    }

    /// A table of these alarms.
    public init(dictionaryLiteral elements: (AlarmName, StandingAlarm)...) {
        self.init(Dictionary(elements) { $1 })
    }

    /// The alarm of this name; nil takes it away.
    public internal(set) subscript(name: AlarmName) -> StandingAlarm? {
        get { buckets[Self.place(name)][name] }
        set {
            let place = Self.place(name)
            let before = buckets[place].count
            buckets[place][name] = newValue
            count += buckets[place].count - before
        }
    }

    private static func place(_ name: AlarmName) -> Int {
        Int(UInt(bitPattern: name.hashValue) % UInt(bucketCount))
    }

    /// Whether there is none.
    public var isEmpty: Bool { count == 0 }
    /// All names, in no order.
    public var keys: [AlarmName] { map(\.key) }
    /// All alarms, in no order.
    public var values: [StandingAlarm] { map(\.value) }
    /// The same as a dictionary, for storing.
    public var dictionary: [AlarmName: StandingAlarm] {
        Dictionary(uniqueKeysWithValues: map { ($0.key, $0.value) })
    }

    /// Names and alarms, in no order.
    public func makeIterator() -> AnyIterator<(key: AlarmName, value: StandingAlarm)> {
        var bucket = 0
        var inner = buckets.first?.makeIterator()
        return AnyIterator {
            while true {
                if let next = inner?.next() { return next }
                bucket += 1
                guard bucket < buckets.count else { return nil }
                inner = buckets[bucket].makeIterator()
            }
        }
    }

    /// Names and alarms for which `differs` from an earlier table, without looking at those that are
    /// the same: the names that are new or changed, and those that are gone.
    public func changes(since earlier: AlarmTable) -> (changed: [AlarmName], gone: [AlarmName]) {
        var changed: [AlarmName] = []
        var gone: [AlarmName] = []
        for (now, then) in zip(buckets, earlier.buckets) where now != then {
            changed += now.filter { then[$0.key] != $0.value }.keys
            gone += then.keys.filter { now[$0] == nil }
        }
        return (changed, gone)
    }
}

extension AlarmTable: Codable {
    /// Reads a dictionary.
    public init(from decoder: any Decoder) throws {
        self.init(try [AlarmName: StandingAlarm](from: decoder))
    }
    /// Writes a dictionary.
    public func encode(to encoder: any Encoder) throws { try dictionary.encode(to: encoder) }
}

internal import CoordinatorDecision
internal import Proto

/// Which alarms are listed one by one, and what is said of the rest: of each kind the worst, then the newest,
/// up to a limit. A storm must not bury what else is wrong, and costs one look at each of its alarms: no
/// more than what is listed is sorted or made into messages.
struct AlarmListing {
    /// The worst and then the newest first; equals by name, so that a list stays as it is.
    struct Rank: Comparable {
        let isActive: Bool
        let severity: Severity
        let raisedAtWall: Int64
        let name: AlarmName

        init(_ name: AlarmName, _ alarm: StandingAlarm) {
            isActive = alarm.isActive
            severity = alarm.severity
            raisedAtWall = alarm.raisedAtWall
            self.name = name
        }

        static func < (a: Rank, b: Rank) -> Bool {
            if a.isActive != b.isActive { return a.isActive }
            if a.severity != b.severity { return a.severity.rawValue > b.severity.rawValue }
            if a.raisedAtWall != b.raisedAtWall { return a.raisedAtWall > b.raisedAtWall }
            return a.name < b.name
        }
    }

    private struct Kind {
        /// The first of its rank, in order.
        var listed: [Rank] = []
        /// Those beyond.
        var group = AlarmGroup()

        mutating func add(_ rank: Rank, limit: Int) {
            var last = rank
            if listed.count < limit || listed.last.map({ rank < $0 }) ?? false {
                listed.insert(rank, at: Self.place(of: rank, in: listed))
                guard listed.count > limit, let gone = listed.popLast() else { return }
                last = gone
            }
            group.count += 1
            if last.isActive { group.activeCount += 1 }
            if last.severity.rawValue > group.severity.rawValue { group.severity = last.severity }
        }

        private static func place(of rank: Rank, in listed: [Rank]) -> Int {
            var (low, high) = (0, listed.count)
            while low < high {
                let middle = (low + high) / 2
                if listed[middle] < rank { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// The names of those that are listed, in order.
    let names: [AlarmName]
    /// What there is beyond, by kind, in order of the kinds' names.
    let groups: [AlarmGroup]

    init(_ alarms: AlarmTable, limit: Int) {
        var kinds: [String: Kind] = [:]
        for bucket in alarms.buckets {
            for (name, alarm) in bucket {
                kinds[name.kind, default: Kind()].add(Rank(name, alarm), limit: limit)
            }
        }
        names = kinds.values.flatMap(\.listed).sorted().map(\.name)
        groups = kinds.filter { $1.group.count > 0 }.sorted { $0.key < $1.key }.map { name, kind in
            var group = kind.group
            group.kind = name
            return group
        }
    }
}

/// The alarms in order of their names and of their weight, worked out once for a table however many pages are
/// asked of it.
struct AlarmOrder {
    private var table: AlarmTable = [:]
    private var byName: [AlarmName] = []
    private var byRank: [AlarmName] = []

    /// The names after `name`, in order.
    mutating func names(of alarms: AlarmTable, after name: AlarmName) -> ArraySlice<AlarmName> {
        follow(alarms)
        if byName.isEmpty { byName = table.keys.sorted() }
        var (low, high) = (0, byName.count)
        while low < high {
            let middle = (low + high) / 2
            if name < byName[middle] { high = middle } else { low = middle + 1 }
        }
        return byName[low...]
    }

    /// All names, the worst and then the newest first.
    mutating func worst(of alarms: AlarmTable) -> ArraySlice<AlarmName> {
        follow(alarms)
        if byRank.isEmpty {
            byRank = table.map { AlarmListing.Rank($0.key, $0.value) }.sorted().map(\.name)
        }
        return byRank[...]
    }

    private mutating func follow(_ alarms: AlarmTable) {
        // What has not changed is known by its storage.
        guard alarms != table else { return }
        self = AlarmOrder()
        table = alarms
    }
}

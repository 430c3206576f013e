internal import Common
internal import Proto

/// What is known of the other processes. Heartbeats only change what is displayed; a process's end,
/// which the kernel reports, is what raises an alarm.
struct LinkBoard {
    private struct Entry {
        var link: Link
        var heardAt: MonotonicInstant
    }

    /// A process whose heartbeat is missing for this long is shown as degraded.
    static let silenceMax = Nanoseconds.milliseconds(1000)

    private var entries: [String: Entry] = [:]
    /// No honest system has more processes.
    private static let capacity = 64

    /// All links by subject.
    var links: [Link] { entries.values.map(\.link).sorted { $0.subject < $1.subject } }

    /// Notes that a process was heard; the transition when its link changed by that.
    mutating func heard(
        _ subject: String, epoch: UInt64, pid: UInt32, phase: String, at now: MonotonicInstant,
        wall: Int64
    ) -> LinkStateChanged? {
        let old = entries[subject]
        guard old != nil || entries.count < Self.capacity else { return nil }
        var link = old?.link ?? Link(subject: subject)
        let from = link.state
        // A heartbeat that was on its way when the process ended does not bring it back.
        if from == .down, link.epoch == epoch { return nil }
        let isRestarted = old != nil && link.epoch != epoch
        let isIdentified = pid != 0 && link.pid != pid
        if pid != 0 { link.pid = pid }
        if !phase.isEmpty { link.detail = phase }
        link.epoch = epoch
        if from != .up || isRestarted {
            link.state = .up
            link.sinceWallNanoseconds = wall
        }
        entries[subject] = Entry(link: link, heardAt: now)
        let isSame = from == .up && !isRestarted && !isIdentified
        return isSame ? nil : LinkStateChanged(from: from, link: link)
    }

    /// Notes that a process has ended; nil when a newer one is up under the same name.
    mutating func ended(_ subject: String, pid: UInt32, wall: Int64) -> LinkStateChanged? {
        guard var link = entries[subject]?.link, link.pid == pid, link.state != .down else {
            return nil
        }
        let from = link.state
        link.state = .down
        link.detail = "process \(pid) ended"
        link.sinceWallNanoseconds = wall
        entries[subject]?.link = link
        return LinkStateChanged(from: from, link: link)
    }

    /// Notes the processes whose heartbeat has been missing for too long.
    mutating func silences(at now: MonotonicInstant, wall: Int64) -> [LinkStateChanged] {
        var changes: [LinkStateChanged] = []
        for (subject, entry) in entries.sorted(by: { $0.key < $1.key })
        where entry.link.state == .up && now - entry.heardAt >= Self.silenceMax {
            var link = entry.link
            link.state = .degraded
            link.detail = "no heartbeat for \((now - entry.heardAt).count / 1_000_000) ms"
            link.sinceWallNanoseconds = wall
            entries[subject]?.link = link
            changes.append(LinkStateChanged(from: .up, link: link))
        }
        return changes
    }

    /// When the next heartbeat would be missing for too long.
    var nextSilence: MonotonicInstant {
        entries.values.filter { $0.link.state == .up }.map { $0.heardAt + Self.silenceMax }.min()
            ?? .distantFuture
    }
}

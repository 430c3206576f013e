internal import Common
internal import Logging

/// Keeps the last good backup beside the store, from an idle-priority thread with a connection of
/// its own: a first one soon after the start, then every ten minutes, and one at an orderly stop.
final class StoreBackup: Sendable {
    private let closed = Monitor(false)
    private let thread: JoinableThread

    /// Starts the thread. `onEnd` gets a sentence for each failed backup and nil for a good one.
    init(
        directory: String, time: any TimeSource, first: Nanoseconds = .seconds(10),
        interval: Nanoseconds = .seconds(600), onEnd: @escaping @Sendable (String?) -> Void
    ) {
        let closed = closed
        thread = WorkerThread.start(
            named: "store-backup", owner: "store", .degrading, priority: .background
        ) {
            var next = time.now() + first
            while closed.wait(until: next, { $0 ? true : nil }) == nil {
                Self.backUp(directory, onEnd)
                next = time.now() + interval
            }
        }
    }

    /// Ends the thread; a backup under way is finished first.
    func stop() {
        closed.withLock { $0 = true }
        closed.notifyAll()
        thread.join()
    }

    /// Makes one backup now. Blocks on the disk.
    static func backUp(_ directory: String, _ onEnd: (String?) -> Void) {
        do {
            try StoreDatabase.backUp(
                path: StoreOpening.databasePath(directory),
                to: StoreOpening.backupPath(directory))
            onEnd(nil)
        } catch {
            onEnd("the store could not be backed up: \(error)")
        }
    }
}

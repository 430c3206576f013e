/// The order of the runs that are over, newest first, whether the store has them yet or not.
public enum RunListing {
    /// Runs that the store has, after those that wait for it, each once. `before` leaves out that run
    /// and all that are newer (empty: none); `id` leaves only that one (empty: all).
    public static func merged(
        waiting: [FinishedRun], stored: [FinishedRun], before: String, id: String
    ) -> [FinishedRun] {
        var seen: Set<String> = []
        let all = (waiting + stored).filter { seen.insert($0.id).inserted }
        guard id.isEmpty else { return all.filter { $0.id == id } }
        guard let cut = all.firstIndex(where: { $0.id == before }) else { return all }
        return Array(all[(cut + 1)...])
    }
}

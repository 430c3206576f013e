import Proto

/// Alarms that are shown as soon as an event tells of them, before the read model does: an operator must
/// not wait for an answer that a busy coordinator gives late. A value, owned by the event loop.
struct AlarmNews: Sendable, Equatable {
    private struct Item: Equatable {
        var alarm: Alarm
        /// Models without it that have come since.
        var missedCount = 0
    }
    private var items: [Item] = []
    /// More at a time are a storm, which the model tells in groups.
    static let countMax = 64

    /// The model with the alarm in it; nil where it has to wait for the next model.
    mutating func add(_ alarm: Alarm, to model: ReadModel) -> ReadModel? {
        guard items.count < Self.countMax,
            !model.alarmGroups.contains(where: { $0.kind == alarm.key.kind })
        else { return nil }
        items.removeAll { $0.alarm.key == alarm.key }
        items.append(Item(alarm: alarm))
        return Self.put(alarm, into: model)
    }

    /// A new model, with what it cannot know yet: it may be the answer to a question from before the
    /// event. The one after it is not.
    mutating func complete(_ model: ReadModel) -> ReadModel {
        guard !items.isEmpty else { return model }
        let listed = Set(model.alarms.map(\.key))
        let grouped = Set(model.alarmGroups.map(\.kind))
        var complete = model
        items = items.compactMap { item in
            guard !listed.contains(item.alarm.key), !grouped.contains(item.alarm.key.kind),
                item.missedCount == 0
            else { return nil }
            complete = Self.put(item.alarm, into: complete)
            return Item(alarm: item.alarm, missedCount: 1)
        }
        return complete
    }

    private static func put(_ alarm: Alarm, into model: ReadModel) -> ReadModel {
        var model = model
        if let place = model.alarms.firstIndex(where: { $0.key == alarm.key }) {
            model.alarms[place] = alarm
        } else {
            model.alarms.insert(alarm, at: 0)
        }
        return model
    }
}

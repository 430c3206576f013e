import Common
import NIOCore
import Proto
import Synchronization

/// Keeps the projection current: applies the link's notices, and asks for state and shaders where
/// an event does not say it all. Owned by the event loop; the link hands notices in through a
/// bounded queue, and one that overflows asks for everything anew.
final class StateFollower: @unchecked Sendable {
    /// Shortest time between two questions of one kind.
    static let interval = TimeAmount.milliseconds(50)
    /// Notices taken in one turn of the loop.
    private static let batch = 256

    /// What is known now.
    private(set) var projection = RuntimeProjection()
    /// Told after every round of notices or answers that changed something.
    var onEffects: ((RuntimeProjection.Effects) -> Void)?

    private let loop: any EventLoop
    private let link: any ControlLink
    private let time: any TimeSource
    private let notices: BoundedQueue<LinkNotice>
    private let wake: WakeUp
    private let firstModel = Monitor(false)
    private var state = Question()
    private var shaders = Question()
    private var droppedCount: UInt64 = 0

    /// One kind of question: at most one under way, the next no sooner than `interval` unless it is urgent.
    private struct Question {
        var isUnderWay = false
        /// Answered a moment ago.
        var isResting = false
        var isWanted = false
        var isUrgent = false
    }
    /// Who waits for a version to be shown.
    private var waiting: [UInt64: (version: StateVersion, body: () -> Void)] = [:]
    private var waitingCount: UInt64 = 0
    /// What was promised is waited for so long; then what there is has to do.
    private static let patience = TimeAmount.milliseconds(250)

    /// Lets the queue call what is made after it.
    private final class WakeUp: Sendable {
        private let body = Mutex<(@Sendable () -> Void)?>(nil)

        func set(_ new: @escaping @Sendable () -> Void) { body.withLock { $0 = new } }
        func callAsFunction() { body.withLock { $0 }?() }
    }

    init(
        loop: any EventLoop, link: any ControlLink, registry: MetricsRegistry,
        time: any TimeSource
    ) {
        self.loop = loop
        self.link = link
        self.time = time
        let wake = WakeUp()
        self.wake = wake
        notices = BoundedQueue(
            QueueDeclaration(.controlNotices),
            registry: registry, time: time, wakeUp: { wake() })
    }

    /// Connects the link. Any thread.
    ///
    /// - Throws: the link's error when it cannot be set up.
    func start() throws {
        wake.set { [weak self] in
            guard let self else { return }
            loop.execute { self.drain() }
        }
        try link.start { [notices] in notices.push($0) }
    }

    /// Takes no more notices. Any thread.
    func stop() {
        wake.set {}
        notices.close()
    }

    /// Waits until the first read model has come, or `deadline`; false when it has not. Any thread
    /// but the event loop's.
    func waitForFirstModel(until deadline: MonotonicInstant) -> Bool {
        firstModel.wait(until: deadline) { $0 ? true : nil } ?? false
    }

    private func drain() {
        var effects: RuntimeProjection.Effects = []
        var count = 0
        while count < Self.batch, let notice = notices.pop() {
            effects.formUnion(take(notice))
            count += 1
        }
        // In a storm the queue never runs empty: timers and clients get their turn in between.
        if count == Self.batch { loop.execute { self.drain() } }
        let dropped = notices.snapshot().droppedTotal
        if dropped != droppedCount {
            droppedCount = dropped
            effects.formUnion([.stateWanted, .shadersWanted])
        }
        follow(effects)
    }

    private func take(_ notice: LinkNotice) -> RuntimeProjection.Effects {
        switch notice {
        case .up:
            projection.setUp(true, wallNanoseconds: time.wallNanoseconds())
            return projection.model == nil
                ? [.changed, .stateWanted, .shadersWanted] : [.changed, .stateWanted, .stateUrgent]
        case .down:
            projection.setUp(false, wallNanoseconds: time.wallNanoseconds())
            return .changed
        case .resync: return .shadersWanted
        case .state(let model):
            firstModel.withLock { $0 = true }
            firstModel.notifyAll()
            return projection.take(model)
        case .event(let event): return projection.apply(event)
        }
    }

    private func follow(_ effects: RuntimeProjection.Effects) {
        if effects.contains(.shadersWanted) { askForShaders() }
        if effects.contains(.stateWanted) {
            askForState(isUrgent: effects.contains(.stateUrgent))
        }
        if !effects.isDisjoint(with: [.changed, .structureChanged]) { onEffects?(effects) }
    }

    /// Calls `body` once what is shown is as new as `version`, at once where it is; after a quarter of a
    /// second whatever is shown.
    func whenShowing(_ version: StateVersion?, _ body: @escaping () -> Void) {
        guard let version, projection.isUp, !projection.shows(version) else { return body() }
        waitingCount += 1
        let number = waitingCount
        waiting[number] = (version, body)
        askForState(isUrgent: true)
        loop.scheduleTask(in: Self.patience) { [self] in
            waiting.removeValue(forKey: number)?.body()
        }
    }

    private func releaseWaiting() {
        for (number, waiter) in waiting.sorted(by: { $0.key < $1.key })
        where projection.shows(waiter.version) {
            waiting[number] = nil
            waiter.body()
        }
    }

    private func askForState(isUrgent: Bool = false) {
        guard !state.isUnderWay, !state.isResting || isUrgent else {
            state.isWanted = true
            state.isUrgent = state.isUrgent || isUrgent
            return
        }
        state = Question(isUnderWay: true)
        link.send(.query(Query(ask: .getState(GetState())))) { [self] result in
            loop.execute { [self] in
                if case .success(.state(let reply)) = result {
                    follow(projection.take(reply.model))
                    firstModel.withLock { $0 = true }
                    firstModel.notifyAll()
                    releaseWaiting()
                }
                state.isUnderWay = false
                if state.isWanted, state.isUrgent { return askForState(isUrgent: true) }
                state.isResting = true
                loop.scheduleTask(in: Self.interval) { [self] in
                    // One that was urgent may be under way by now, with a rest of its own.
                    guard !state.isUnderWay else { return }
                    state.isResting = false
                    if state.isWanted { askForState() }
                }
            }
        }
    }

    private func askForShaders() {
        guard !shaders.isUnderWay else {
            shaders.isWanted = true
            return
        }
        shaders = Question(isUnderWay: true)
        askForShaders(after: "", so: [])
    }

    private func askForShaders(after id: String, so far: [ShaderDescription]) {
        link.send(.query(Query(ask: .listShaders(ListShaders(afterId: id))))) { [self] result in
            loop.execute { [self] in
                if case .success(.shaders(let page)) = result {
                    let all = far + page.shaders
                    if page.more, let last = page.shaders.last, all.count < 4096 {
                        askForShaders(after: last.id, so: all)
                        return
                    }
                    follow(projection.take(all))
                }
                loop.scheduleTask(in: Self.interval) { [self] in
                    shaders.isUnderWay = false
                    if shaders.isWanted { askForShaders() }
                }
            }
        }
    }
}

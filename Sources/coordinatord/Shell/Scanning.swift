internal import Common
internal import CoordinatorDecision

/// A wish to read the shader library again.
struct ScanRequest: Sendable {
    /// The shaders it is about; empty: all.
    var ids: [String]
    /// Build them even if they did not change.
    var force: Bool
    /// The operation it belongs to.
    var operation: String
}

/// What a scan found.
struct ScanResult: Sendable {
    var catalogue: ShaderCatalogue
    /// Shaders to build although they did not change (empty: all); nil: none.
    var force: [String]?
    var operation: String
}

/// Reads the shader library on a thread of its own. Requests that come while one runs collapse
/// into one more. Any thread.
final class Scanner: Sendable {
    private let queue: CoalescingQueue<String, ScanRequest>
    private let thread: JoinableThread

    /// Starts the thread; `deliver` is called on it.
    init(
        _ scan: ShaderScan, registry: MetricsRegistry, time: any TimeSource,
        deliver: @escaping @Sendable (ScanResult) -> Void
    ) {
        let queue = CoalescingQueue<String, ScanRequest>(
            "coordinator.scans", capacity: 4, registry: registry, time: time)
        self.queue = queue
        let pool = PoolMeter(.scans, registry: registry)
        thread = WorkerThread.start(
            named: "shader-scan", owner: "coordinator", .degrading, priority: .background
        ) {
            while let item = queue.pop(until: .distantFuture) {
                let request = item.element
                deliver(
                    ScanResult(
                        catalogue: pool.run { scan.catalogue() },
                        force: request.force ? request.ids : nil,
                        operation: request.operation))
            }
        }
    }

    /// Asks for a scan. A forced one is kept apart, so that it is never collapsed into a plain one.
    func request(_ request: ScanRequest) {
        queue.push(request, for: request.force ? "forced" : "reload")
    }

    /// Ends the thread after the scan that runs.
    func stop() {
        queue.close()
        thread.join()
    }
}

internal import CGraphics
import Common
import Foundation
import Proto
import Shaders

/// Builds shaders beside the programme, in a context that shares its names with the render thread's.
/// Any thread may ask; results go to the render thread's mailbox. The thread gives way from the
/// first picture on; before it there is nothing to disturb, and everybody waits for what it builds.
final class BuildThread: Sendable {
    /// Where results go.
    struct Connections: Sendable {
        let mailbox: BoundedQueue<RenderMessage>
        let report: @Sendable (BuildReport) -> Void
        let time: any TimeSource
        /// What keeps unsafe shaders away; nil to build everything at once.
        var safety: BuildSafety?
        /// Keeps the text of what was built, to draw it again some day.
        var keep: (@Sendable (ShaderPackage) -> Void)?
    }

    private let requests: CoalescingQueue<String, BuildRequest>
    private let thread: JoinableThread

    /// Starts the thread. `context` must not be current anywhere.
    init(
        canvas: Canvas, context: GraphicsContext, registry: MetricsRegistry,
        _ connections: Connections
    ) {
        let requests = CoalescingQueue<String, BuildRequest>(
            "renderer.builds", capacity: 128, registry: registry)
        self.requests = requests
        let metrics = BuildMetrics(registry)
        let pool = PoolMeter(.builds, registry: registry)
        thread = WorkerThread.start(
            named: "builds", owner: "renderd", .degrading, stackByteCount: 8 << 20
        ) {
            let worker: BuildWorker
            do {
                try context.makeCurrent()
                worker = BuildWorker(
                    builder: try ShaderBuilder(
                        canvas: canvas, textureSizeMax: context.textureSizeMax),
                    metrics: metrics, connections)
            } catch {
                connections.report(
                    .failed(
                        id: "", generation: 0,
                        error: ShaderFileError(
                            file: "renderd", line: nil, message: "\(error)",
                            remedy: "restart renderd"), isDrawn: false))
                throw error
            }
            var givesWay = false
            while let item = requests.pop(until: .distantFuture) {
                if !givesWay, connections.safety?.isOnAir ?? true {
                    givesWay = ThreadPriority.background.adopt()
                }
                pool.run { worker.handle(item.element) }
            }
            glFinish()
            context.resign()
        }
    }

    /// Asks for a build; an older request for the same shader that waits is replaced.
    func request(_ request: BuildRequest) {
        requests.push(request, for: request.key)
    }

    /// Finishes the build under way and ends the thread.
    func stop(until deadline: MonotonicInstant) {
        requests.close()
        thread.join(until: deadline)
    }
}

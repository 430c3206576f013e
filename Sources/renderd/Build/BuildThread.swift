internal import CGraphics
import Common
import Foundation
import Proto
import Shaders

/// Builds shaders beside the programme, at idle priority, in a context that shares its names with
/// the render thread's. Any thread may ask; results go to the render thread's mailbox.
final class BuildThread: Sendable {
    /// Where results go.
    struct Connections: Sendable {
        let mailbox: BoundedQueue<RenderMessage>
        let report: @Sendable (BuildReport) -> Void
        let time: any TimeSource
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
        let builds = registry.counter("builds_total", help: "Shader builds that succeeded.")
        let failures = registry.counter("build_failures_total", help: "Shader builds that failed.")
        let duration = registry.histogram(
            "build_duration_seconds", help: "One shader build, its first draw included.",
            buckets: Histogram.frameBuckets)
        thread = WorkerThread.start(
            named: "builds", priority: .idle, stackByteCount: 8 << 20
        ) {
            let worker: Worker
            do {
                try context.makeCurrent()
                worker = Worker(
                    builder: try ShaderBuilder(
                        canvas: canvas, textureSizeMax: context.textureSizeMax),
                    builds: builds, failures: failures, duration: duration, connections)
            } catch {
                connections.report(
                    .failed(
                        id: "", generation: 0,
                        error: ShaderFileError(
                            file: "renderd", line: nil, message: "\(error)",
                            remedy: "restart renderd")))
                return
            }
            while let item = requests.pop(until: .distantFuture) { worker.handle(item.element) }
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

    /// What the thread owns.
    private struct Worker {
        let builder: ShaderBuilder
        let builds: Counter
        let failures: Counter
        let duration: Histogram
        let connections: Connections

        init(
            builder: ShaderBuilder, builds: Counter, failures: Counter, duration: Histogram,
            _ connections: Connections
        ) {
            self.builder = builder
            self.builds = builds
            self.failures = failures
            self.duration = duration
            self.connections = connections
        }

        func handle(_ request: BuildRequest) {
            switch request {
            case .composite(let mode):
                guard let program = try? builder.buildComposite(mode) else {
                    failures.add()
                    return
                }
                connections.mailbox.push(.composite(program))
            case .shader(let id, let path, let generation):
                build(id: id, path: path, generation: generation)
            }
        }

        private func build(id: String, path: String, generation: UInt64) {
            let start = connections.time.now()
            do throws(ShaderFileError) {
                let package = try ShaderLibrary.load(path: path)
                let shader = try builder.build(package, generation: generation)
                let spent = connections.time.now() - start
                builds.add()
                duration.observe(spent.seconds)
                connections.mailbox.push(.prepared(shader))
                connections.report(
                    .prepared(id: id, generation: generation, duration: spent))
            } catch {
                failures.add()
                connections.mailbox.push(.unbuildable(id: id, generation: generation))
                connections.report(.failed(id: id, generation: generation, error: error))
            }
        }
    }
}

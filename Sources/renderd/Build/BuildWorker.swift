import Common
import Proto
import Shaders

/// What the build thread owns.
final class BuildWorker {
    let builder: ShaderBuilder
    private let metrics: BuildMetrics
    let connections: BuildThread.Connections
    /// What was built last, by shader.
    private(set) var built: [String: (package: ShaderPackage, shader: PreparedShader)] = [:]
    /// What was built lately, also where another text has replaced it: the stack may still draw with it.
    private(set) var recent: [ShaderPackage] = []
    private static let recentMax = 32
    /// Texts that were drawn, to draw again when the shader's style may have changed.
    private var texts: [String: [PictureKey]] = [:]
    private static let textsMax = 32
    /// Fusions built in one way before the first picture.
    var deferred: [FusionPlan] = []

    init(
        builder: ShaderBuilder, metrics: BuildMetrics, _ connections: BuildThread.Connections
    ) {
        self.builder = builder
        self.metrics = metrics
        self.connections = connections
    }

    func handle(_ request: BuildRequest) {
        switch request {
        case .composite(let mode):
            guard let program = try? builder.buildComposite(mode) else {
                metrics.failures.add()
                return
            }
            connections.mailbox.push(.composite(program))
        case .shader(let id, let path, let generation):
            build(id: id, path: path, generation: generation)
        case .picture(let key, let shader, _): show(key, for: shader)
        case .fusion(let plan): fuseAll(plan)
        case .fusionVariants: fuseDeferred()
        }
    }

    private func build(id: String, path: String, generation: UInt64) {
        let start = connections.time.now()
        do throws(ShaderFileError) {
            guard !path.isEmpty else { throw Self.missing(id) }
            let package = try admitted(
                ShaderLibrary.load(path: path), id: id, generation: generation)
            try prepare(package, generation: generation)
            let spent = connections.time.now() - start
            metrics.builds.add()
            metrics.duration.observe(spent.seconds)
            connections.report(.prepared(id: id, generation: generation, duration: spent))
        } catch {
            connections.safety?.ended()
            metrics.failures.add()
            let isDrawn = built[id] != nil || standIn(for: id, path: path)
            connections.mailbox.push(.unbuildable(id: id, generation: generation))
            connections.report(
                .failed(id: id, generation: generation, error: error, isDrawn: isDrawn))
        }
    }

    private func prepare(
        _ package: ShaderPackage, generation: UInt64
    ) throws(ShaderFileError) {
        let shader = try builder.build(package, generation: generation)
        connections.safety?.ended()
        connections.safety?.shaderGuard.built(package)
        built[package.id] = (package, shader)
        recent.append(package)
        if recent.count > Self.recentMax { recent.removeFirst() }
        connections.mailbox.push(.prepared(shader))
        // Behind it: the picture does not wait for this disk.
        connections.keep?(package)
        for key in texts[package.id] ?? [] { show(key, for: package.id) }
    }

    /// Draws the text that is kept of a shader whose file cannot be used, where this process has
    /// drawn none of it yet. Whether there is one.
    private func standIn(for id: String, path: String) -> Bool {
        guard let kept = connections.safety?.shaderGuard.lastGood(id, path: path) else {
            return false
        }
        // Its own generation: the coordinator must not take it for the one it asked for.
        return (try? prepare(kept, generation: kept.contentHash)) != nil
    }

    private static func missing(_ id: String) -> ShaderFileError {
        ShaderFileError(
            file: id + ".fs", line: nil,
            message: "the shader library holds no usable file of this name",
            remedy: "put it back, or correct what the library says of it")
    }

    /// The text to build: `package` itself once it is known to be safe, or the one to draw instead.
    ///
    /// Throws where there is none.
    private func admitted(
        _ package: ShaderPackage, id: String, generation: UInt64
    ) throws(ShaderFileError) -> ShaderPackage {
        guard let safety = connections.safety else { return package }
        switch safety.shaderGuard.verdict(package) {
        case .known: break
        case .refused(let refusal, let instead):
            connections.report(.refused(id: id, generation: generation, refusal))
            guard let instead else {
                throw ShaderFileError(
                    file: package.path, line: nil,
                    message: "it is quarantined: it killed or hung the renderer twice",
                    remedy: "correct it and save; any change lifts the quarantine")
            }
            return instead
        case .unknown:
            // Before the first picture there is nothing to protect, and everybody waits.
            if !safety.isOnAir, !safety.shaderGuard.isSuspect(package.contentHash) {
                safety.began(
                    package.contentHash, at: connections.time.now(), isSpared: false)
                return package
            }
            if let error = safety.trial(package) { throw error }
            safety.shaderGuard.passed(package.contentHash)
        }
        safety.began(package.contentHash, at: connections.time.now(), isSpared: true)
        return package
    }

    private func show(_ key: PictureKey, for id: String) {
        if case .text = key { remember(key, for: id) }
        // A shader that is not built shows nothing; its texts are drawn once it is.
        guard let (package, shader) = built[id] else { return }
        do throws(ShaderFileError) {
            guard let content = try builder.content(key, package) else { return }
            let picture = LoadedPicture(
                key, content, sourceHash: try ShaderResources.sourceHash(key, package))
            if case .still = key { try? builder.warm(shader, showing: picture) }
            connections.mailbox.push(.picture(picture))
            connections.report(.picture(key, error: nil))
        } catch {
            metrics.failures.add()
            connections.report(.picture(key, error: error))
        }
    }

    private func remember(_ key: PictureKey, for id: String) {
        var keys = texts[id] ?? []
        keys.removeAll { $0 == key }
        keys.append(key)
        texts[id] = keys.suffix(Self.textsMax)
    }
}

/// What building counts. Any thread.
struct BuildMetrics: Sendable {
    let builds: Counter
    let failures: Counter
    let duration: Histogram

    init(_ registry: MetricsRegistry) {
        builds = registry.counter("builds_total", help: "Shader builds that succeeded.")
        failures = registry.counter(
            "build_failures_total", help: "Shaders, pictures and tables that could not be used.")
        duration = registry.histogram(
            "build_duration_seconds", help: "One shader build, its first draw included.",
            buckets: Histogram.frameBuckets)
    }
}

internal import CGraphics
import Common
import Foundation
import Proto
import Shaders

/// Builds a shader and draws it, to see whether it can be used: what `renderd trial` does in a
/// process of its own, so that an endless loop, a crash of the driver or a hostile picture ends
/// nothing that is on air.
public struct ShaderTrial {
    /// What to try.
    public struct Request: Sendable {
        /// The `.fs` file.
        public var path: String
        /// Pictures to draw in, in pixels.
        public var sizes: [(width: Int, height: Int)]
        /// How many frames are drawn in each size.
        public var frameCount: Int
        /// What layers are drawn in, as in the configuration.
        public var workingFormat: String
        /// Whether the pictures are looked at, and one is kept; costs more than small shaders do.
        public var isExamined: Bool

        /// Makes a request; by default a small picture.
        public init(
            path: String, sizes: [(width: Int, height: Int)] = [(320, 180)], frameCount: Int = 4,
            workingFormat: String = "rgba16f", isExamined: Bool = false
        ) {
            self.path = path
            self.sizes = sizes
            self.frameCount = frameCount
            self.workingFormat = workingFormat
            self.isExamined = isExamined
        }
    }

    private let request: Request
    private let time = SystemTimeSource()

    /// Prepares a trial.
    public init(_ request: Request) {
        self.request = request
    }

    /// Tries it on this thread, which must have no GL context. Blocks for as long as the shader
    /// takes: whoever calls decides when to kill the process.
    public func run() -> TrialReport {
        var report = TrialReport()
        do {
            let package = try ShaderLibrary.load(path: request.path)
            report.role = package.manifest.role.rawValue
            for (number, size) in request.sizes.enumerated() {
                try draw(package, size, isFirst: number == 0, into: &report)
            }
            report.isUsable = true
        } catch let error as ShaderFileError {
            report.file = error.file
            report.line = error.line
            report.message = error.message
            report.remedy = error.remedy
        } catch {
            report.file = request.path
            report.message = "\(error)"
            report.remedy = "try again"
        }
        return report
    }

    private func draw(
        _ package: ShaderPackage, _ size: (width: Int, height: Int), isFirst: Bool,
        into report: inout TrialReport
    ) throws {
        let context = try GraphicsContext()
        try context.makeCurrent()
        defer { context.resign() }
        let canvas = Canvas(
            width: size.width, height: size.height, rate: FrameRate(25),
            depth: request.workingFormat == "rgba8" ? .rgba8 : .rgba16f)
        let builder = try ShaderBuilder(canvas: canvas, textureSizeMax: context.textureSizeMax)
        let start = time.now()
        let shader = try builder.build(package, generation: 1)
        if isFirst { report.buildMilliseconds = (time.now() - start).milliseconds }
        let stage = try TrialStage(canvas, textureSizeMax: context.textureSizeMax)
        let layer = LayerState(
            TrialStage.layer(package.manifest), store: PictureStore())
        layer.use(shader)
        let fused = request.isExamined ? fused(layer, builder) : nil
        for frame in 0..<max(request.frameCount, 1) {
            let start = time.now()
            let startOfWork = Self.processorTime()
            // An event is fired on the second frame, so that shaders that wait for one show it.
            if frame == 1 { stage.fireEvents(layer, package.manifest, at: frame) }
            let picture = try stage.draw(layer, frame: frame * 5)
            glFinish()
            try GraphicsError.check("drawing a frame")
            let spent = cost(
                wall: time.now() - start, work: Self.processorTime() - startOfWork,
                isSoftware: context.isSoftware)
            if frame == 0, isFirst { report.firstFrameMilliseconds = spent }
            report.frameMilliseconds = min(report.frameMilliseconds ?? spent, spent)
            guard request.isExamined else { continue }
            let last = frame == max(request.frameCount, 1) - 1
            let pixels = stage.read(picture)
            if !pixels.isConstant { report.isConstant = false }
            if pixels.hasNonFinite { report.hasNonFinite = true }
            if isFirst, last { report.thumbnail = pixels.bytes() }
            guard let fused else { continue }
            stage.use(fused)
            let together = stage.read(try stage.draw(layer, frame: frame * 5))
            stage.use(nil)
            report.fusedDifference = max(
                report.fusedDifference ?? 0, together.difference(to: pixels))
        }
        report.width = isFirst ? size.width : report.width
        report.height = isFirst ? size.height : report.height
    }

    /// The point-wise form of the layer's shader; nil where it has none.
    private func fused(
        _ layer: LayerState, _ builder: ShaderBuilder
    ) -> FusedProgram? {
        guard layer.isPointwise, let plan = FusionPlan([layer], over: .drawn, into: .working)
        else { return nil }
        // Where the driver refuses it, the layer is always drawn by itself.
        return try? builder.fuse(plan)
    }

    /// What a frame took, in milliseconds. Where processors draw, it is their work shared among them, as
    /// far as that is less than the time that passed: a busy machine makes no shader slow.
    private func cost(wall: Nanoseconds, work: Nanoseconds, isSoftware: Bool) -> Double {
        guard isSoftware else { return wall.milliseconds }
        let processors = Double(ProcessInfo.processInfo.activeProcessorCount)
        return min(wall.milliseconds, work.milliseconds / processors)
    }

    /// What all threads of this process have worked so far.
    private static func processorTime() -> Nanoseconds {
        var spent = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent)
        return Nanoseconds(Int64(spent.tv_sec) * 1_000_000_000 + Int64(spent.tv_nsec))
    }
}

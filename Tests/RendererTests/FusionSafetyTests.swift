import Common
import Foundation
import Proto
import Shaders
import TestKit
import Testing

@testable import Renderer

/// A fused program that would kill or hang the renderer never gets there, and no layer is blamed for it.
@Suite(.serialized) struct FusionSafetyTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/hold-fuse-\(UUID())"
    private static let level = """
        /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
        void main() {
            gl_FragColor = IMG_THIS_PIXEL(inputImage) + vec4(vec3(10.0 / 219.0), 0.0);
        }
        """

    private static func package() throws -> ShaderPackage {
        try ShaderPackage(id: "level", path: "/level.fs", fragmentSource: level)
    }

    /// Two layers on air over a grey input; whatever `script` does to trials of fusions.
    private func rig(_ script: String) throws -> (rig: LaneRig, safety: BuildSafety) {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let program = folder + "/trial"
        try "#!/bin/sh\n\(script)\n".write(toFile: program, atomically: true, encoding: .utf8)
        chmod(program, 0o755)
        let format = try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
        let canvas = Canvas(width: 64, height: 36, rate: format.rate, depth: .rgba16f)
        let safety = BuildSafety(
            ShaderGuard(folder: folder, previous: nil, now: SystemTimeSource().now()),
            process: TrialProcess(program: program, limit: .milliseconds(100)), canvas: canvas)
        // Each layer by itself is known to be good.
        safety.shaderGuard.passed(try Self.package().contentHash)
        safety.isOnAir = true
        let rig = try LaneRig(format: format, safety: safety)
        try rig.write("level", Self.level)
        let grey = (0..<format.payloadByteCount).map { UInt8($0 % 2 == 1 ? 60 : 128) }
        for index in 0...12 as ClosedRange<Int64> { try rig.putInput(grey, index: index) }
        rig.publish(
            ["1", "2"].map {
                SnapshotLayer(id: $0, shaderId: "level", shaderGeneration: 1, opacity: 1)
            })
        return (rig, safety)
    }

    @Test(arguments: ["exec sleep 100", "kill -SEGV $$", "exit 3"])
    func aDriverThatDiesOfAFusionCostsOnlyTheFusion(_ script: String) throws {
        let (rig, safety) = try rig(script)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let delay = Int64(rig.settings.inputDelay)
        for next in delay...delay + 5 {
            rig.tick(next: next)
            let luma = try rig.frame(next + 2).bytes[1]
            #expect(luma == 80)
        }
        guard case .fused(_, 2, _, let reason?, isDangerous: true) = rig.fusions.all.first else {
            Issue.record("\(rig.fusions.all)")
            return
        }
        #expect(reason.hasPrefix("level + level: "), "\(reason)")
        #expect(!safety.shaderGuard.isSuspect(try Self.package().contentHash))
        let strikes = try String(contentsOfFile: folder + "/strikes", encoding: .utf8)
        #expect(strikes.split(separator: "\n").count == 1, "\(strikes)")
    }

    @Test func aFusionIsTriedByTheRealProgram() throws {
        let format = try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
        let renderer = try OfflineRenderer(format: format)
        let package = try Self.package()
        try renderer.setLayers(
            ["1", "2"].map { SnapshotLayer(id: $0, shaderId: "level", opacity: 1) },
            library: ShaderLibrary(packages: [package]))
        let plan = try #require(renderer.fusions.first)
        let process = TrialProcess(program: BuiltProducts.path("renderd"), limit: .seconds(20))
        let trial = try #require(FusionTrial(plan, renderer.canvas) { _ in package })
        let report = process.run(trial)
        #expect(report.isUsable, "\(report)")
        // A text that is gone cannot be tried, and is not built.
        #expect(FusionTrial(plan, renderer.canvas) { _ in nil } == nil)
    }

    @Test func whatNobodyWouldDrawWithIsNotBuilt() throws {
        let format = try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
        let renderer = try OfflineRenderer(format: format)
        try renderer.setLayers(
            [SnapshotLayer(id: "1", shaderId: "level", opacity: 1)],
            library: ShaderLibrary(packages: [Self.package()]))
        let plan = try #require(renderer.fusions.first)
        var shelf = FusionShelf()
        let run = plan.parts.map { part in
            let layer = LayerState(
                SnapshotLayer(id: "1", shaderId: "level", opacity: 1), store: PictureStore())
            layer.use(part.shader)
            return layer
        }
        _ = shelf.program(run, over: plan.source, into: plan.sink)
        let wanted = shelf.takeWanted()
        let asked = try #require(wanted)
        for _ in 0..<20 {
            _ = shelf.program(run, over: plan.source, into: plan.sink)
            let next = shelf.takeWanted()
            #expect(next == nil && asked.ticket.isWanted)
        }
        // The stack has moved on.
        for _ in 0..<80 { _ = shelf.takeWanted() }
        #expect(!asked.ticket.isWanted)
        _ = shelf.program(run, over: plan.source, into: plan.sink)
        let again = shelf.takeWanted()
        #expect(again?.ticket.isWanted == true)
    }

    @Test func aFaultOfTheBuildThreadAccusesWhatIsBuilt() async throws {
        let path = folder + ".record"
        defer { try? FileManager.default.removeItem(atPath: path) }
        await #expect(processExitsWith: .signal(SIGSEGV)) { [path = path as String] in
            let record = FlightRecord(path: path)
            record?.catchFatalSignals()
            record?.drawing(77)
            let builder = WorkerThread.start(named: "builds") {
                record?.building(99)
                raise(SIGSEGV)
            }
            builder.join()
        }
        let death = FlightRecord(path: path)?.previous
        #expect(death?.shader == 99 && death?.isCertain == true && death?.signal == SIGSEGV)
    }

    @Test func aFaultOfTheDriversThreadsAccusesWhatIsBuiltButNotForCertain() async throws {
        let path = folder + ".record"
        defer { try? FileManager.default.removeItem(atPath: path) }
        await #expect(processExitsWith: .signal(SIGSEGV)) { [path = path as String] in
            let record = FlightRecord(path: path)
            record?.catchFatalSignals()
            record?.frame(startedAt: 5)
            record?.drawing(77)
            let builder = WorkerThread.start(named: "builds") {
                record?.building(99)
                let rasteriser = WorkerThread.start(named: "llvmpipe") { raise(SIGSEGV) }
                rasteriser.join()
            }
            builder.join()
        }
        let death = FlightRecord(path: path)?.previous
        #expect(death?.shader == 99 && death?.isCertain == false && death?.signal == SIGSEGV)
    }

    /// The build thread's work, done here: two layers fused before the first picture.
    private func fuseEarly(
        _ script: String, then: (BuildWorker, BuildSafety, FusionPlan) throws -> Void
    ) throws -> (messages: [RenderMessage], reports: [BuildReport], plan: FusionPlan) {
        let format = try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
        let renderer = try OfflineRenderer(format: format)
        try renderer.setLayers(
            ["1", "2"].map { SnapshotLayer(id: $0, shaderId: "level", opacity: 1) },
            library: ShaderLibrary(packages: [Self.package()]))
        let plan = try #require(renderer.fusions.first)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let program = folder + "/trial"
        try "#!/bin/sh\n\(script)\n".write(toFile: program, atomically: true, encoding: .utf8)
        chmod(program, 0o755)
        let safety = BuildSafety(
            ShaderGuard(folder: folder, previous: nil, now: SystemTimeSource().now()),
            process: TrialProcess(program: program, limit: .seconds(5)),
            canvas: renderer.canvas)
        let registry = MetricsRegistry()
        let mailbox = BoundedQueue<RenderMessage>(
            QueueDeclaration("built", capacity: 64, overflow: .dropOldest), registry: registry)
        let reports = LaneRig.Reports<BuildReport>()
        let worker = BuildWorker(
            builder: try ShaderBuilder(canvas: renderer.canvas, textureSizeMax: 4096),
            metrics: BuildMetrics(registry),
            BuildThread.Connections(
                mailbox: mailbox, report: { reports.add($0) }, time: SystemTimeSource(),
                safety: safety))
        try Self.level.write(
            toFile: folder + "/level.fs", atomically: true, encoding: .utf8)
        worker.handle(.shader(id: "level", path: folder + "/level.fs", generation: 1))
        try then(worker, safety, plan)
        var messages: [RenderMessage] = []
        while let message = mailbox.pop() { messages.append(message) }
        return (messages, reports.all, plan)
    }

    @Test func whatTurnsOutToBeDangerousIsNotDrawnWithAnyMore() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (messages, reports, plan) = try fuseEarly("kill -SEGV $$") { worker, safety, plan in
            worker.handle(.fusion(plan))
            safety.isOnAir = true
            worker.handle(.fusionVariants)
        }
        var shelf = FusionShelf()
        var wasDrawn = false
        for message in messages {
            if case .fused(let program) = message { shelf.add(program) }
            wasDrawn = wasDrawn || shelf.program(of: plan) != nil
            if case .unfusable(let plan) = message { shelf.give(up: plan) }
        }
        #expect(wasDrawn && shelf.program(of: plan) == nil && shelf.isSettled(plan))
        guard case .fused(plan.hash, 2, _, _?, isDangerous: true) = reports.last else {
            Issue.record("\(reports)")
            return
        }
    }

    @Test func aTextThatWasReplacedIsStillTriedTogether() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (_, reports, _) = try fuseEarly("exit 3") { worker, safety, plan in
            try Self.level.replacingOccurrences(of: "10.0", with: "20.0").write(
                toFile: folder + "/level.fs", atomically: true, encoding: .utf8)
            worker.handle(.shader(id: "level", path: folder + "/level.fs", generation: 2))
            safety.isOnAir = true
            worker.handle(.fusion(plan))
        }
        guard case .fused(_, 2, _, let reason?, _) = reports.last else {
            Issue.record("\(reports)")
            return
        }
        #expect(reason.hasPrefix("level + level: "), "\(reason)")
    }

    @Test func oneFusionDoesNotLiftTheDangerOfAnother() {
        var dangers = FusionDangers()
        let levels = [
            dangers.take(1, failure: "it hung", isDangerous: true),
            dangers.take(2, failure: nil, isDangerous: false),
            dangers.take(1, failure: "refused", isDangerous: false),
            dangers.take(1, failure: nil, isDangerous: false),
        ]
        #expect(levels == [true, true, true, false])
    }

    @Test func thePartsOfAFrameAreTimed() throws {
        let (rig, _) = try rig("exit 3")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let delay = Int64(rig.settings.inputDelay)
        for next in delay...delay + 60 {
            rig.tick(next: next)
            _ = try rig.frame(next + 2)
        }
        let seconds = rig.metrics.timings.seconds
        // Drawn one by one here, so that each part has a time of its own.
        for part in ["decode", "layer.1.1", "layer.2.1", "pack"] {
            #expect(seconds[part, default: -1] >= 0, "\(part) of \(seconds)")
        }
        #expect(seconds.values.reduce(0, +) > 0)
    }
}

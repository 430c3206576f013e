internal import CGraphics
import Common
import Foundation
import Proto
import Shaders

/// Tries a fused program where it can do no harm: what `renderd trial --fusion` does in a process of its
/// own, since no driver promises to live through a text only because it lived through its parts. Travels
/// to that process as JSON.
public struct FusionTrial: Codable, Sendable {
    /// One layer's shader.
    struct Text: Codable, Sendable {
        var id: String
        var path: String
        var fragment: String
        var vertex: String?
    }

    private var width: Int
    private var height: Int
    private var rate: FrameRate
    private var isEightBit: Bool
    private var isLinear: Bool
    private var audioChannelCount: Int
    private var historyLengthMax: Int
    private var texts: [Text]
    /// What comes in packed; nil for a drawn picture.
    private var source: VideoFormat?
    /// What goes out packed; nil for the working picture.
    private var sink: VideoFormat?

    /// Of `plan` on `canvas`; nil where `package` does not have the text of a layer any more.
    init?(_ plan: FusionPlan, _ canvas: Canvas, package: (UInt64) -> ShaderPackage?) {
        width = canvas.width
        height = canvas.height
        rate = canvas.rate
        isEightBit = canvas.depth == .rgba8
        isLinear = canvas.isLinear
        audioChannelCount = canvas.audioChannelCount
        historyLengthMax = canvas.historyLengthMax
        texts = []
        for part in plan.parts {
            guard let package = package(part.shader.contentHash) else { return nil }
            texts.append(
                Text(
                    id: package.id, path: package.path, fragment: package.fragmentSource,
                    vertex: package.vertexSource))
        }
        if case .packed(let format) = plan.source { source = format }
        if case .packed(let format) = plan.sink { sink = format }
    }

    /// Reads what was sent. Throws where it is nothing of the kind.
    public init(file path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        self = try JSONDecoder().decode(FusionTrial.self, from: data)
    }

    /// The layers' names, for people.
    var names: String { texts.map(\.id).joined(separator: " + ") }

    /// Builds all variants and draws each whole, on this thread, which must have no GL context. Blocks
    /// for as long as the driver takes: whoever calls decides when to kill the process.
    public func run() -> TrialReport {
        var report = TrialReport()
        report.role = "fusion"
        do {
            try draw()
            report.isUsable = true
        } catch {
            report.file = names
            report.message = "\(error)"
            report.remedy = "its layers are drawn one by one"
        }
        return report
    }

    private func draw() throws {
        let context = try GraphicsContext()
        try context.makeCurrent()
        defer { context.resign() }
        let canvas = Canvas(
            width: width, height: height, rate: rate, depth: isEightBit ? .rgba8 : .rgba16f,
            isLinear: isLinear, audioChannelCount: audioChannelCount,
            historyLengthMax: historyLengthMax)
        let builder = try ShaderBuilder(canvas: canvas, textureSizeMax: context.textureSizeMax)
        var parts: [FusionPlan.Part] = []
        for text in texts {
            let package = try ShaderPackage(
                id: text.id, path: text.path, fragmentSource: text.fragment,
                vertexSource: text.vertex)
            let shader = try builder.build(package, generation: 1)
            guard let pass = shader.fusible else { continue }
            parts.append(FusionPlan.Part(shader: shader, pass: pass))
        }
        let plan = FusionPlan(
            source: source.map { .packed($0) } ?? .drawn, parts: parts,
            sink: sink.map { .packed($0) } ?? .working)
        for variant in plan.variants { _ = try builder.fuse(variant, drawsWhole: true) }
    }
}

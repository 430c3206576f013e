internal import CGraphics
import Common
import Foundation
import Proto
import Shaders

/// A stack with one layer over a moving test picture, with sound. Context current.
final class TrialStage {
    private let canvas: Canvas
    private let stack: StackRenderer
    private let below: RenderTarget
    private let other: RenderTarget
    private let sound: SoundHistory

    init(_ canvas: Canvas, textureSizeMax: Int) throws(GraphicsError) {
        self.canvas = canvas
        stack = try StackRenderer(
            canvas: canvas, drawing: DrawingState(), textureSizeMax: textureSizeMax)
        below = try canvas.makeTarget()
        other = try canvas.makeTarget()
        sound = SoundHistory(channelCount: 2)
    }

    /// The layer: defaults, and a transition before its middle (where some show one colour).
    static func layer(_ manifest: ISFManifest) -> SnapshotLayer {
        var layer = SnapshotLayer(id: "trial", shaderId: "trial", opacity: 1)
        if manifest.role == .transition {
            layer.values = [ParameterSetting(name: "progress", value: ParameterValue(.float(0.4)))]
        }
        return layer
    }

    /// Draws with a fused program from now on, or without any.
    func use(_ fused: FusedProgram?) {
        stack.shelf = FusionShelf()
        if let fused { stack.shelf.add(fused) }
    }

    func fireEvents(_ layer: LayerState, _ manifest: ISFManifest, at frame: Int) {
        for input in manifest.inputs where input.type == .event {
            layer.fire(input.name, at: FrameIndex(Int64(frame * 5)))
        }
    }

    func draw(_ layer: LayerState, frame: Int) throws(GraphicsError) -> RenderTarget {
        let shift = Double(frame) * 0.1
        for (target, isSecond) in [(below, false), (other, true)] {
            // Small, and scaled: making it must cost nothing beside the shader.
            let picture = TrialPicture.make(
                width: min(canvas.width, 160), height: min(canvas.height, 90), shift: shift,
                isSecond: isSecond)
            try stack.scale(RenderTarget(picture), into: target)
        }
        for number in 0..<3 {
            let samples = TrialPicture.tone(frame: frame + number, sampleCount: 1920)
            samples.withUnsafeBytes { sound.append($0, channels: 2) }
        }
        let frame = StackRenderer.Frame(
            moment: Moment(FrameIndex(Int64(frame))), background: SIMD4(0, 0, 0, 1),
            inputs: [.drawn(other)], sounds: [sound])
        try stack.draw([layer], over: .drawn(below), frame)
        return try stack.settle(frame)
    }

    /// The drawn picture in memory.
    func read(_ target: RenderTarget) -> TrialPixels {
        var values = [Float](repeating: 0, count: target.width * target.height * 4)
        glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), target.framebuffer)
        values.withUnsafeMutableBytes { bytes in
            glReadPixels(
                0, 0, GLsizei(target.width), GLsizei(target.height), GLenum(GL_RGBA),
                GLenum(GL_FLOAT), bytes.baseAddress)
        }
        return TrialPixels(width: target.width, height: target.height, values: values)
    }
}

/// A drawn picture as numbers, the bottom line first.
struct TrialPixels {
    let width: Int
    let height: Int
    let values: [Float]

    /// The largest distance of a component; what is no number equals itself.
    func difference(to other: TrialPixels) -> Double {
        zip(values, other.values).reduce(0) { most, pair in
            guard pair.0.bitPattern != pair.1.bitPattern else { return most }
            let distance = Double(abs(pair.0 - pair.1))
            return distance.isFinite ? max(most, distance) : .greatestFiniteMagnitude
        }
    }

    /// Whether all of it is one colour.
    var isConstant: Bool {
        for channel in 0..<3 {
            let first = values[channel]
            for place in stride(from: channel, to: values.count, by: 4)
            where abs(values[place] - first) > 1.0 / 512 {
                return false
            }
        }
        return true
    }

    /// Whether it holds what is no number.
    var hasNonFinite: Bool { values.contains { !$0.isFinite } }

    /// Red, green and blue as bytes, the top line first.
    func bytes() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 3)
        for line in (0..<height).reversed() {
            for column in 0..<width {
                for channel in 0..<3 {
                    let value = values[(line * width + column) * 4 + channel]
                    bytes.append(value.isFinite ? UInt8(min(max(value, 0), 1) * 255 + 0.5) : 255)
                }
            }
        }
        return bytes
    }
}

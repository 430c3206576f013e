internal import CGraphics
import Shaders

/// One linked pass of a shader and where its uniforms lie. Made on the build thread; afterwards
/// owned by the render thread, which alone sets its uniforms.
final class PassProgram {
    /// What a texture unit of the pass samples.
    enum Source: Equatable {
        /// The input with this position in the manifest, as the layer binds it.
        case input(Int)
        /// The pass target with this position in `ISFManifest.targets`.
        case target(Int)
        /// The imported picture with this position in `ISFManifest.imports`.
        case imported(Int)
        /// The sound of the input with this position.
        case sound(Int)
        /// The colour table of the input with this position.
        case table(Int)
        /// The layer's past pictures.
        case history
    }

    struct Slot {
        let location: GLint
        let type: ISFInputType
    }

    struct SamplerSlot {
        let unit: Int
        let source: Source
        let sizeLocation: GLint
        let rectLocation: GLint
        /// For tables, where scale and offset lie; for the history, head and count.
        let extraLocations: (GLint, GLint)
    }

    /// Where the uniforms of every pass lie, −1 for those it does not use.
    struct Locations {
        let renderSize: GLint
        let time: GLint
        let timeDelta: GLint
        let date: GLint
        let frameIndex: GLint
        let opacity: GLint
        let background: GLint

        init(_ program: borrowing Program) {
            renderSize = program.location(BuiltinUniform.renderSize)
            time = program.location(BuiltinUniform.time)
            timeDelta = program.location(BuiltinUniform.timeDelta)
            date = program.location(BuiltinUniform.date)
            frameIndex = program.location(BuiltinUniform.frameIndex)
            opacity = program.location(BuiltinUniform.opacity)
            background = program.location(BuiltinUniform.background)
        }
    }

    let program: Program
    let passIndex: Int
    let vertexCount: Int
    let output: GeneratedProgram.Output
    /// One for each input of the manifest, samplers with location −1.
    let slots: [Slot]
    let samplers: [SamplerSlot]
    let locations: Locations

    init(_ generated: GeneratedProgram, manifest: ISFManifest) throws(GraphicsError) {
        let program = try Program(vertex: generated.vertex, fragment: generated.fragment)
        passIndex = generated.passIndex
        vertexCount = generated.vertexCount
        output = generated.output
        slots = manifest.inputs.map { input in
            Slot(
                location: input.type.isSampler ? -1 : program.location(input.name),
                type: input.type)
        }
        var samplers: [SamplerSlot] = []
        for (name, source) in Self.sources(manifest) {
            let location = program.location(name)
            guard location >= 0 else { continue }
            program.set(location, Int32(samplers.count))
            samplers.append(
                SamplerSlot(
                    unit: samplers.count, source: source,
                    sizeLocation: program.location("_\(name)_imgSize"),
                    rectLocation: program.location("_\(name)_imgRect"),
                    extraLocations: source == .history
                        ? (program.location("isf_pastHead"), program.location("isf_pastCount"))
                        : (
                            program.location("isf_scale_\(name)"),
                            program.location("isf_offset_\(name)")
                        )))
        }
        self.samplers = samplers
        locations = Locations(program)
        self.program = program
    }

    /// All samplers a shader may name, and what they sample unless a layer binds them otherwise.
    private static func sources(_ manifest: ISFManifest) -> [(String, Source)] {
        var sources: [(String, Source)] = []
        for (position, input) in manifest.inputs.enumerated() where input.type.isSampler {
            switch input.type {
            case .audio, .audioFFT: sources.append((input.name, .sound(position)))
            case .lut: sources.append((input.name, .table(position)))
            default: sources.append((input.name, .input(position)))
            }
        }
        for (position, name) in manifest.targets.enumerated() {
            sources.append((name, .target(position)))
        }
        for (position, image) in manifest.imports.enumerated() {
            sources.append((image.name, .imported(position)))
        }
        if manifest.history != nil { sources.append(("isf_past", .history)) }
        return sources
    }

    /// Sets the uniform of input `position` to `value` (a switch is 0 or 1 in `x`).
    func set(_ position: Int, _ value: SIMD4<Float>) {
        let slot = slots[position]
        guard slot.location >= 0 else { return }
        switch slot.type {
        case .float: program.set(slot.location, value.x)
        case .bool, .event: program.set(slot.location, Int32(value.x > 0 ? 1 : 0))
        case .long: program.set(slot.location, Int32(value.x))
        case .point2D: program.set(slot.location, value.x, value.y)
        case .color: program.set(slot.location, value.x, value.y, value.z, value.w)
        case .image, .audio, .audioFFT, .text, .lut: break
        }
    }
}

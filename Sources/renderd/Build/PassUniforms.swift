internal import CGraphics
import Shaders

/// Where the uniforms of one shader lie in a program. A value.
struct PassUniforms {
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

        init(_ program: borrowing Program, prefix: String) {
            renderSize = program.location(prefix + BuiltinUniform.renderSize)
            time = program.location(prefix + BuiltinUniform.time)
            timeDelta = program.location(prefix + BuiltinUniform.timeDelta)
            date = program.location(prefix + BuiltinUniform.date)
            frameIndex = program.location(prefix + BuiltinUniform.frameIndex)
            opacity = program.location(prefix + BuiltinUniform.opacity)
            background = program.location(prefix + BuiltinUniform.background)
        }
    }

    /// One for each input of the manifest, samplers with location −1.
    let slots: [Slot]
    let samplers: [SamplerSlot]
    let locations: Locations

    /// Looks everything up in `program`, where all names begin with `prefix`, and gives each sampler a
    /// unit, from `firstUnit` on.
    init(
        _ program: borrowing Program, manifest: ISFManifest, prefix: String = "", firstUnit: Int = 0
    ) {
        slots = manifest.inputs.map { input in
            Slot(
                location: input.type.isSampler ? -1 : program.location(prefix + input.name),
                type: input.type)
        }
        var samplers: [SamplerSlot] = []
        for (name, source) in Self.sources(manifest) {
            let location = program.location(prefix + name)
            guard location >= 0 else { continue }
            let unit = firstUnit + samplers.count
            program.set(location, Int32(unit))
            let extra =
                source == .history
                ? ("isf_pastHead", "isf_pastCount") : ("isf_scale_\(name)", "isf_offset_\(name)")
            samplers.append(
                SamplerSlot(
                    unit: unit, source: source,
                    sizeLocation: program.location("\(prefix)_\(name)_imgSize"),
                    rectLocation: program.location("\(prefix)_\(name)_imgRect"),
                    extraLocations: (
                        program.location(prefix + extra.0), program.location(prefix + extra.1)
                    )))
        }
        self.samplers = samplers
        locations = Locations(program, prefix: prefix)
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

    /// Sets the uniform of input `position` of `program` to `value` (a switch is 0 or 1 in `x`).
    func set(_ position: Int, _ value: SIMD4<Float>, in program: borrowing Program) {
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

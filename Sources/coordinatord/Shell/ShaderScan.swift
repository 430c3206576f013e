internal import Common
internal import CoordinatorDecision
internal import Proto
internal import Shaders

/// Turns the shader files of a folder into the catalogue that decisions read. Blocks on the disk.
struct ShaderScan: Sendable {
    let directory: String
    let rate: FrameRate

    func catalogue() -> ShaderCatalogue {
        let library = ShaderLibrary.scan(directory: directory)
        var broken: [String: String] = [:]
        for error in library.errors {
            let file = error.file.split(separator: "/").last.map(String.init) ?? error.file
            broken[file.hasSuffix(".fs") ? String(file.dropLast(3)) : file] = "\(error)"
        }
        return ShaderCatalogue(library.packages.map(rules), broken: broken)
    }

    private func rules(_ package: ShaderPackage) -> ShaderRules {
        let manifest = package.manifest
        return ShaderRules(
            id: package.id, path: package.path, generation: package.contentHash,
            description: manifest.description, credit: manifest.credit,
            categories: manifest.categories, isFilter: manifest.role == .filter,
            parameters: manifest.inputs.compactMap(rule),
            imageInputs: manifest.inputs.filter { $0.type.isBindable }.map(\.name))
    }

    private func rule(_ input: ISFInput) -> ParameterRule? {
        guard let type = Self.type(input.type) else { return nil }
        let smoothing = rate.frames(in: Nanoseconds(Int64(input.smoothingSeconds * 1e9)))
        return ParameterRule(
            name: input.name, label: input.label, type: type,
            defaultValue: input.textStyle.map { .text($0.defaultText) }
                ?? input.defaultValue.map(Self.value),
            identity: input.identity.map(Self.value), minimum: input.minimum ?? [],
            maximum: input.maximum ?? [], choices: input.values.map(Int64.init),
            choiceLabels: input.labels, commit: Self.commit(input.commit),
            smoothingFrames: smoothing)
    }

    private static func type(_ type: ISFInputType) -> ParameterType? {
        switch type {
        case .float: .float
        case .bool: .bool
        case .long: .long
        case .event: .event
        case .point2D: .point2d
        case .color: .color
        case .text: .text
        case .image, .audio, .audioFFT, .lut: nil
        }
    }

    private static func value(_ value: ISFValue) -> LayerValue {
        switch value {
        case .float(let number): .float(number)
        case .bool(let on): .bool(on)
        case .long(let number): .long(Int64(number))
        case .point2D(let x, let y): .point(x: x, y: y)
        case .color(let red, let green, let blue, let alpha):
            .color(red: red, green: green, blue: blue, alpha: alpha)
        }
    }

    private static func commit(_ policy: ISFCommitPolicy) -> CommitPolicy {
        switch policy {
        case .settle: .live
        case .never: .never
        case .durable: .durable
        }
    }
}

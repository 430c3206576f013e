import NIOHTTP1
import Proto

extension ControlAPI {
    /// What concerns the stack as a whole, its inputs and its transient state.
    func registerStack(on router: inout HTTPRouter) {
        router.on(
            .PUT, "/api/v1/layers/{layer}/inputs/{name}",
            command { _, path, body throws(Problem) in
                let source = try Self.source(try body.required("source"))
                return .setInputBinding(
                    SetInputBinding(
                        layer: LayerSelector(by: .any(path["layer"])),
                        binding: InputBinding(parameter: path["name"], source: source)))
            })
        router.on(
            .PUT, "/api/v1/background",
            command { _, _, body throws(Problem) in
                let json = body.value("color") ?? .null
                do throws(ParameterCoding.Mismatch) {
                    guard
                        case .color(let color) = try ParameterCoding.value(json, type: .color).kind
                    else { throw ParameterCoding.Mismatch(expected: "a colour") }
                    return .setBackground(SetBackground(color: color))
                } catch {
                    throw .invalid(
                        "\"color\" is \(json.kind)", remedy: "Give \(error.expected)")
                }
            })
        router.on(
            .POST, "/api/v1/overlay/commit",
            command { _, _, body throws(Problem) in
                .commitOverlay(
                    CommitOverlay(
                        scope: try Self.scope(&body), durable: try body.bool("durable") ?? false))
            })
        router.on(
            .POST, "/api/v1/overlay/clear",
            command { _, _, body throws(Problem) in
                .clearOverlay(ClearOverlay(scope: try Self.scope(&body)))
            })
        router.on(
            .POST, "/api/v1/transient/clear",
            command { _, _, body throws(Problem) in
                let scopes: [String: RenderResetScope] = [
                    "overlay": .layerOverlay, "history": .layerHistory, "all": .stackStructure,
                ]
                let name = try body.string("scope") ?? "all"
                guard let reset = scopes[name] else {
                    throw .invalid(
                        "there is no scope \"\(name)\"", remedy: "Use overlay, history or all")
                }
                return .clearTransientState(
                    ClearTransientState(scope: try Self.scope(&body), reset: reset))
            })
        router.on(
            .POST, "/api/v1/publish",
            command { _, _, _ throws(Problem) in .publishNow(PublishNow()) })
    }

    private static func scope(_ body: inout CommandBody) throws(Problem) -> TransientScope {
        TransientScope(layer: try body.layer(), parameter: try body.string("parameter") ?? "")
    }

    /// A source as presets write it.
    private static func source(_ text: String) throws(Problem) -> InputBinding.Source {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count == 2 ? parts[1] : nil) {
        case ("below", nil): return .below(PictureBelow())
        case ("nothing", nil): return .nothing(NoPicture())
        case ("input", let number?):
            if let number = UInt32(number) { return .input(number) }
        case ("layer", let id?): return .layer(id)
        case ("image", let path?): return .image(ImageRef(path: path))
        default: break
        }
        throw .invalid(
            "\"\(text)\" is no source",
            remedy: "Write below, nothing, input:N, layer:ID or image:PATH")
    }
}

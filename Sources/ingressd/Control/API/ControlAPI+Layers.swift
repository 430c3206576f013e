import NIOHTTP1
import Proto

extension ControlAPI {
    private static let layer = "/api/v1/layers/{layer}"

    /// Changing the stack.
    func registerLayers(on router: inout HTTPRouter) {
        router.on(
            .POST, "/api/v1/layers",
            command(created: true) { _, _, body throws(Problem) in try Self.addLayer(&body) })
        router.on(
            .DELETE, Self.layer,
            command { _, path, _ throws(Problem) in
                .removeLayer(RemoveLayer(layer: Self.selector(path)))
            })
        router.on(
            .PATCH, Self.layer,
            command { _, path, body throws(Problem) in
                try Self.patch(Self.selector(path), &body)
            })
        router.on(
            .POST, Self.layer + "/duplicate",
            command(created: true) { _, path, body throws(Problem) in
                .duplicateLayer(
                    DuplicateLayer(
                        layer: Self.selector(path), name: try body.string("name") ?? ""))
            })
        router.on(
            .POST, Self.layer + "/reset",
            command { _, path, _ throws(Problem) in
                .resetLayer(ResetLayer(layer: Self.selector(path)))
            })
        router.on(
            .POST, Self.layer + "/unquarantine",
            command { _, path, _ throws(Problem) in
                .clearQuarantine(ClearQuarantine(layer: Self.selector(path)))
            })
        router.on(
            .PUT, Self.layer + "/params/{name}",
            command { [self] request, path, body throws(Problem) in
                try setParameter(request, path, &body)
            })
        router.on(
            .POST, Self.layer + "/params/{name}/trigger",
            command { _, path, _ throws(Problem) in
                .triggerParameter(TriggerParameter(target: Self.target(path)))
            })
        router.on(
            .POST, Self.layer + "/params/{name}/reset",
            command { _, path, _ throws(Problem) in
                .resetParameter(ResetParameter(target: Self.target(path)))
            })
    }

    private static func selector(_ path: HTTPRouter.PathParameters) -> LayerSelector {
        LayerSelector(by: .any(path["layer"]))
    }

    private static func target(_ path: HTTPRouter.PathParameters) -> ParameterSelector {
        ParameterSelector(layer: selector(path), name: path["name"])
    }

    private static func addLayer(_ body: inout CommandBody) throws(Problem) -> Command.Action {
        var add = AddLayer()
        add.shaderId = try body.required("shader")
        add.layerId = try body.string("id") ?? ""
        add.name = try body.string("name") ?? ""
        add.position = try body.count("position") ?? 0
        add.bypassed = try body.bool("bypassed") ?? false
        add.opacity = try body.double("opacity")
        add.blendMode = try body.blendMode("blend") ?? .normal
        return .addLayer(add)
    }

    /// One change at a time: two in one request could end half done.
    private static func patch(
        _ layer: LayerSelector, _ body: inout CommandBody
    ) throws(Problem) -> Command.Action {
        let changes = ["bypassed", "opacity", "blend", "name", "shader", "position"]
        let wanted = body.names.filter(changes.contains)
        let companions = ["gesture", "toggle", "keepValues"]
        guard wanted.count == 1, let change = wanted.first,
            body.names.allSatisfy({ changes.contains($0) || companions.contains($0) })
        else {
            throw .invalid(
                "the body holds \(wanted.count) changes of the layer"
                    + (body.names.count > wanted.count ? " and other members" : ""),
                remedy: "Send exactly one of: \(changes.joined(separator: ", "))")
        }
        switch change {
        case "bypassed":
            return .setBypass(
                SetBypass(
                    layer: layer, bypassed: try body.bool("bypassed") ?? false,
                    toggle: try body.bool("toggle") ?? false))
        case "opacity":
            return .setOpacity(
                SetOpacity(
                    layer: layer, opacity: try body.double("opacity") ?? 1,
                    gesture: try body.gesture()))
        case "blend":
            return .setBlendMode(
                SetBlendMode(layer: layer, blendMode: try body.blendMode("blend") ?? .normal))
        case "name":
            return .renameLayer(RenameLayer(layer: layer, name: try body.required("name")))
        case "shader":
            return .setShader(
                SetShader(
                    layer: layer, shaderId: try body.required("shader"),
                    keepValues: try body.bool("keepValues") ?? true))
        default: break
        }
        return .moveLayer(MoveLayer(layer: layer, position: try body.count("position") ?? 0))
    }

    private func setParameter(
        _ request: HTTPRequest, _ path: HTTPRouter.PathParameters, _ body: inout CommandBody
    ) throws(Problem) -> Command.Action {
        guard let json = body.value("value"), json != .null else {
            throw .invalid("\"value\" is missing", remedy: "Send {\"value\": …}")
        }
        let gesture = try body.gesture()
        let normalised = try body.bool("normalised") ?? false
        let stack: Stack = request.query["stack"] == "preview" ? .preview : .programme
        let definition = projection.layer(path["layer"], stack: stack).flatMap {
            projection.parameter(path["name"], of: $0)
        }
        let value: ParameterValue
        do throws(ParameterCoding.Mismatch) {
            value = try ParameterCoding.value(json, type: normalised ? .float : definition?.type)
        } catch {
            throw Problem(
                .unprocessableEntity, "value_wrong_type",
                "\(path["name"]) of layer \(path["layer"]) does not take \(json.kind)",
                remedy: "Send \(error.expected)")
        }
        return .setParameter(
            SetParameter(
                target: Self.target(path), value: value, gesture: gesture, normalised: normalised))
    }
}

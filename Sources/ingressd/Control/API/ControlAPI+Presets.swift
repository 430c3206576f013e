import NIOHTTP1
import Proto

extension ControlAPI {
    /// Presets, reload, undo and take.
    func registerPresets(on router: inout HTTPRouter) {
        registerStored(on: &router)
        router.on(
            .POST, "/api/v1/reload",
            command { _, _, body throws(Problem) in
                .reloadShaders(ReloadShaders(force: try body.bool("force") ?? false))
            })
        router.on(
            .POST, "/api/v1/take",
            command { _, _, body throws(Problem) in
                .take(Take(transition: try body.transition()))
            })
        router.on(
            .POST, "/api/v1/undo",
            command { _, _, body throws(Problem) in
                .undo(Undo(count: try body.count("count") ?? 1))
            })
        router.on(
            .POST, "/api/v1/redo",
            command { _, _, body throws(Problem) in
                .redo(Redo(count: try body.count("count") ?? 1))
            })
    }

    private func registerStored(on router: inout HTTPRouter) {
        router.on(.GET, "/api/v1/presets") { [self] _, _, replier in
            replier.send(
                .json([
                    "stale": .bool(!projection.isUp),
                    "presets": .array(
                        (projection.model?.presets ?? []).map(ReadModelPresenter.preset)),
                ]))
        }
        router.on(.GET, "/api/v1/presets/{name}") { [self] _, path, replier in
            let name = path["name"]
            ask(.query(Query(ask: .exportPreset(ExportPreset(name: name)))), replier) { answer in
                guard case .presetDocument(let document) = answer else { return nil }
                guard document.found else {
                    return .problem(
                        Problem(
                            .notFound, "preset_not_found", "there is no preset \"\(name)\"",
                            remedy: "GET /api/v1/presets lists the presets"))
                }
                return HTTPResponse(
                    .ok, type: "application/json", body: Array(document.json.utf8))
            }
        }
        router.on(
            .PUT, "/api/v1/presets/{name}",
            command { _, path, body throws(Problem) in
                let overwrite = try body.bool("overwrite") ?? false
                guard let document = body.value("document") else {
                    return .savePreset(SavePreset(name: path["name"], overwrite: overwrite))
                }
                return .importPreset(
                    ImportPreset(name: path["name"], json: document.text, overwrite: overwrite))
            })
        router.on(
            .PATCH, "/api/v1/presets/{name}",
            command { _, path, body throws(Problem) in
                .renamePreset(
                    RenamePreset(name: path["name"], newName: try body.required("name")))
            })
        router.on(
            .DELETE, "/api/v1/presets/{name}",
            command { _, path, _ throws(Problem) in
                .deletePreset(DeletePreset(name: path["name"]))
            })
        router.on(
            .POST, "/api/v1/presets/{name}/load",
            command { _, path, body throws(Problem) in
                .loadPreset(
                    LoadPreset(name: path["name"], transition: try body.transition()))
            })
    }
}

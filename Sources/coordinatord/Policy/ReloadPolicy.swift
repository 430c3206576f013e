internal import Proto

/// What a changed shader library means for the stacks that use it.
enum ReloadPolicy {
    /// Asks for a scan; what it finds comes back through `adopt`.
    static func request(_ command: ReloadShaders, _ draft: inout Draft) throws(Refusal) {
        for id in command.shaderIds
        where draft.context.catalogue[id] == nil && draft.context.catalogue.broken[id] == nil {
            guard id.utf8.count <= 128, !id.contains("/") else {
                throw Refusal(
                    .shaderNotFound, "there is no shader \"\(LayerPolicy.shown(id))\"")
            }
        }
        draft.classify(
            .coordinationOnly, subject: command.shaderIds.first ?? "", reset: .reloadCompatibility)
        draft.publish(
            .runtimeReloadRequested(
                RuntimeReloadRequested(shaderIds: command.shaderIds, stack: draft.stack)))
        draft.effects.append(.scanShaders(ids: command.shaderIds, force: command.force))
    }

    /// Takes up what a scan found: `draft.context.catalogue` is the new library.
    ///
    /// A shader whose file is broken or gone takes nothing away: its layers keep their values, and
    /// the renderer keeps the last good program. Values that no longer fit a changed shader lie
    /// dormant; overlay that no longer fits is dropped, with an event.
    static func adopt(previous: ShaderCatalogue, force: [String]?, _ draft: inout Draft) {
        let new = draft.context.catalogue
        let ids = Set(new.shaders.keys)
        let old = Set(previous.shaders.keys)
        let added = ids.subtracting(old).sorted()
        let removed = old.subtracting(ids).sorted()
        let changed = ids.intersection(old).filter {
            new[$0]?.generation != previous[$0]?.generation || new[$0] != previous[$0]
        }.sorted()
        let isSame = added.isEmpty && removed.isEmpty && changed.isEmpty
        draft.classify(.coordinationOnly, subject: "", reset: .reloadCompatibility)
        if !isSame || new.broken != previous.broken {
            draft.publish(
                .shaderPackagesChanged(
                    ShaderPackagesChanged(
                        added: added, removed: removed, changed: changed,
                        broken: new.broken.keys.sorted())))
        }
        for (id, problem) in new.broken.sorted(by: { $0.key < $1.key })
        where previous.broken[id] != problem {
            draft.publish(
                .compileStatusChanged(
                    CompileStatusChanged(
                        shaderId: id, generation: 0, state: .failed, text: problem)))
        }
        let forced = Set(force.map { $0.isEmpty ? Array(ids) : $0 } ?? [])
        // The renderer is told of what is gone, too: it goes on with the last good text, and says so.
        let touched = Set(added + changed + removed).union(forced)
        let layers = draft.state.programme.layers + draft.state.preview.layers
        draft.layers = layers.filter { touched.contains($0.shader) }.map(\.id)
        if !isSame { draft.state.libraryGeneration += 1 }
        for id in Set(layers.map(\.shader)).intersection(touched).sorted() {
            guard let shader = new[id] else { continue }
            BuildPolicy.request(shader, preserveFeedback: true, &draft)
        }
        draft.dropWhatNoLongerFits(reason: "the shader was reloaded")
        if draft.state.programme.layers.contains(where: { touched.contains($0.shader) }) {
            draft.snapshotsDue.insert(.programme)
        }
        if draft.state.preview.layers.contains(where: { touched.contains($0.shader) }) {
            draft.snapshotsDue.insert(.preview)
        }
    }

    /// The values that fit a shader, by name and type and range.
    static func fitting(
        _ values: [String: LayerValue], to shader: ShaderRules, _ settings: PolicySettings
    ) -> [String: LayerValue] {
        values.filter { name, value in
            guard let rule = shader.parameter(named: name) else { return false }
            return (try? ParameterPolicy.check(value, against: rule, settings)) != nil
        }
    }
}

/// Asks the renderers for builds; they are matched by the shader's generation.
enum BuildPolicy {
    static func request(_ shader: ShaderRules, preserveFeedback: Bool, _ draft: inout Draft) {
        draft.publish(
            .shaderBuildRequested(
                ShaderBuildRequested(
                    shaderId: shader.id, generation: shader.generation,
                    width: draft.context.workingFormat.width,
                    height: draft.context.workingFormat.height,
                    preserveFeedback: preserveFeedback)))
    }
}

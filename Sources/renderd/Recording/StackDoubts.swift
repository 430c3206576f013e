import Common
import Proto
import Shaders

/// Why a stack that is drawn again may not be what it was: a text that is not kept any more, a file that
/// is gone or has changed, sound. A value; each is a doubt only for the layers that need it.
struct StackDoubts {
    /// A build whose text is not there, and from which frame on the next one is drawn instead.
    private var builds: [String: (hash: UInt64, until: FrameIndex?)] = [:]
    private var pictures: [PictureKey: String] = [:]

    /// The text of `id` with this hash is not there.
    mutating func miss(_ id: String, _ hash: UInt64) { builds[id] = (hash, nil) }

    /// `id` is drawn with a text that is there: from `index` on (nil: from the next frame on).
    mutating func know(_ id: String, from index: FrameIndex?) {
        builds[id]?.until = index ?? FrameIndex(.min)
    }

    /// Takes notice of what both lanes agreed on.
    mutating func swap(_ build: LaneBuild, at index: FrameIndex?) {
        guard let missing = builds[build.id], missing.hash != build.hash else { return }
        know(build.id, from: index)
    }

    /// What `key` shows is not known for a `reason`; nil: it is.
    mutating func set(_ key: PictureKey, _ reason: String?) { pictures[key] = reason }

    /// Why what `keeper` draws at `index` is not known; nil where it is.
    mutating func reason(_ keeper: StackKeeper, at index: FrameIndex) -> String? {
        builds = builds.filter { $0.value.until.map { $0 > index } ?? true }
        let transition = keeper.transition.map { [$0] } ?? []
        for layer in keeper.layers + keeper.outgoing + transition {
            if let reason = reason(layer) { return reason }
        }
        return nil
    }

    private func reason(_ layer: LayerState) -> String? {
        let names = [layer.layer.shaderId, layer.wanted.shaderId]
        if let missing = names.first(where: { builds[$0] != nil }) {
            return "the text of \(missing) is not in the recording any more"
        }
        guard layer.isVisible || layer.isSampled else { return nil }
        let listens = layer.shader?.manifest.inputs.contains {
            $0.type == .audio || $0.type == .audioFFT
        }
        if listens == true { return "\(layer.layer.shaderId) listens, and sound is not recorded" }
        for (key, reason) in pictures {
            if case .text(let shader, _, _) = key, names.contains(shader) { return reason }
            if layer.layer.pictureKeys.contains(key) { return reason }
        }
        return nil
    }
}

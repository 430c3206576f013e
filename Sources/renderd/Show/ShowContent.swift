import Foundation
import Proto
public import Shaders

/// A stack to draw offline, with the texts of its shaders.
public struct ShowContent {
    let snapshot: Snapshot
    private let packages: [String: ShaderPackage]

    /// A preset document over a library. Blocks on the disk.
    ///
    /// Throws where it cannot be read or names what there is not.
    public init(preset path: String, library: ShaderLibrary) throws {
        try self.init(try PresetLayers.snapshot(path: path, library: library))
    }

    /// A snapshot as a lane keeps it: the stack that is, or was last, on air. Its times begin at 0.
    ///
    /// Throws where there is none, or a shader of it cannot be read.
    public init(snapshotFile path: String) throws {
        guard let snapshot = SnapshotFile(path: path).load() else {
            throw ShowError(
                "there is no stack in \(path)",
                remedy: "Start the instance, or name a preset with --preset")
        }
        var plain = snapshot
        plain.effectiveIndex = 0
        plain.outgoing = nil
        for position in plain.layers.indices {
            plain.layers[position].originIndex = 0
            plain.layers[position].overlay = plain.layers[position].overlay.map { moving in
                var settled = moving
                settled.from = moving.to
                settled.startIndex = 0
                settled.lengthFrames = 0
                return settled
            }
        }
        try self.init(plain)
    }

    private init(_ snapshot: Snapshot) throws {
        self.snapshot = snapshot
        var packages: [String: ShaderPackage] = [:]
        for layer in snapshot.layers where packages[layer.shaderId] == nil {
            packages[layer.shaderId] = try ShaderLibrary.load(path: layer.shaderPath)
        }
        self.packages = packages
    }

    /// Builds all of it, before the first frame.
    func hand(to renderer: ShowRenderer) throws {
        for layer in snapshot.layers {
            guard let package = packages[layer.shaderId] else { continue }
            for key in layer.pictureKeys { try renderer.show(key, of: package) }
        }
        for mode in Set(snapshot.layers.map(\.blendMode)) { try renderer.build(mode) }
        renderer.take(.snapshot(snapshot))
        for (id, package) in packages.sorted(by: { $0.key < $1.key }) {
            let generation = snapshot.layers.first { $0.shaderId == id }?.shaderGeneration
            try renderer.build(package, generation: generation ?? package.contentHash)
        }
    }
}

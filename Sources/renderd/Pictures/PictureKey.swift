import Proto

/// What a picture, text or table that a layer shows is made from. Equal keys give equal pictures.
enum PictureKey: Hashable, Sendable {
    /// A picture file of the library, by its path below the root.
    case still(path: String, generation: UInt64)
    /// A `.cube` file of the library.
    case table(path: String, generation: UInt64)
    /// A text as one input of a shader draws it.
    case text(shader: String, input: String, text: String)

    /// The key of a file of the library: a table by its name's end, else a picture.
    init(_ reference: ImageRef) {
        self =
            reference.path.hasSuffix(".cube")
            ? .table(path: reference.path, generation: reference.generation)
            : .still(path: reference.path, generation: reference.generation)
    }
}

/// Something loaded or drawn beside the programme. Handed once to the render thread.
final class LoadedPicture: @unchecked Sendable {
    // Unchecked: ownership passes from the build thread to the render thread through a queue.
    enum Content {
        case picture(RenderTarget)
        case table(ColorTable)
    }

    let key: PictureKey
    let content: Content
    /// A sum over the file it was made from; 0 for a text in a font of the machine.
    let sourceHash: UInt64

    init(_ key: PictureKey, _ content: Content, sourceHash: UInt64) {
        self.key = key
        self.content = content
        self.sourceHash = sourceHash
    }
}

extension SnapshotLayer {
    /// What the layer shows that has to be loaded or drawn first.
    var pictureKeys: [PictureKey] {
        var keys: [PictureKey] = []
        for binding in bindings {
            guard case .image(let reference) = binding.source else { continue }
            keys.append(PictureKey(reference))
        }
        let settings = values.map { ($0.name, $0.value) } + overlay.map { ($0.parameter, $0.to) }
        for (name, value) in settings {
            guard case .text(let text) = value.kind else { continue }
            keys.append(.text(shader: shaderId, input: name, text: text))
        }
        return keys
    }
}

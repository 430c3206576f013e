import Foundation
internal import Frames
import Shaders

/// What a shader samples that comes with it: imported pictures, tables, texts as they are while
/// nobody has set one, and textures for sound. Made on the build thread; read by the render thread.
final class ShaderResources {
    /// One for each import of the manifest.
    let imports: [RenderTarget]
    /// One for each input; nil where it is no table.
    let tables: [ColorTable?]
    /// One for each input; nil where it is no text.
    let texts: [RenderTarget?]
    /// One for each input; nil where it is no sound.
    let sounds: [SoundTexture?]

    /// Loads everything. Blocks on disk and helpers.
    ///
    /// Throws `ShaderFileError` naming the file that cannot be used.
    init(
        _ package: ShaderPackage, canvas: Canvas, painter: inout TextPainter, textureSizeMax: Int
    ) throws(ShaderFileError) {
        var imports: [RenderTarget] = []
        for image in package.manifest.imports {
            imports.append(try Self.image(image.path, package, textureSizeMax))
        }
        var tables: [ColorTable?] = []
        var texts: [RenderTarget?] = []
        var sounds: [SoundTexture?] = []
        for input in package.manifest.inputs {
            tables.append(input.type == .lut ? try Self.table(input.tablePath, package) : nil)
            var text: RenderTarget?
            if let style = input.textStyle {
                text = try Self.text(style.defaultText, style, package, canvas, &painter)
            }
            texts.append(text)
            sounds.append(try Self.sound(input, package, canvas))
        }
        self.imports = imports
        self.tables = tables
        self.texts = texts
        self.sounds = sounds
    }

    /// A text as an input of `package` draws it.
    static func text(
        _ text: String, _ style: ISFTextStyle, _ package: ShaderPackage, _ canvas: Canvas,
        _ painter: inout TextPainter
    ) throws(ShaderFileError) -> RenderTarget {
        do {
            if let file = style.fontFile { _ = try path(file, package) }
            let folder = URL(fileURLWithPath: package.path).deletingLastPathComponent().path
            let picture = try painter.paint(
                text, style: style, height: canvas.height, folder: folder)
            return try RenderTarget(picture.withoutPowersOfTwo())
        } catch {
            throw Self.explain(error, package)
        }
    }

    /// The table in the file that `path`, written in `package`, means; without one the identity.
    static func table(
        _ path: String?, _ package: ShaderPackage
    ) throws(ShaderFileError) -> ColorTable {
        var table = CubeTable.identity
        if let path {
            let file = try self.path(path, package)
            let data = FileManager.default.contents(atPath: file)
            guard let data, data.count <= 64 << 20 else {
                throw ShaderFileError(
                    file: file, line: nil, message: "the table cannot be read",
                    remedy: "put a .cube file of at most 64 MiB there")
            }
            table = try CubeTable(String(decoding: data, as: UTF8.self), file: file)
        }
        do {
            return try ColorTable(table)
        } catch {
            throw explain(error, package)
        }
    }

    /// The picture in the file that `path`, written in `package`, means.
    static func image(
        _ path: String, _ package: ShaderPackage, _ textureSizeMax: Int
    ) throws(ShaderFileError) -> RenderTarget {
        do {
            let picture = try PictureFile.load(try self.path(path, package))
            guard max(picture.width, picture.height) <= textureSizeMax else {
                throw GraphicsError.tooLarge(width: picture.width, height: picture.height)
            }
            return try RenderTarget(picture)
        } catch {
            throw explain(error, package)
        }
    }

    /// A sum over the file that `key`, named by a layer with the shader `package`, is made from; 0
    /// where there is none.
    static func sourceHash(
        _ key: PictureKey, _ package: ShaderPackage
    ) throws(ShaderFileError) -> UInt64 {
        let name: String? =
            switch key {
            case .still(let path, _), .table(let path, _): path
            case .text(_, let input, _): package.manifest.input(named: input)?.textStyle?.fontFile
            }
        guard let name else { return 0 }
        guard let data = FileManager.default.contents(atPath: try path(name, package)) else {
            return 0
        }
        return data.withUnsafeBytes { FrameChecksum.of($0) }
    }

    private static func path(
        _ path: String, _ package: ShaderPackage
    ) throws(ShaderFileError) -> String {
        guard let file = LibraryPath.resolve(path, from: package.path, root: nil) else {
            throw ShaderFileError(
                file: package.path, line: package.line(of: path),
                message: "the path \"\(path)\" leads out of the shader library",
                remedy: "put the file beside the shader and name it without a leading / or ..")
        }
        return file
    }

    private static func sound(
        _ input: ISFInput, _ package: ShaderPackage, _ canvas: Canvas
    ) throws(ShaderFileError) -> SoundTexture? {
        guard input.type == .audio || input.type == .audioFFT else { return nil }
        do {
            return try SoundTexture(
                kind: input.type == .audio ? .wave : .spectrum, width: input.textureWidth,
                channelCount: canvas.audioChannelCount)
        } catch {
            throw explain(error, package)
        }
    }

    private static func explain(_ error: any Error, _ package: ShaderPackage) -> ShaderFileError {
        switch error {
        case let error as ShaderFileError: error
        case let error as PictureError:
            ShaderFileError(
                file: package.path, line: nil, message: error.message, remedy: error.remedy)
        default:
            ShaderFileError(
                file: package.path, line: nil, message: "\(error)",
                remedy: "make what the shader imports smaller")
        }
    }
}

extension ShaderPackage {
    /// The first line on which the author wrote `text`.
    func line(of text: String) -> Int? {
        guard let range = fragmentSource.range(of: text) else { return nil }
        return 1 + fragmentSource[..<range.lowerBound].count { $0.isNewline }
    }
}

extension PixelPicture {
    /// The same picture with a line or column more where an edge is a power of two: software GL
    /// compiles a shader anew for such sizes, and a new text must not cost a frame that.
    func withoutPowersOfTwo() -> PixelPicture {
        let newWidth = width & (width - 1) == 0 ? width + (width == 1 ? 2 : 1) : width
        let newHeight = height & (height - 1) == 0 ? height + (height == 1 ? 2 : 1) : height
        guard newWidth != width || newHeight != height else { return self }
        var bytes = [UInt8](repeating: 0, count: newWidth * newHeight * 4)
        for line in 0..<height {
            let source = line * width * 4
            let target = line * newWidth * 4
            bytes.replaceSubrange(
                target..<target + width * 4, with: rgba[source..<source + width * 4])
        }
        return PixelPicture(width: newWidth, height: newHeight, rgba: bytes)
    }
}

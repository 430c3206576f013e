internal import CGraphics
import Shaders

/// Past pictures on their way to another lane. Render thread.
extension HistoryRing {
    /// All pictures, the first of the ring first. Waits for the GPU.
    func image() -> StackMemory.Image {
        let texels = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            glGetTextureImage(
                name, 0, format.transferFormat, format.transferType, GLsizei(byteCount),
                buffer.baseAddress)
            count = byteCount
        }
        return StackMemory.Image(width: width, height: height, depth: capacity, texels: texels)
    }

    /// Whether `image` is of a ring like this one.
    func fits(_ image: StackMemory.Image) -> Bool {
        image.width == width && image.height == height && image.depth == capacity
            && image.texels.count == byteCount
    }

    /// Replaces all pictures.
    func restore(_ image: StackMemory.Image, head: Int, count: Int) {
        image.texels.withUnsafeBytes { bytes in
            glTextureSubImage3D(
                name, 0, 0, 0, 0, GLsizei(width), GLsizei(height), GLsizei(capacity),
                format.transferFormat, format.transferType, bytes.baseAddress)
        }
        place(head: head, count: count)
    }

    private var byteCount: Int { width * height * capacity * format.texelByteCount }
}

/// The pictures layers may show, as the render thread has them. Owned by the render thread.
final class PictureStore {
    /// Beyond this many the ones not shown for longest are dropped.
    static let countMax = 64

    private var pictures: [PictureKey: LoadedPicture] = [:]
    private var age: [PictureKey] = []

    func add(_ picture: LoadedPicture) {
        pictures[picture.key] = picture
        touch(picture.key)
        while age.count > Self.countMax { pictures[age.removeFirst()] = nil }
    }

    func picture(_ key: PictureKey) -> RenderTarget? {
        guard case .picture(let target) = pictures[key]?.content else { return nil }
        touch(key)
        return target
    }

    func table(_ key: PictureKey) -> ColorTable? {
        guard case .table(let table) = pictures[key]?.content else { return nil }
        touch(key)
        return table
    }

    private func touch(_ key: PictureKey) {
        age.removeAll { $0 == key }
        age.append(key)
    }
}

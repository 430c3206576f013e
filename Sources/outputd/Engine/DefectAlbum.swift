import Common
import Foundation
import Imaging
import Quality

/// The thumbnails of defects in the state directory: the newest are kept. Owned by the quality loop.
struct DefectAlbum {
    private let folder: String
    private let keepCount: Int

    /// Keeps `keepCount` pictures in `<state>/defects`; 0 keeps none.
    init(state: String, keepCount: Int) {
        folder = state + "/defects"
        self.keepCount = keepCount
    }

    /// Stores what was seen when a defect was found. Returns the file's path below the state directory,
    /// empty where there is none. Blocks for the file system.
    func store(_ sample: PictureSample, matrix: ColorMatrix, defect: Defect, id: UInt64) -> String {
        guard keepCount > 0 else { return "" }
        let name = "\(id)-\(defect.rawValue).png"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let image = try RGBImage(
                width: sample.columns, height: sample.rows, bytes: sample.rgb(matrix))
            let png = try PNGEncoder.encode(image)
            try Data(png).write(to: URL(fileURLWithPath: folder + "/" + name))
            try prune()
            return "defects/" + name
        } catch {
            // A full disk costs thumbnails, never the defect.
            return ""
        }
    }

    private func prune() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".png") }
        guard files.count > keepCount else { return }
        let dated = files.map { name -> (name: String, date: Date) in
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: folder + "/" + name)
            return (name, attributes?[.modificationDate] as? Date ?? .distantPast)
        }
        for old in dated.sorted(by: { $0.date < $1.date }).prefix(files.count - keepCount) {
            try? FileManager.default.removeItem(atPath: folder + "/" + old.name)
        }
    }
}

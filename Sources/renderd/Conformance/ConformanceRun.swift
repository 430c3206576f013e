public import Common
import Foundation
public import Imaging
import Proto
import Shaders

/// Tries every shader below a folder, and writes a table and a contact sheet.
public struct ConformanceRun {
    /// One line of the table.
    public struct Entry: Sendable {
        /// The file, relative to the folder.
        public var file: String
        /// How its trial went.
        public var report: TrialReport

        /// `ok`, `constant` or `failed`.
        public var result: String {
            guard report.isUsable else { return "failed" }
            return report.isConstant ? "constant" : "ok"
        }
    }

    private let folder: String
    private let process: TrialProcess
    private static let thumbnail = (width: 160, height: 90)

    /// Prepares a run over the `.fs` files below `folder`.
    public init(folder: String, process: TrialProcess = TrialProcess(limit: .seconds(60))) {
        self.folder = folder
        self.process = process
    }

    /// Tries all files, in the order of their names; `progress` is told each. Blocks for minutes.
    public func run(_ progress: (Entry) -> Void) -> [Entry] {
        var files: [String] = []
        if let all = FileManager.default.enumerator(atPath: folder) {
            for case let name as String in all where name.hasSuffix(".fs") { files.append(name) }
        }
        return files.sorted().map { file in
            let small = Self.thumbnail
            let request = ShaderTrial.Request(
                path: folder + "/" + file, sizes: [small, (90, 122), (33, 17)], frameCount: 12,
                isExamined: true)
            let entry = Entry(file: file, report: process.run(request))
            progress(entry)
            return entry
        }
    }

    /// The table as Markdown: file, role, result, build and first-frame time, error.
    public static func table(_ entries: [Entry]) -> String {
        var text = "| file | role | result | build ms | first frame ms | remark |\n"
        text += "|---|---|---|---:|---:|---|\n"
        for entry in entries {
            let report = entry.report
            var remark = report.hasNonFinite ? "draws what is no number" : ""
            if let away = report.fusedDifference, away > 0 {
                remark = "fused it differs by \((away * 10_000).rounded() / 10_000)"
            }
            if let error = report.error { remark = "\(error)".replacing("|", with: "/") }
            let times = [report.buildMilliseconds, report.firstFrameMilliseconds].map { time in
                time.map { "\(($0 * 10).rounded() / 10)" } ?? ""
            }
            text += "| \(entry.file) | \(report.role) | \(entry.result) | \(times[0]) | "
            text += "\(times[1]) | \(remark) |\n"
        }
        let counts = Dictionary(grouping: entries, by: \.result).mapValues(\.count)
        let summary = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let fused = entries.compactMap(\.report.fusedDifference)
        return text + "\n\(entries.count) files: \(summary.joined(separator: ", "));"
            + " \(fused.count) with a fused form, \(fused.count(where: { $0 == 0 })) equal to the bit\n"
    }

    /// All thumbnails side by side as PNG, in the order of the table; failures are red.
    public static func contactSheet(_ entries: [Entry]) throws(ImagingError) -> [UInt8] {
        let (width, height) = thumbnail
        let gap = 4
        let columns = 16
        let rows = max((entries.count + columns - 1) / columns, 1)
        let sheetWidth = columns * (width + gap) + gap
        let sheetHeight = rows * (height + gap) + gap
        var bytes = [UInt8](repeating: 40, count: sheetWidth * sheetHeight * 3)
        for (number, entry) in entries.enumerated() {
            let left = gap + number % columns * (width + gap)
            let top = gap + number / columns * (height + gap)
            let picture = entry.report.thumbnail
            let isThere = picture.count == width * height * 3
            for y in 0..<height {
                let target = ((top + y) * sheetWidth + left) * 3
                for x in 0..<width * 3 {
                    bytes[target + x] =
                        isThere ? picture[y * width * 3 + x] : x % 3 == 0 ? 200 : 0
                }
            }
        }
        return try PNGEncoder.encode(
            RGBImage(width: sheetWidth, height: sheetHeight, bytes: bytes), level: 6)
    }
}

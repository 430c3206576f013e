public import Common
import Foundation
public import Proto
public import Shaders

/// What `renderd --measure` prints: one JSON object.
public struct MeasureReport: Sendable, Encodable {
    /// The driver's name for what draws.
    public var renderer: String
    /// Whether the processor draws.
    public var isSoftware: Bool
    /// One entry for each format asked for, in order.
    public var formats: [FrameMeasurement]

    enum CodingKeys: String, CodingKey {
        case renderer
        case isSoftware = "is_software"
        case formats
    }

    /// Measures `formats`; each size once, since the rate costs nothing.
    ///
    /// Throws `GraphicsError` or `ShaderFileError`.
    public static func measure(
        _ formats: [VideoFormat], layers: [SnapshotLayer], library: ShaderLibrary
    ) throws -> MeasureReport {
        let context = try GraphicsContext()
        try context.makeCurrent()
        var report = MeasureReport(
            renderer: context.rendererName, isSoftware: context.isSoftware, formats: [])
        context.resign()
        var measured: [String: FrameMeasurement] = [:]
        for format in formats {
            let size = "\(format.width)x\(format.height)"
            var entry: FrameMeasurement
            if let known = measured[size] {
                entry = known
            } else {
                entry = try FrameMeasurement.measure(format, layers: layers, library: library)
            }
            measured[size] = entry
            entry.format = "\(format)"
            report.formats.append(entry)
        }
        return report
    }

    /// The report as JSON, one line.
    public func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}

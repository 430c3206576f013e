internal import Common
internal import Foundation
internal import Logging

/// What a card that was killed left of its recordings: segments beside the target, which nobody
/// joined. The next card joins them into a file of their own, `NAME.recovered-RUN.EXTENSION`, and
/// leaves the new recording alone. On a thread of its own, that gives way to others.
struct SinkRecovery {
    let path: String
    let container: SinkContainer
    let format: VideoFormat
    let environment: [String: String]

    /// Segments by the run that wrote them, in their order, but for those of `run`.
    func leftBehind(except run: String) -> [String: [String]] {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var found: [String: [(number: Int, path: String)]] = [:]
        for name in names {
            // NAME.RUN-NUMBER.mkv, with RUN in hexadecimal.
            guard name.hasPrefix(url.lastPathComponent + "."), name.hasSuffix(".mkv") else {
                continue
            }
            let middle = name.dropFirst(url.lastPathComponent.count + 1).dropLast(4)
            let parts = middle.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, UInt64(parts[0], radix: 16) != nil,
                let number = Int(parts[1]), parts[0] != run
            else { continue }
            found[String(parts[0]), default: []].append(
                (number, folder.appendingPathComponent(name).path))
        }
        return found.mapValues { $0.sorted { $0.number < $1.number }.map(\.path) }
    }

    /// Joins each run's segments. Blocks for ffmpeg.
    func join(_ runs: [String: [String]]) {
        let log = Logger(label: "sink")
        for (run, paths) in runs.sorted(by: { $0.key < $1.key }) {
            let target = target(of: run)
            var files = SinkFiles(
                path: target, container: container, format: format, run: run,
                environment: environment)
            files.adopt(paths)
            guard !files.segments.isEmpty else { continue }
            if let problem = files.join() {
                log.error("a killed recording stays in pieces: \(problem)")
            } else {
                let frames = files.segments.reduce(0) { $0 + ($1.frameCount ?? 0) }
                log.notice(
                    "a killed recording was completed: \(target)",
                    metadata: ["file": "\(target)", "frames": "\(frames)"])
            }
        }
    }

    private func target(of run: String) -> String {
        let url = URL(fileURLWithPath: path)
        return url.deletingPathExtension().path + ".recovered-\(run)." + url.pathExtension
    }
}

import Common
import Foundation
import VirtualCard

/// What `holdover up` was asked for, checked and turned into the children's settings, before
/// anything starts: a mistake is told at once and stops nothing that is on air.
struct UpSettings {
    let configuration: Configuration
    /// For the children.
    let environment: [String: String]
    /// Absolute, or nil.
    let configFile: String?
    /// Frames to record from the first programme frame on.
    let frameCount: Int?
    /// The stack to put on air; nil: as it was.
    let presetFile: String?
    let isDemo: Bool
    /// The demo's own stack goes on air only where there is none yet.
    let keepsExistingStack: Bool
    /// The first line printed.
    let announcement: String

    init(_ up: UpCommand, environment: [String: String]) throws {
        var environment = environment
        environment["HOLDOVER_INSTANCE_NAME"] = try up.options.load(environment: environment)
            .instance
        if let input = up.input {
            environment["HOLDOVER_INPUT_1_SOURCE"] = try Self.input(input)
        }
        if !up.output.isEmpty {
            let sinks = try up.output.map(Self.output)
            environment["HOLDOVER_OUTPUT_1_SINKS"] = sinks.joined(separator: ",")
        }
        if let shaders = up.shaders {
            environment["HOLDOVER_PATHS_SHADERS"] = try Self.folder(shaders)
        }
        if let lanes = up.lanes { environment["HOLDOVER_RENDER_LANES"] = "\(lanes)" }
        // Printing a backtrace keeps a dead process for seconds, and its stage off the air.
        if environment["SWIFT_BACKTRACE"] == nil { environment["SWIFT_BACKTRACE"] = "enable=no" }
        if up.demo { environment["HOLDOVER_INSTANCE_DEMO"] = "true" }
        var announcement = ""
        if up.format == "auto" {
            let measured = try FormatMeasurement.choose(
                preset: up.preset.map(Self.absolute),
                shaders: environment["HOLDOVER_PATHS_SHADERS"], environment: environment)
            environment["HOLDOVER_CHANNEL_FORMAT"] = measured.format
            announcement = measured.sentence
        } else if let format = up.format {
            guard VideoFormat(parsing: format) != nil else {
                throw CommandFailure(
                    "\"\(format)\" is no picture format",
                    remedy: "Write WIDTHxHEIGHTpRATE, such as 1280x720p50, or auto", code: .usage)
            }
            environment["HOLDOVER_CHANNEL_FORMAT"] = format
        }
        var configuration = try up.options.load(environment: environment)
        if let duration = up.duration {
            let count = configuration.format.rate.frames(in: .seconds(Int64(duration)))
            environment["HOLDOVER_OUTPUT_1_RECORD_FROM"] = "programme"
            environment["HOLDOVER_OUTPUT_1_RECORD_FRAMES"] = "\(count)"
            configuration = try up.options.load(environment: environment)
            frameCount = Int(count)
        } else {
            frameCount = nil
        }
        try Self.checkMedia(configuration, environment)
        isDemo = up.demo
        keepsExistingStack = up.preset == nil
        presetFile = try up.preset.map(Self.preset) ?? (up.demo ? Self.demoPreset() : nil)
        configFile = up.options.config.map(Self.absolute)
        self.configuration = configuration
        self.environment = environment
        self.announcement =
            (announcement.isEmpty ? "" : announcement + "\n")
            + "instance \(configuration.instance): \(configuration.format) on "
            + configuration.outputs.map { Self.words($0.device) }.joined(separator: " and ")
            + ", input \(configuration.inputs[0].source)"
    }

    private static func words(_ device: OutputTarget) -> String {
        switch device {
        case .virtual(let name): name.map { "the virtual card of \($0)" } ?? "a virtual card"
        case .decklink(let selector): "\(selector)"
        }
    }

    // MARK: Checks

    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: NSString(string: path).expandingTildeInPath).path
    }

    private static func input(_ text: String) throws -> String {
        guard let source = InputSource(parsing: text) else {
            throw CommandFailure(
                "\"\(text)\" is no input",
                remedy: "Write test:bars, file:PATH, url:URL or decklink:N",
                code: .usage)
        }
        guard case .file(let path) = source else { return text }
        return "file:" + absolute(path)
    }

    /// A sink with its file's path made absolute, refused where the card would refuse it.
    private static func output(_ text: String) throws -> String {
        var text = text
        if text.hasPrefix("file:") {
            let parts = text.dropFirst(5).components(separatedBy: "?codec=")
            let options = parts.dropFirst().map { "?codec=" + $0 }.joined()
            text = "file:" + absolute(parts[0]) + options
            try checkFolder(of: absolute(parts[0]))
        }
        do {
            _ = try SinkSpecification(parsing: text)
        } catch {
            throw CommandFailure("\(error)", remedy: "", code: .usage)
        }
        guard !text.contains(",") else {
            throw CommandFailure(
                "output \(text) has a comma in it", remedy: "Name it without one", code: .usage)
        }
        return text
    }

    private static func checkFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(folder, W_OK) == 0 else {
            throw CommandFailure(
                "cannot write into \(folder): \(String(cString: strerror(errno)))",
                remedy: "Choose a folder that exists and may be written to")
        }
    }

    private static func folder(_ path: String) throws -> String {
        let path = absolute(path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            isFolder.boolValue, access(path, R_OK | X_OK) == 0
        else {
            throw CommandFailure(
                "\(path) is no readable folder", remedy: "Give --shaders a folder of ISF shaders",
                code: .usage)
        }
        return path
    }

    private static func preset(_ path: String) throws -> String {
        let path = absolute(path)
        let problem: String
        if let data = FileManager.default.contents(atPath: path) {
            do {
                _ = try JSONSerialization.jsonObject(with: data)
                return path
            } catch {
                problem = "is no JSON document: \(error.localizedDescription)"
            }
        } else {
            problem = "cannot be read"
        }
        throw CommandFailure(
            "preset \(path) \(problem)",
            remedy: "`holdover preset export NAME` writes one", code: .usage)
    }

    private static func demoPreset() -> String? {
        let environment = ProcessInfo.processInfo.environment
        guard let root = DataPaths.locate(environment: environment)?.root else { return nil }
        let path = root + "/shaders/demo.preset.json"
        return access(path, R_OK) == 0 ? path : nil
    }

    private static func checkMedia(
        _ configuration: Configuration, _ environment: [String: String]
    ) throws {
        let files = configuration.inputs.filter {
            switch $0.source {
            case .file, .url: true
            default: false
            }
        }
        let sinks = configuration.outputs.flatMap(\.sinks)
        guard !files.isEmpty || !sinks.isEmpty else { return }
        guard ChildProcess.locate("ffmpeg", environment: environment) != nil else {
            throw CommandFailure(
                "ffmpeg is not on the PATH, and \(files.first?.source.description ?? sinks[0]) "
                    + "needs it", remedy: "Install it: make setup, or apt-get install ffmpeg")
        }
        for input in files {
            guard case .file(let path) = input.source else { continue }
            try MediaProbe.check(path, environment: environment)
        }
    }
}

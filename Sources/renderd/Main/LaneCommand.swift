import ArgumentParser
import Common
import Foundation
import Logging
import Renderer
import Shaders

/// `renderd`: draws the programme, or something offline.
struct RenderProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renderd", abstract: "Draws the programme, or tries shaders.",
        subcommands: [
            LaneCommand.self, TrialCommand.self, ConformanceCommand.self,
            RenderCommand.self,
        ],
        defaultSubcommand: LaneCommand.self)
}

/// `renderd lane`, or `renderd` alone: draws the programme, or measures what this machine can draw.
struct LaneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lane", abstract: "Draws one lane of the programme.",
        discussion: """
            Everything else comes from the configuration. With --measure it draws a stack offline \
            and prints frame times as JSON; with --still it writes one frame as raw UYVY.
            """)

    @Option(help: "Which lane to draw: a or b.")
    var lane = "a"

    @Option(help: "The configuration file.")
    var config: String?

    @Option(help: "The instance's name.")
    var instance: String?

    @Option(
        parsing: .upToNextOption,
        help: "Measure these formats, such as 1280x720p50, instead of going on air.")
    var measure: [String] = []

    @Option(help: "The preset to measure or to draw a still of; the shipped demo by default.")
    var preset: String?

    @Option(help: "The shader folder; the configured or shipped one by default.")
    var shaders: String?

    @Option(help: "Write one frame of the preset to this file as raw UYVY.")
    var still: String?

    @Option(help: "The format of the still.")
    var format = "1280x720p50"

    @Option(help: "Which frame the still shows.")
    var frame: Int64 = 100

    @Option(help: "A raw UYVY picture below the layers of the still; colour bars by default.")
    var picture: String?

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try Configuration.load(
            file: config, instance: instance, environment: environment)
        let paths = InstancePaths(instance: configuration.instance, environment: environment)
        try paths.create()
        let cacheProblem = ProgramCache.use(paths.state + "/shader-cache")
        guard measure.isEmpty, still == nil else {
            return try offline(configuration, environment)
        }
        guard lane == "a" || lane == "b" else {
            throw ValidationError("--lane is a or b")
        }
        LogSetup.bootstrap(
            process: "renderd.\(lane)", level: configuration.logLevel, environment: environment)
        let logger = Logger(label: "renderd")
        if let cacheProblem { logger.warning("\(cacheProblem)") }
        let daemon = LaneDaemon(
            lane: lane, configuration: configuration, paths: paths, environment: environment,
            logger: logger)
        TerminationSignals.handle(reload: { [config] in daemon.reload(file: config) }) {
            daemon.stop()
        }
        do {
            try daemon.run()
        } catch {
            logger.critical("cannot go on: \(error)")
            Self.leave(1)
        }
        Self.leave(0)
    }

    /// Ends the process without the C++ destructors of the GL driver: a build that is still under
    /// way (it cannot be interrupted) would crash in them.
    private static func leave(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }

    private func offline(_ configuration: Configuration, _ environment: [String: String]) throws {
        guard
            let folder = shaders
                ?? DataPaths.locate(environment: environment)?.shaders(configuration)
        else {
            throw ValidationError("no shader folder was found; name one with --shaders")
        }
        let library = ShaderLibrary.scan(directory: folder)
        let path = preset ?? folder + "/demo.preset.json"
        let layers = try PresetLayers.load(path: path, library: library)
        if let still {
            guard let video = VideoFormat(parsing: format) else {
                throw ValidationError("\"\(format)\" is no format such as 1280x720p50")
            }
            let picture = try picture.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            let bytes = try Still.draw(
                video, layers: layers, library: library, frame: FrameIndex(frame),
                picture: picture.map { [UInt8]($0) })
            try Data(bytes).write(to: URL(fileURLWithPath: still))
            return
        }
        let formats = try measure.map { text in
            guard let format = VideoFormat(parsing: text) else {
                throw ValidationError("\"\(text)\" is no format such as 1280x720p50")
            }
            return format
        }
        print(try MeasureReport.measure(formats, layers: layers, library: library).json())
    }
}

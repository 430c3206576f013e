import ArgumentParser
import Common
import Foundation
import Renderer
import Shaders
import Synchronization

/// `renderd render`: draws a show offline; `holdover render` is the same.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Draws a show offline into a file, frame by frame, as it would be on air.",
        discussion: """
            As fast as the machine goes, and no frame is dropped: whatever is slow is waited for. Two \
            runs give the same pictures. What lies below the layers is the first input; frames, and \
            pictures of inputs, count from 0. Needs no running instance. Exit codes: 0 done, 1 failed \
            (nothing is left of the file), 2 wrong usage.
            """)

    @Option(name: .shortAndLong, help: "The file: .mkv (lossless), .mov, .mp4, or .raw.")
    var output: String

    @Option(help: "The preset to draw.")
    var preset: String?

    @Flag(help: "Draw the stack that the instance has, or had last, on air.")
    var stack = false

    @Flag(help: "Draw again what the instance drew on air, slot by slot, from its recording.")
    var recording = false

    @Option(help: "Whose recording, or stack: a or b.")
    var lane = "a"

    @Option(help: "With --recording: write the slot of each picture there, one a line.")
    var slots: String?

    @Option(help: "A file, file:PATH or test:bars; input 1 first, once for each. Bars by default.")
    var input: [String] = []

    @Flag(help: "Inputs begin again after their end.")
    var loop = false

    @Option(help: "The pictures' size and rate; the configured one by default.")
    var format: String?

    @Option(help: "The first frame; of a recording the slot, as holdover slots names it.")
    var from: Int64?

    @Option(help: "The last frame; up to the end of the first input that ends by default.")
    var to: Int64?

    @Option(help: "What is written: uyvy, v210, or bgra (fill with key); configured by default.")
    var pixelFormat: String?

    @Option(help: "The shader folder; the configured or shipped one by default.")
    var shaders: String?

    @Option(help: "The configuration file.")
    var config: String?

    @Option(help: "The instance's name.")
    var instance: String?

    @Flag(help: "Say nothing while it goes on.")
    var quiet = false

    func validate() throws {
        guard from ?? 0 >= 0, to.map({ $0 >= from ?? 0 }) ?? true else {
            throw ValidationError("--from is 0 or more, and --to not before it")
        }
        guard [preset != nil, stack, recording].count(where: { $0 }) == 1 else {
            throw ValidationError("say what to draw: --preset FILE, --stack or --recording")
        }
        guard lane == "a" || lane == "b" else { throw ValidationError("--lane is a or b") }
        guard recording || to != nil || input.contains(where: { $0 != "test:bars" }) && !loop else {
            throw ValidationError("nothing ends here by itself: say --to FRAME")
        }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try Configuration.load(
            file: config, instance: instance, environment: environment)
        let paths = InstancePaths(instance: configuration.instance, environment: environment)
        // Without a cache it only compiles longer.
        _ = ProgramCache.use(paths.state + "/shader-cache")
        signal(SIGPIPE, SIG_IGN)
        let isStopped = StopMark()
        TerminationSignals.handle { isStopped.set() }
        let meter = ProgressMeter(isQuiet: quiet)
        let summary = try draw(configuration, paths, environment) { progress in
            meter.tell(progress)
            return !isStopped.isSet
        }
        print(ProgressMeter.sentence(summary, output))
        // Without the destructors of the driver.
        fflush(nil)
        _exit(0)
    }

    private func draw(
        _ configuration: Configuration, _ paths: InstancePaths, _ environment: [String: String],
        isGoingOn: @escaping (ShowRun.Progress) -> Bool
    ) throws -> ShowRun.Progress {
        let clips = clips(recording || !input.isEmpty ? input : ["test:bars"])
        try ShowClip.refuse(clips, at: output)
        guard recording else {
            let settings = try settings(configuration)
            let show = try content(configuration, paths, environment)
            return try ShowRun(settings, from: from ?? 0, to: to).draw(
                show, over: clips, into: output, isGoingOn: isGoingOn)
        }
        return try ShowRun.redraw(
            lane: lane, of: paths, from: from, to: to, over: clips, into: output,
            slots: slots, isGoingOn: isGoingOn)
    }

    private func settings(_ configuration: Configuration) throws -> ShowSettings {
        var video = configuration.format
        if let format {
            guard let own = VideoFormat(parsing: format) else {
                throw ValidationError("\"\(format)\" is no format such as 1280x720p50")
            }
            video = own.with(pixelFormat: video.pixelFormat) ?? own
        }
        if let pixelFormat {
            guard let layout = PixelFormat(rawValue: pixelFormat), layout != .nv12,
                let own = video.with(pixelFormat: layout)
            else { throw ValidationError("--pixel-format is uyvy, v210 or bgra") }
            video = own
        }
        var settings = ShowSettings(
            format: video, workingFormat: configuration.workingFormat,
            historyLengthMax: configuration.integer("render.history_frames_max"))
        settings.hasTransparentBackground = configuration.hasTransparentBackground
        return settings
    }

    private func content(
        _ configuration: Configuration, _ paths: InstancePaths, _ environment: [String: String]
    ) throws -> ShowContent {
        guard let preset else {
            return try ShowContent(snapshotFile: "\(paths.runtime)/renderd.\(lane).snapshot")
        }
        guard
            let folder = shaders
                ?? DataPaths.locate(environment: environment)?.shaders(configuration)
        else { throw ValidationError("no shader folder was found; name one with --shaders") }
        return try ShowContent(preset: preset, library: ShaderLibrary.scan(directory: folder))
    }

    private func clips(_ sources: [String]) -> [ShowClip] {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let decoder = own.deletingLastPathComponent().appendingPathComponent("ingressd").path
        return sources.map {
            ShowClip($0, decoder: decoder, loops: loop)
        }
    }
}

/// Set by a signal, looked at between frames.
private final class StopMark: Sendable {
    private let mark = Atomic(false)
    var isSet: Bool { mark.load(ordering: .relaxed) }
    func set() { mark.store(true, ordering: .relaxed) }
}

import ArgumentParser
import Common
import Foundation
import Frames

/// `holdover up`: all daemons and the card as children of one terminal.
struct UpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start every daemon and the virtual card, restart what dies, stop in order.",
        discussion: """
            Ctrl-C stops in order, a second Ctrl-C kills. The exit code is 0 only if no output \
            slot was lost. In production systemd does this; see docs/OPERATING.md.
            """)

    @OptionGroup var options: InstanceOptions

    @Option(help: "test:bars, file:PATH or url:URL.")
    var input: String?

    @Option(help: "file:PATH or url:URL; may be given several times. The virtual card records it.")
    var output: [String] = []

    @Option(help: "Such as 1280x720p50; auto: the best this machine can draw, measured.")
    var format: String?

    @Option(help: "A stack preset (JSON) to put on air.")
    var preset: String?

    @Option(help: "The shader library to use instead of the one that ships.")
    var shaders: String?

    @Option(help: "Stop this many seconds after the first programme frame.")
    var duration: Int?

    @Option(help: "Renderers side by side, 1 or 2: with two, the death of one costs no frame.")
    var lanes: Int?

    @Flag(help: "The demo show, and buttons on the page that kill each daemon.")
    var demo = false

    func validate() throws {
        if let lanes, !(1...2).contains(lanes) { throw ValidationError("--lanes takes 1 or 2") }
        if let duration, duration < 1 { throw ValidationError("--duration takes seconds, from 1") }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let setup = try UpSettings(self, environment: environment)
        let configuration = setup.configuration
        let paths = InstancePaths(instance: configuration.instance, environment: environment)
        do {
            try paths.create()
        } catch {
            throw CommandFailure("\(error)", remedy: "")
        }
        let lock = try InstanceLock(paths)
        defer { withExtendedLifetime(lock) {} }
        let plan = ShowPlan(
            programs: ShowPlan.ownFolder(), configuration: configuration,
            configFile: setup.configFile, environment: setup.environment)
        try plan.checkPrograms()
        let plane = FramePlane(paths)
        try checkNothingForeign(plane)
        // What a killed supervisor left behind; nobody writes it, as the lock just showed.
        plane.removeAll()
        let console = Console()
        console.print(setup.announcement)
        let watch = OnAirWatch(in: plane, wantedFrames: setup.frameCount)
        let ending = try supervise(plan, setup, paths, console, watch)
        _ = watch.isFinished()
        cleanUp(plane)
        try conclude(ending, watch, console)
    }

    /// What is not ours under our names is nobody's to remove but its owner's.
    private func checkNothingForeign(_ plane: FramePlane) throws {
        for object in ObjectName.all {
            do throws(SharedObjectError) {
                _ = try SharedObject.open(plane.name(object))
            } catch {
                guard case .foreign = error else { continue }
                throw CommandFailure("\(error)", remedy: "")
            }
        }
    }

    private func supervise(
        _ plan: ShowPlan, _ setup: UpSettings, _ paths: InstancePaths, _ console: Console,
        _ watch: OnAirWatch
    ) throws -> SupervisionEnding {
        let time = SystemTimeSource()
        let supervisor = try Supervisor(
            plans: plan.children,
            record: SupervisorRecord(
                pid: getpid(), instance: plan.configuration.instance,
                format: plan.configuration.format.description, isDemo: demo, children: []),
            paths: paths, console: console, time: time)
        supervisor.isFinished = { _ in watch.isFinished() }
        supervisor.liveLine = { watch.line($0, at: time.now()) }
        let show = ShowLoader(setup, paths)
        supervisor.gate = { $0 < ShowPlan.drawingStage ? .open : show.gate(console) }
        supervisor.whenReady = { show.addresses().forEach(console.print) }
        let ending = supervisor.run()
        if supervisor.lastExit(of: ProcessName.card.rawValue)?.isSuccess == false,
            !setup.configuration.outputs.flatMap(\.sinks).isEmpty
        {
            throw CommandFailure(
                "a recording is not complete; the card's words above say why", remedy: "")
        }
        return ending
    }

    /// The pictures go; the timeline page stays, so that `holdover slots` can tell afterwards.
    private func cleanUp(_ plane: FramePlane) {
        for object in ObjectName.all where object != .timeline {
            guard !ObjectLock.isHeld(object, in: plane) else { continue }
            unlink(plane.name(object).path)
        }
    }

    private func conclude(
        _ ending: SupervisionEnding, _ watch: OnAirWatch, _ console: Console
    ) throws {
        if case .failed(let sentence) = ending {
            throw CommandFailure(sentence, remedy: "`holdover doctor` checks this machine")
        }
        // An output that never opened has aired nothing, which is no success.
        guard let totals = watch.latest?.totals, totals.total > 0 else {
            throw CommandFailure("nothing was aired", remedy: "`holdover doctor` looks for reasons")
        }
        console.print("aired \(totals.total) slots: \(OnAirWatch.summary(totals))")
        guard totals.lost == 0 else {
            let causes = LostCause.allCases.filter { $0 != .none && totals[lost: $0] > 0 }
                .map { "\($0) \(totals[lost: $0])" }.joined(separator: ", ")
            throw CommandFailure("\(totals.lost) slots were lost: \(causes)", remedy: "")
        }
    }
}

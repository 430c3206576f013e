import Common
import Foundation

/// Which processes `holdover up` runs, with what, in which order.
struct ShowPlan {
    /// Where the programs lie: beside `holdover` itself.
    let programs: String
    let configuration: Configuration
    /// The configuration file, absolute.
    let configFile: String?
    /// What all children get: our own environment and the options as settings.
    let environment: [String: String]

    /// The folder of the running executable.
    static func ownFolder() -> String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }

    /// The stage in which the renderers start; before it the preset is put in place.
    static let drawingStage = 3

    /// One plan for each process of the instance. The device comes first and goes last but for the
    /// coordinator, which hears how everything ended; playout begins before there is anything to
    /// play, so that what is aired is defined from the first slot.
    var children: [ChildPlan] {
        let quick = Nanoseconds.milliseconds(500)
        let patient = Nanoseconds.seconds(2)
        var plans = [
            child(.card, "holdover", ["card", "run"], patient, start: 0, stop: 1),
            child(.output, "outputd", [], quick, start: 1, stop: 0),
            child(.coordinator, "coordinatord", [], patient, start: 2, stop: 3),
            child(.ingressCapture, "ingressd", ["capture"], patient, start: 2, stop: 2),
            child(.rendererA, "renderd", ["--lane", "a"], quick, start: 3, stop: 2),
            child(.ingressControl, "ingressd", ["control"], patient, start: 3, stop: 2),
        ]
        if configuration.laneCount > 1 {
            plans.append(
                child(.rendererB, "renderd", ["--lane", "b"], quick, start: 3, stop: 2))
        }
        if !HookTargets(configuration, environment: environment).isEmpty {
            // It waits for answers of a coordinator that may be busy with a thousand alarms.
            plans.append(child(.hooks, "holdover", ["hooks"], .seconds(10), start: 3, stop: 2))
        }
        return plans
    }

    private func child(
        _ name: ProcessName, _ program: String, _ words: [String], _ watchdog: Nanoseconds,
        start: Int, stop: Int
    ) -> ChildPlan {
        var arguments = words + ["--instance", configuration.instance]
        if let configFile { arguments += ["--config", configFile] }
        return ChildPlan(
            name: name.rawValue, executable: "\(programs)/\(program)", arguments: arguments,
            environment: environment, watchdog: watchdog, startStage: start, stopStage: stop,
            stopPatience: name == .card ? .seconds(125) : .seconds(8))
    }

    /// Says what is missing, before anything starts.
    func checkPrograms() throws(CommandFailure) {
        for child in children where access(child.executable, X_OK) != 0 {
            throw CommandFailure(
                "there is no program \(child.executable)",
                remedy: "Build all of them: `make build`, or `make release`")
        }
    }
}

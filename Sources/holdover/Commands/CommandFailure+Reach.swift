import ArgumentParser
import Common
import Frames

extension CommandFailure {
    /// Shared memory of the instance holds no timeline.
    static func noTimeline(_ reader: TimelineReader, _ paths: InstancePaths) -> CommandFailure {
        switch reader.lastError {
        case nil, .missing:
            CommandFailure(
                "instance \"\(paths.instance)\" is not there: no timeline at "
                    + paths.sharedMemoryPath("timeline"),
                remedy: "Start it with `holdover up`, or name another one with --instance",
                code: .unreachable)
        case .some(let error):
            CommandFailure("\(error)", remedy: "", code: .failure)
        }
    }
}

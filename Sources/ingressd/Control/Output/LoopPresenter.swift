import Common

/// Every loop of every process of the instance, as they say themselves in the runtime directory.
enum LoopPresenter {
    static func daemons(_ paths: InstancePaths) -> JSONValue {
        .array(
            ProcessName.allCases.compactMap { process in
                LoopReport.read(process.rawValue, paths).map { report in
                    [
                        "name": .string(report.process), "pid": .integer(Int64(report.pid)),
                        "loops": .array(report.loops.map(loop)),
                    ]
                }
            })
    }

    private static func loop(_ entry: LoopEntry) -> JSONValue {
        [
            "name": .string(entry.name), "owner": .string(entry.owner),
            "criticality": .string(entry.criticality.rawValue),
            "state": .string(entry.state.rawValue), "restarts": .count(entry.restarts),
            "lastError": .string(entry.lastError), "thread": .integer(Int64(entry.thread)),
        ]
    }
}

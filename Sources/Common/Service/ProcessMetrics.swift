internal import Foundation

extension MetricsRegistry {
    /// Registers the standard `process_…` series and `build_info`, read from /proc at each scrape,
    /// and how long ago the working loop that feeds `notifier` last said that it is alive.
    public func registerProcessMetrics(
        process: String, notifier: ServiceNotifier, paths: InstancePaths? = nil
    ) {
        if let paths { LoopBoard.process.publish(as: process, in: paths) }
        register { LoopBoard.process.families }
        let time = SystemTimeSource()
        let start = Double(time.wallNanoseconds()) / 1e9
        register {
            guard let age = notifier.heartbeatAge(at: time.now()) else { return [] }
            return [
                Family(
                    "heartbeat_age_seconds", help: "Since the working loop's last sign of life.",
                    kind: .gauge, samples: [Sample(value: age.seconds)])
            ]
        }
        register {
            [
                Family(
                    "process_cpu_seconds_total", help: "User and system time.", kind: .counter,
                    samples: [Sample(value: Self.processorSeconds())]),
                Family(
                    "process_resident_memory_bytes", help: "Resident memory.", kind: .gauge,
                    samples: [Sample(value: Self.residentBytes())]),
                Family(
                    "process_open_fds", help: "Open descriptors.", kind: .gauge,
                    samples: [Sample(value: Self.openDescriptors())]),
                Family(
                    "process_start_time_seconds", help: "Start, seconds since 1970.",
                    kind: .gauge, samples: [Sample(value: start)]),
                Family(
                    "build_info", help: "1; the version as a label.", kind: .gauge,
                    samples: [
                        Sample(
                            labels: [("process", process), ("version", BuildInformation.version)],
                            value: 1)
                    ]),
            ]
        }
    }

    private static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func residentBytes() -> Double {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return 0
        }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func openDescriptors() -> Double {
        Double((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0)
    }
}

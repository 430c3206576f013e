internal import Common
internal import CoordinatorDecision
internal import Foundation

extension RunSettings {
    /// Reads the run's keys. Throws a sentence for an exception that names no component or class.
    init(_ configuration: Configuration) throws(RunSettingError) {
        self.init()
        func milliseconds(_ key: String) -> Nanoseconds {
            .milliseconds(Int64(configuration.integer(key)))
        }
        isAutostart = configuration.flag("run.autostart")
        showTitle = configuration.channelName
        prepareTimeout = milliseconds("run.prepare_timeout_ms")
        outputTimeout = milliseconds("run.output_timeout_ms")
        drainTimeout = milliseconds("run.drain_timeout_ms")
        faultAfter = milliseconds("run.fault_after_ms")
        criticalities = try RunComponent.criticalities(configuration.list("run.criticality"))
        escalateAfter = .seconds(Int64(configuration.integer("alarms.escalate_after_s")))
        alarmsListedMax = configuration.integer("alarms.storm_limit")
    }
}

/// Which boot of the host this is.
enum HostBoot {
    /// The kernel's random id of this boot; empty where it does not tell.
    static var identifier: String {
        guard
            let data = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id")
        else { return "" }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
    }
}

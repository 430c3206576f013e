import Common
import Frames

extension StatusReport {
    /// The report for people.
    var text: String {
        var lines = ["instance \(instance)" + (supervised ? "" : " (not under holdover up)")]
        lines += outputLines
        for daemon in daemons { lines.append(line(of: daemon)) }
        for renderer in renderers { lines.append(line(of: renderer)) }
        if let show {
            lines.append("run       \(show.runState), state version \(show.stateVersion)")
            let layers = show.layers.isEmpty ? "none" : show.layers.joined(separator: ", ")
            lines.append("layers    \(layers)")
            if !show.storeAvailable {
                lines.append("store     UNAVAILABLE: durable changes are refused")
            }
            for alarm in show.alarms { lines.append("ALARM     \(alarm)") }
        } else {
            lines.append("coordinator is away: \(showError ?? "")")
            lines.append("          the picture goes on from the last snapshot")
        }
        return lines.joined(separator: "\n")
    }

    private var outputLines: [String] {
        guard let output else { return ["output    \(outputError ?? "unknown")"] }
        let lost = output.lostSlotsTotal.values.reduce(0, &+)
        let forced = output.forced.map { ", FORCED to \($0)" } ?? ""
        var lines = [
            "output    \(output.format), on air \(output.rung), device \(output.deviceState)"
                + forced + (output.isWriterAlive ? "" : ", outputd IS NOT RUNNING")
        ]
        let sources = output.slotsTotal.sorted { $0.key < $1.key }.map { source, results in
            "\(source) \(results.values.reduce(0, &+))"
        }
        lines.append("slots     \(sources.joined(separator: ", ")); lost \(lost)")
        for (cause, count) in output.lostSlotsTotal.sorted(by: { $0.key < $1.key }) where count > 0
        {
            lines.append("          lost to \(cause): \(count)")
        }
        return lines
    }

    private func line(of daemon: Daemon) -> String {
        let name = daemon.name + String(repeating: " ", count: max(1, 18 - daemon.name.count))
        var parts = [daemon.state]
        if let pid = daemon.pid { parts.append("pid \(pid)") }
        if let restarts = daemon.restarts, restarts > 0 { parts.append("restarts \(restarts)") }
        if !daemon.status.isEmpty { parts.append(daemon.status) }
        let waiting = daemon.queues.filter { $0.depth > 0 || $0.droppedTotal > 0 }
        for queue in waiting {
            let dropped = queue.droppedTotal > 0 ? ", dropped \(Int(queue.droppedTotal))" : ""
            parts.append(
                "queue \(queue.queue) \(Int(queue.depth))/\(Int(queue.capacity))\(dropped)")
        }
        let troubles = Self.troubles(of: daemon.loops).map { "\n          " + $0 }.joined()
        return name + parts.joined(separator: ", ") + troubles
    }

    private func line(of renderer: Renderer) -> String {
        let mean = renderer.renderSecondsMean.map { "\(($0 * 10000).rounded() / 10) ms" } ?? "-"
        return "lane \(renderer.lane)    \(Int(renderer.framesRenderedTotal ?? 0)) frames, "
            + "mean \(mean), overruns \(Int(renderer.overrunsTotal ?? 0))"
    }
}

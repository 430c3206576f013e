import ArgumentParser
import Common
import Foundation
import Frames
import Proto

/// `holdover soak`: breaks a show on air again and again, and counts what the viewer saw.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Break a show on air at random, and count what a viewer saw of it.",
        discussion: """
            Starts a show of its own on the virtual card (or, with --systemd, breaks the installed \
            one), kills, stops and damages its daemons one after the other, and ends with a table: \
            seconds by source, slots lost by outputd's account and by the card's, time to the first \
            fresh frame. A witness of its own (python3) reads a code in the pictures and is compared \
            with outputd slot by slot. The same seed draws the same faults. Exit code 1 where a slot was \
            lost that must not be, the accounts differ, a fault did not hit, or a daemon did not come \
            back.
            """)

    @OptionGroup var options: InstanceOptions

    @Option(help: "How many faults.")
    var faults = 100

    @Option(help: "Draws the faults; 0: by the clock.")
    var seed: UInt64 = 0

    @Option(help: "Only this daemon, such as renderd.a; may be given several times.")
    var daemon: [String] = []

    @Option(
        help: """
            Only this fault: kill, stop, child, header, socket, disk or memory; may be given several \
            times.
            """)
    var fault: [String] = []

    @Option(help: "The show's format.")
    var format = "320x180p50"

    @Option(help: "The show's input: test:bars, file:PATH or url:URL.")
    var input = "test:bars"

    @Option(help: "Renderers side by side, 1 or 2.")
    var lanes = 1

    @Flag(help: "Of two renderers, always break the one whose frames are on air.")
    var onAir = false

    @Flag(inversion: .prefixedNo, help: "Have an independent program read the pictures.")
    var witness = true

    @Flag(help: "Break the installed show under systemd instead of one of its own; as root.")
    var systemd = false

    @Flag(help: "One JSON document with every fault.")
    var json = false

    private static let defaultDaemons = [
        "coordinatord", "ingressd.control", "ingressd.capture", "renderd.a",
    ]

    func validate() throws {
        if faults < 1 { throw ValidationError("--faults takes a number from 1") }
        guard (1...2).contains(lanes) else { throw ValidationError("--lanes takes 1 or 2") }
        for name in daemon where ProcessName(rawValue: name) == nil {
            throw ValidationError(
                "--daemon \(name): there are "
                    + ProcessName.allCases.map(\.rawValue).joined(separator: ", "))
        }
        for name in fault where SoakFault(rawValue: name) == nil {
            throw ValidationError(
                "--fault \(name): there are "
                    + SoakFault.allCases.map(\.rawValue).joined(separator: ", "))
        }
    }

    func run() throws {
        let report: SoakReport
        if systemd {
            let configuration = try options.load()
            let paths = try options.paths()
            report = try storm(
                configuration,
                FaultInjector(target: SystemdTarget(), paths: paths, stateFolder: paths.state))
        } else {
            let show = try SoakShow(format, ["--input", input], lanes: lanes)
            var isGood = false
            defer { show.stop(keepsLog: !isGood) }
            try show.waitForProgramme()
            report = try storm(
                show.configuration,
                FaultInjector(
                    target: SupervisedTarget(paths: show.paths), paths: show.paths,
                    stateFolder: show.stateFolder))
            isGood = report.failures.isEmpty
        }
        print(json ? try JSONLine.pretty(report) : report.text)
        if !report.failures.isEmpty { throw ExitCode.failure }
    }

    private func storm(
        _ configuration: Configuration, _ injector: FaultInjector
    ) throws -> SoakReport {
        // A card that is broken itself can be no witness's source.
        let isWatched = witness && !daemon.contains("card")
        let code = isWatched ? try SoakCode(configuration) : nil
        defer { code?.remove() }
        let witness = isWatched ? try Witness(injector.paths) : nil
        defer { witness?.stop() }
        try witness?.waitUntilJudging()
        let changes = SoakChanges(configuration)
        let storm = try SoakStorm(
            injector: injector, changes: changes, witness: witness, isOnAirOnly: onAir)
        return try report(configuration, storm)
    }

    private func report(
        _ configuration: Configuration, _ storm: SoakStorm
    ) throws -> SoakReport {
        let time = SystemTimeSource()
        let drawn = seed == 0 ? UInt64(time.wallNanoseconds()) : seed
        var (kinds, notDrawn) = possibleKinds(storm.injector)
        kinds.formIntersection(fault.isEmpty ? kinds : Set(fault.compactMap(SoakFault.init)))
        let isLoud = isatty(2) == 1
        let before = try storm.timeline()
        let missedBefore = storm.cardNumber("missed_ticks")
        let hostBefore = storm.host()
        let startedAt = time.now()
        let outcomes = try storm.run(
            count: faults, seed: drawn, daemons: daemons, kinds: kinds
        ) { outcome in
            guard isLoud else { return }
            Self.tell(outcome, of: faults)
        }
        let after = try storm.timeline()
        let seconds = (time.now() - startedAt).seconds
        let testimony = storm.wholeTestimony(to: after.nextIndex)
        let host = storm.host().since(hostBefore)
        let missed = storm.cardNumber("missed_ticks") - missedBefore
        let changes = storm.changes
        changes.check()
        // Whatever stands is told; a coordinator that does not answer has an unknown run.
        let model = try? CoordinatorClient(configuration, patience: .seconds(5)).state()
        return SoakReport(
            format: "\(after.video)", seed: drawn, supervisor: systemd ? "systemd" : "holdover up",
            framesPerSecond: 1 / after.video.rate.period.seconds,
            seconds: seconds,
            slots: SlotSource.allCases.reduce(into: [:]) { slots, source in
                let count = after.totals.total(source) - before.totals.total(source)
                if count > 0 { slots["\(source)"] = count }
            },
            lost: after.totals.lost - before.totals.lost,
            cardMissed: missed,
            changesStored: changes.storedCount, changesLost: changes.lostCount,
            changesProven: changes.isProven,
            runState: model.map { "\($0.run.state)" } ?? "unknown",
            alarms: storm.standingAlarms(), host: host, witness: testimony,
            notDrawn: fault.isEmpty ? notDrawn : [], outcomes: outcomes)
    }

    private var daemons: [String] {
        daemon.isEmpty ? Self.defaultDaemons + (lanes == 2 ? ["renderd.b"] : []) : daemon
    }

    /// What can be drawn here, and why the rest cannot.
    private func possibleKinds(_ injector: FaultInjector) -> (Set<SoakFault>, [String]) {
        var kinds = Set(SoakFault.allCases)
        var reasons: [String] = []
        if let obstacle = injector.diskObstacle {
            kinds.remove(.disk)
            reasons.append("disk (\(obstacle))")
        }
        // Without a file or a stream there is no child to kill.
        if fault.isEmpty, input == "test:bars" { kinds.remove(.child) }
        return (kinds, reasons)
    }

    private static func tell(_ outcome: FaultOutcome, of count: Int) {
        var line =
            "\(outcome.number)/\(count) \(outcome.fault.rawValue) \(outcome.daemon): "
            + "lost \(outcome.lost), repeats \(outcome.slots["repeat"] ?? 0)\n"
        line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    }
}

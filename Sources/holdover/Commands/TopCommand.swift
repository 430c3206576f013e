import ArgumentParser
import Common
import Glibc

/// `holdover top`: status, again and again.
struct TopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Show the status every second, until interrupted.")

    @OptionGroup var options: InstanceOptions

    @Option(help: "Stop after so many times; 0: never.")
    var count = 0

    func run() throws {
        let configuration = try options.load()
        let time = SystemTimeSource()
        var next = time.now()
        var shown = 0
        while count == 0 || shown < count {
            let report = try StatusReport.gather(configuration)
            if isatty(STDOUT_FILENO) == 1 { print("\u{1b}[H\u{1b}[2J", terminator: "") }
            print(report.text)
            fflush(nil)
            shown += 1
            next = max(next + .seconds(1), time.now())
            if count == 0 || shown < count { time.sleep(until: next) }
        }
    }
}

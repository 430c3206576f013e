import ArgumentParser
import Common
import Foundation
import Glibc

/// `holdover force`: the panic control. Speaks to outputd alone.
struct ForceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "force",
        abstract: "Take the output to a safe source at once, or back to automatic.",
        discussion: """
            Works with every other daemon dead, acts within two slots of the device queue and \
            survives restarts until `holdover force auto`.
            """)

    /// What the output can be forced to.
    enum Source: String, ExpressibleByArgument, CaseIterable {
        case hold, passthrough, slate, black, transparent, auto
    }

    @OptionGroup var options: InstanceOptions

    @Argument(help: "hold, passthrough, slate, black, transparent or auto.")
    var source: Source

    func run() throws {
        let paths = try options.paths()
        let answer = try LineSocket.ask("force \(source.rawValue)", at: paths.socket("panic"))
        struct Answer: Decodable {
            let ok: Bool?
            let error: String?
        }
        let decoded = try? JSONDecoder().decode(Answer.self, from: Data(answer.utf8))
        guard let decoded, decoded.ok == true else {
            throw CommandFailure(
                decoded?.error ?? "outputd answered \"\(answer)\"",
                remedy: "See `holdover status` and the log of outputd")
        }
        print(source == .auto ? "automatic" : "forced to \(source.rawValue)")
    }
}

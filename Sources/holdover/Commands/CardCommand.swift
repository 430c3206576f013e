import ArgumentParser
import Common
import Foundation
import VirtualCard

/// `holdover card`: the virtual card, and the faults it can be given.
struct CardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Run the virtual card, ask how it is, and inject faults.",
        subcommands: [
            Run.self, Wanted.self, Status.self, Ticks.self, Late.self, Drop.self, Stall.self,
            Unplug.self,
            Replug.self, Drift.self, Reference.self, Stop.self,
        ],
        defaultSubcommand: Status.self)

    /// Injects a fault and says so.
    static func inject(_ fault: CardFault, _ options: InstanceOptions) throws {
        print(try ask("fault \(fault.text)", options))
    }

    static func ask(_ line: String, _ options: InstanceOptions) throws -> String {
        let paths = try options.paths()
        do {
            return try CardControl.request(line, paths)
        } catch {
            throw CommandFailure("\(error)", remedy: "", code: .unreachable)
        }
    }

    /// `card run`
    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Be the virtual card of the instance, until SIGTERM. `up` starts one itself.")
        @OptionGroup var options: InstanceOptions

        func run() throws {
            let environment = ProcessInfo.processInfo.environment
            let configuration = try options.load()
            LogSetup.bootstrap(
                process: ProcessName.card.rawValue, level: configuration.logLevel,
                environment: environment)
            var card: VirtualCardOptions
            do {
                card = try VirtualCardOptions(configuration, environment: environment)
            } catch {
                throw CommandFailure("\(error)", remedy: "", code: .usage)
            }
            let notifier = ServiceNotifier(environment: environment)
            card.notifier = notifier
            let reload = ConfigurationReload(
                configuration, file: options.config, instance: options.instance,
                environment: environment, notifier: notifier)
            let code = VirtualCard.run(card) { reload.reload(at: SystemTimeSource().now()) }
            guard code == 0 else { throw ExitCode(code) }
        }
    }

    /// `card wanted`
    struct Wanted: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether an output of the configuration is the virtual card.",
            discussion: """
                Exit code 0 where one is, 1 where none is, 255 where the configuration cannot be read: \
                the condition of its unit.
                """)
        @OptionGroup var options: InstanceOptions

        func run() throws {
            let isWanted = try options.loadForCondition().outputs.contains {
                if case .virtual(nil) = $0.device { true } else { false }
            }
            guard isWanted else { throw ExitCode(1) }
        }
    }

    /// `card status`
    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print how the card stands, as JSON.")
        @OptionGroup var options: InstanceOptions

        func run() throws { print(try CardCommand.ask("status", options)) }
    }

    /// `card ticks`
    struct Ticks: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what the card showed at every tick since it began, one JSON line each."
        )
        @OptionGroup var options: InstanceOptions

        func run() throws {
            let paths = try options.paths()
            do {
                for record in try TickFile.read(path: TickFile.path(paths)) { print(record.json) }
            } catch {
                throw CommandFailure("\(error)", remedy: "", code: .unreachable)
            }
        }
    }

    /// `card late`
    struct Late: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the next COUNT slots too late.")
        @OptionGroup var options: InstanceOptions
        @Argument var count = 1

        func run() throws { try CardCommand.inject(.late(count: count), options) }
    }

    /// `card drop`
    struct Drop: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Drop the next COUNT slots.")
        @OptionGroup var options: InstanceOptions
        @Argument var count = 1

        func run() throws { try CardCommand.inject(.drop(count: count), options) }
    }

    /// `card stall`
    struct Stall: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take nothing and answer nothing for TICKS ticks.")
        @OptionGroup var options: InstanceOptions
        @Argument var ticks = 25

        func run() throws { try CardCommand.inject(.stall(ticks: ticks), options) }
    }

    /// `card unplug`
    struct Unplug: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Pull the connector.")
        @OptionGroup var options: InstanceOptions

        func run() throws { try CardCommand.inject(.unplug, options) }
    }

    /// `card replug`
    struct Replug: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put the connector back.")
        @OptionGroup var options: InstanceOptions

        func run() throws { try CardCommand.inject(.replug, options) }
    }

    /// `card drift`
    struct Drift: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the card's clock PPM parts per million faster; negative: slower.")
        @OptionGroup var options: InstanceOptions
        @Argument(help: "-100000 to 100000; negative numbers follow a --.")
        var ppm: Int

        func validate() throws {
            guard (-100_000...100_000).contains(ppm) else {
                throw ValidationError("the drift is -100000 to 100000 parts per million")
            }
        }

        func run() throws { try CardCommand.inject(.drift(partsPerMillion: ppm), options) }
    }

    /// `card reference`
    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the reference away (off) or give it back (on).")
        enum State: String, ExpressibleByArgument, CaseIterable { case on, off }
        @OptionGroup var options: InstanceOptions
        @Argument var state: State

        func run() throws { try CardCommand.inject(.reference(isPresent: state == .on), options) }
    }

    /// `card stop`
    struct Stop: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop the card in order; its recordings are completed.")
        @OptionGroup var options: InstanceOptions

        func run() throws { print(try CardCommand.ask("stop", options)) }
    }
}

import ArgumentParser
import Foundation
import Proto

/// `holdover rundown`: what goes on air in which order.
struct RundownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rundown",
        abstract: "Keep rundowns, load one, cue its items to preview and take them to air.",
        subcommands: [
            List.self, Show.self, Import.self, Export.self, Delete.self, Load.self, Unload.self,
            Cue.self, Take.self, Hold.self, Go.self,
        ], defaultSubcommand: Show.self)

    /// `rundown list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the stored rundowns.")
        @OptionGroup var options: InstanceOptions

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            for rundown in try client.state().rundowns {
                print("\(rundown.name)  \(rundown.itemCount) items")
            }
        }
    }

    /// `rundown show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The loaded rundown: what is on air, what is cued.")
        @OptionGroup var options: InstanceOptions

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            let run = try client.state().run
            guard !run.rundown.isEmpty else {
                print("no rundown is loaded")
                return
            }
            for (position, item) in run.rundownItems.enumerated() {
                let number = UInt32(position + 1)
                let mark =
                    number == run.rundownPosition
                    ? "on air" : number == run.cuedPosition ? run.cueReady ? "ready" : "cued" : ""
                let length =
                    item.durationNanoseconds == 0
                    ? "" : "  \(Double(item.durationNanoseconds) / 1e9) s"
                let start = item.startAt.isEmpty ? "" : "  at \(item.startAt)"
                print("\(number)  \(item.name)  \(item.preset)\(length)\(start)  \(mark)")
            }
        }
    }

    /// `rundown import`
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Store a rundown from a JSON file.")
        @OptionGroup var options: MutationOptions
        @Argument var name: String
        @Argument(help: "The JSON file.")
        var file: String
        @Flag(help: "Replace an existing one.")
        var overwrite = false

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure(
                    "cannot read \(file)",
                    remedy: "Give a file as docs/RUN.md describes it")
            }
            try options.perform(
                .importRundown(
                    ImportRundown(
                        name: name, json: String(decoding: data, as: UTF8.self),
                        overwrite: overwrite)))
        }
    }

    /// `rundown export`
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a stored rundown as JSON.")
        @OptionGroup var options: InstanceOptions
        @Argument var name: String

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            let answer = try client.ask(.exportRundown(ExportRundown(name: name)))
            guard case .rundownDocument(let document) = answer, document.found else {
                throw CommandFailure(
                    "there is no rundown \"\(name)\"",
                    remedy: "`holdover rundown list` names them")
            }
            print(document.json)
        }
    }

    /// `rundown delete`
    struct Delete: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a stored rundown.")
        @OptionGroup var options: MutationOptions
        @Argument var name: String

        func run() throws { try options.perform(.deleteRundown(DeleteRundown(name: name))) }
    }

    /// `rundown load`
    struct Load: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Load a stored rundown.")
        @OptionGroup var options: MutationOptions
        @Argument var name: String

        func run() throws { try options.perform(.loadRundown(LoadRundown(name: name))) }
    }

    /// `rundown unload`
    struct Unload: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the loaded rundown away; what is on air stays.")
        @OptionGroup var options: MutationOptions

        func run() throws { try options.perform(.loadRundown(LoadRundown())) }
    }

    /// `rundown cue`
    struct Cue: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cue an item to preview: the next, or jump to another.")
        @OptionGroup var options: MutationOptions
        @Argument(help: "Its number, from 1; without one the next.")
        var position: UInt32 = 0

        func run() throws { try options.perform(.cueItem(CueItem(position: position))) }
    }

    /// `rundown take`
    struct Take: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the cued item to air; the next one is cued by itself.")
        @OptionGroup var options: MutationOptions
        @OptionGroup var transition: TransitionOptions
        @Option(help: "The item meant; if it is on air already nothing happens.")
        var item: UInt32 = 0

        func run() throws {
            let outcome = try options.perform(
                .takeNextItem(
                    TakeNextItem(transition: transition.transition, position: item)))
            for note in outcome.telemetryNotes { print(note) }
        }
    }

    /// `rundown hold`
    struct Hold: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep the loaded rundown from going on by itself.")
        @OptionGroup var options: MutationOptions

        func run() throws { try options.perform(.holdRundown(HoldRundown(held: true))) }
    }

    /// `rundown go`
    struct Go: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let it go on by itself again.")
        @OptionGroup var options: MutationOptions

        func run() throws { try options.perform(.holdRundown(HoldRundown(held: false))) }
    }
}

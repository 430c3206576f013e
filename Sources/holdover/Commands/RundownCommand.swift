import ArgumentParser
import Proto

/// `holdover rundown`: what goes on air in which order.
struct RundownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rundown",
        abstract: "Keep rundowns, load one, cue its items to preview and take them to air.",
        subcommands: [
            List.self, Show.self, ImportDocument<StoredRundown>.self,
            ExportDocument<StoredRundown>.self, DeleteDocument<StoredRundown>.self, Load.self,
            Unload.self, Cue.self, Take.self, Hold.self, Go.self,
        ], defaultSubcommand: Show.self)

    /// `rundown list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the stored rundowns.")
        @OptionGroup var options: InstanceOptions

        func run() throws {
            for rundown in try options.withClient({ try $0.state().rundowns }) {
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
            let run = try options.withClient { try $0.state().run }
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
            try options.report(
                .takeNextItem(
                    TakeNextItem(transition: transition.transition, position: item)))
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

/// Rundowns as stored documents.
enum StoredRundown: StoredDocument {
    static let noun = "rundown"
    static let thing = "rundown"
    static let remedy = "Give a file as docs/RUN.md describes it"

    static func deletion(of name: String) -> Command.Action {
        .deleteRundown(DeleteRundown(name: name))
    }
    static func importing(_ name: String, _ json: String, overwrite: Bool) -> Command.Action {
        .importRundown(ImportRundown(name: name, json: json, overwrite: overwrite))
    }
    static func export(of name: String) -> Query.Ask { .exportRundown(ExportRundown(name: name)) }
    static func document(_ answer: Reply.Answer) -> String? {
        guard case .rundownDocument(let document) = answer, document.found else { return nil }
        return document.json
    }
}

import ArgumentParser
import Foundation
import Proto

/// `holdover preset`: stored stacks.
struct PresetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preset", abstract: "Save, load, list, export and import stored stacks.",
        subcommands: [
            List.self, Save.self, Load.self, Delete.self, Rename.self, Export.self, Import.self,
        ],
        defaultSubcommand: List.self)

    /// `preset list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the stored stacks.")
        @OptionGroup var options: InstanceOptions

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            for preset in try client.state().presets {
                print("\(preset.name)  \(preset.layerCount) layers")
            }
        }
    }

    /// `preset save`
    struct Save: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Store the stack under a name.")
        @OptionGroup var options: MutationOptions
        @Argument var name: String
        @Flag(help: "Replace an existing one.")
        var overwrite = false

        func run() throws {
            try options.perform(.savePreset(SavePreset(name: name, overwrite: overwrite)))
        }
    }

    /// `preset load`
    struct Load: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the stack by a stored one, with a cut or a timed transition.")
        @OptionGroup var options: MutationOptions
        @OptionGroup var transition: TransitionOptions
        @Argument var name: String

        func run() throws {
            let outcome = try options.perform(
                .loadPreset(LoadPreset(name: name, transition: transition.transition)))
            for note in outcome.telemetryNotes { print(note) }
        }
    }

    /// `preset delete`
    struct Delete: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a stored stack.")
        @OptionGroup var options: MutationOptions
        @Argument var name: String

        func run() throws { try options.perform(.deletePreset(DeletePreset(name: name))) }
    }

    /// `preset rename`
    struct Rename: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Rename a stored stack.")
        @OptionGroup var options: MutationOptions
        @Argument var name: String
        @Argument var newName: String

        func run() throws {
            try options.perform(.renamePreset(RenamePreset(name: name, newName: newName)))
        }
    }

    /// `preset export`
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a stored stack as JSON, for `holdover up --preset` and for keeping.")
        @OptionGroup var options: InstanceOptions
        @Argument var name: String

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            let answer = try client.ask(.exportPreset(ExportPreset(name: name)))
            guard case .presetDocument(let document) = answer, document.found else {
                throw CommandFailure(
                    "there is no preset \"\(name)\"", remedy: "`holdover preset list` names them")
            }
            print(document.json)
        }
    }

    /// `preset import`
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Store a stack from a JSON file.")
        @OptionGroup var options: MutationOptions
        @Argument var name: String
        @Argument(help: "The JSON file.")
        var file: String
        @Flag(help: "Replace an existing one.")
        var overwrite = false

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure(
                    "cannot read \(file)", remedy: "Give a file that `holdover preset export` wrote"
                )
            }
            let text = String(decoding: data, as: UTF8.self)
            let outcome = try options.perform(
                .importPreset(ImportPreset(name: name, json: text, overwrite: overwrite)))
            for note in outcome.telemetryNotes { print(note) }
        }
    }
}

import ArgumentParser
import Proto

/// `holdover preset`: stored stacks.
struct PresetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preset", abstract: "Save, load, list, export and import stored stacks.",
        subcommands: [
            List.self, Save.self, Load.self, DeleteDocument<StoredPreset>.self, Rename.self,
            ExportDocument<StoredPreset>.self, ImportDocument<StoredPreset>.self,
        ],
        defaultSubcommand: List.self)

    /// `preset list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the stored stacks.")
        @OptionGroup var options: InstanceOptions

        func run() throws {
            for preset in try options.withClient({ try $0.state().presets }) {
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
            try options.report(
                .loadPreset(LoadPreset(name: name, transition: transition.transition)))
        }
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
}

/// Presets as stored documents.
enum StoredPreset: StoredDocument {
    static let noun = "preset"
    static let thing = "stack"
    static let remedy = "Give a file that `holdover preset export` wrote"

    static func deletion(of name: String) -> Command.Action {
        .deletePreset(DeletePreset(name: name))
    }
    static func importing(_ name: String, _ json: String, overwrite: Bool) -> Command.Action {
        .importPreset(ImportPreset(name: name, json: json, overwrite: overwrite))
    }
    static func export(of name: String) -> Query.Ask { .exportPreset(ExportPreset(name: name)) }
    static func document(_ answer: Reply.Answer) -> String? {
        guard case .presetDocument(let document) = answer, document.found else { return nil }
        return document.json
    }
}

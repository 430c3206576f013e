import ArgumentParser
import Common
import Proto

/// `holdover layer`: the stack's layers.
struct LayerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layer",
        abstract: "Add, remove, arrange and switch layers; list them with their parameters.",
        discussion: "LAYER is an id, a name, or a position from 1 at the bottom.",
        subcommands: [
            List.self, Add.self, Remove.self, Move.self, Rename.self, Bypass.self, Opacity.self,
            Shader.self,
        ],
        defaultSubcommand: List.self)

    /// `layer list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the layers, bottom to top, with their values.")
        @OptionGroup var options: InstanceOptions
        @Flag(help: "One JSON document.")
        var json = false

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            let model = try client.state()
            guard !json else {
                var text = JSONText()
                model.programme.writeJSON(to: &text)
                print(text.text)
                return
            }
            if model.programme.layers.isEmpty {
                print("no layers: the programme is the background")
            }
            for (place, layer) in model.programme.layers.enumerated() {
                var marks = layer.bypassed ? " bypassed" : ""
                if layer.quarantined { marks += " QUARANTINED" }
                print(
                    "\(place + 1)  \(layer.name)  shader \(layer.shaderId)  "
                        + "opacity \(layer.opacity)\(marks)  id \(layer.id)")
                for value in layer.values {
                    print("     \(value.name) = \(TypedValue.text(value.value))")
                }
            }
        }
    }

    /// `layer add`
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a layer; on top by default.")
        @OptionGroup var options: MutationOptions
        @Argument(help: "The shader's id, such as grade.")
        var shader: String
        @Option(help: "The layer's name; default: the shader's.")
        var name: String?
        @Option(help: "From 1 at the bottom.")
        var position: UInt32?
        @Flag(help: "Switched off to begin with.")
        var bypassed = false
        @Option(help: "0 to 1.")
        var opacity: Double?

        func run() throws {
            let outcome = try options.perform(
                .addLayer(
                    AddLayer(
                        name: name ?? "", shaderId: shader, position: position ?? 0,
                        bypassed: bypassed, opacity: opacity)))
            print("layer \(outcome.subjectId)")
        }
    }

    /// `layer remove`
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a layer.")
        @OptionGroup var options: MutationOptions
        @Argument var layer: String

        func run() throws {
            try options.perform(
                .removeLayer(RemoveLayer(layer: MutationOptions.layer(layer))))
        }
    }

    /// `layer move`
    struct Move: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Move a layer to another place.")
        @OptionGroup var options: MutationOptions
        @Argument var layer: String
        @Argument(help: "From 1 at the bottom.")
        var position: UInt32

        func run() throws {
            try options.perform(
                .moveLayer(
                    MoveLayer(layer: MutationOptions.layer(layer), position: position)))
        }
    }

    /// `layer rename`
    struct Rename: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Rename a layer; its id stays.")
        @OptionGroup var options: MutationOptions
        @Argument var layer: String
        @Argument var name: String

        func run() throws {
            try options.perform(
                .renameLayer(RenameLayer(layer: MutationOptions.layer(layer), name: name)))
        }
    }

    /// `layer bypass`
    struct Bypass: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Switch a layer off (on), on (off), or to the other state (toggle).")
        /// Bypass means off: `on` bypasses the layer.
        enum State: String, ExpressibleByArgument, CaseIterable { case on, off, toggle }
        @OptionGroup var options: MutationOptions
        @Argument var layer: String
        @Argument(help: "on, off or toggle.")
        var state = State.toggle

        func run() throws {
            try options.perform(
                .setBypass(
                    SetBypass(
                        layer: MutationOptions.layer(layer), bypassed: state == .on,
                        toggle: state == .toggle)))
        }
    }

    /// `layer opacity`
    struct Opacity: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set a layer's opacity.")
        @OptionGroup var options: MutationOptions
        @Argument var layer: String
        @Argument(help: "0 to 1.")
        var opacity: Double

        func run() throws {
            try options.perform(
                .setOpacity(
                    SetOpacity(layer: MutationOptions.layer(layer), opacity: opacity)))
        }
    }

    /// `layer shader`
    struct Shader: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a layer another shader.")
        @OptionGroup var options: MutationOptions
        @Argument var layer: String
        @Argument(help: "The shader's id.")
        var shader: String
        @Flag(help: "Keep values whose name and type fit.")
        var keepValues = false

        func run() throws {
            try options.perform(
                .setShader(
                    SetShader(
                        layer: MutationOptions.layer(layer), shaderId: shader,
                        keepValues: keepValues)))
        }
    }
}

import ArgumentParser
import Proto

/// `holdover set`: one parameter, durably.
struct SetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set a parameter of a layer; the change is stored when the command returns.",
        discussion: """
            VALUE is a number, true or false, "x,y" for a point, "r,g,b" or "r,g,b,a" for a \
            colour, or text. Negative numbers follow a --: holdover set grade lift -- -0.1
            """)

    @OptionGroup var options: MutationOptions
    @Argument(help: "Id, name, or position from 1 at the bottom.")
    var layer: String
    @Argument(help: "The parameter's name.")
    var parameter: String
    @Argument(help: "The value.")
    var value: String
    @Flag(help: "VALUE is 0 to 1 over the parameter's range.")
    var norm = false

    func run() throws {
        let outcome = try options.perform(
            .setParameter(
                SetParameter(
                    target: ParameterSelector(
                        layer: MutationOptions.layer(layer), name: parameter, forgiving: true),
                    value: TypedValue.parse(value), normalised: norm)))
        print(
            outcome.stored ? "stored" : "applied, not stored yet",
            "as version \(outcome.stateVersion.number)")
    }
}

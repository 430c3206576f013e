import ArgumentParser
import Foundation
import Proto

/// A stored thing that has a name, and a document to carry it from one machine to another.
protocol StoredDocument {
    /// The command it belongs to, such as `preset`.
    static var noun: String { get }
    /// What a person calls it.
    static var thing: String { get }
    /// What a file to import is.
    static var remedy: String { get }
    static func deletion(of name: String) -> Command.Action
    static func importing(_ name: String, _ json: String, overwrite: Bool) -> Command.Action
    static func export(of name: String) -> Query.Ask
    /// The document of an answer; nil where there is none.
    static func document(_ answer: Reply.Answer) -> String?
}

/// `delete`
struct DeleteDocument<Document: StoredDocument>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "delete", abstract: "Delete a stored \(Document.thing).")
    }
    @OptionGroup var options: MutationOptions
    @Argument var name: String

    func run() throws { try options.report(Document.deletion(of: name)) }
}

/// `export`
struct ExportDocument<Document: StoredDocument>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export",
            abstract:
                "Print a stored \(Document.thing) as JSON, for keeping and for other machines.")
    }
    @OptionGroup var options: InstanceOptions
    @Argument var name: String

    func run() throws {
        try options.withClient { client in
            guard let json = Document.document(try client.ask(Document.export(of: name))) else {
                throw CommandFailure(
                    "there is no \(Document.noun) \"\(name)\"",
                    remedy: "`holdover \(Document.noun) list` names them")
            }
            print(json)
        }
    }
}

/// `import`
struct ImportDocument<Document: StoredDocument>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import", abstract: "Store a \(Document.thing) from a JSON file.")
    }
    @OptionGroup var options: MutationOptions
    @Argument var name: String
    @Argument(help: "The JSON file.")
    var file: String
    @Flag(help: "Replace an existing one.")
    var overwrite = false

    func run() throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure("cannot read \(file)", remedy: Document.remedy)
        }
        try options.report(
            Document.importing(
                name, String(decoding: data, as: UTF8.self), overwrite: overwrite))
    }
}

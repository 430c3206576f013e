/// The OpenAPI 3.1 description that the server hands out, made from one table of operations.
/// A test holds it against the server's own routes, and `docs/openapi.yaml` against it.
struct APIDocument: Sendable {
    let value: JSONValue

    /// The document as JSON.
    var json: [UInt8] { value.bytes + [0x0A] }
    /// The same as YAML.
    var yaml: [UInt8] { Array(YAMLWriter.text(value).utf8) }

    /// The document of a server; the demo's operations are only there in a demo.
    init(isDemo: Bool) {
        var paths = JSONObject()
        for operation in APIOperation.all where isDemo || !operation.isDemo {
            var item = paths[operation.path]?.object ?? JSONObject()
            if item.count == 0, !operation.pathParameters.isEmpty {
                item["parameters"] = .array(operation.pathParameters)
            }
            item[operation.method.lowercased()] = operation.json
            paths[operation.path] = .object(item)
        }
        value = [
            "openapi": "3.1.0",
            "info": [
                "title": "Holdover control",
                "version": "1",
                "description":
                    "Controls one Holdover instance. Every change is decided by coordinatord; while it is away, reads still answer (marked stale) and changes are refused with 503. Problems follow RFC 9457 and name the thing and the remedy.",
            ],
            "servers": [["url": "/", "description": "The instance that serves this document."]],
            "paths": .object(paths),
            "components": [
                "schemas": APISchemas.all,
                "parameters": APISchemas.parameters,
                "responses": [
                    "Problem": [
                        "description": "What is wrong, and the remedy.",
                        "content": [
                            "application/problem+json": [
                                "schema": ["$ref": "#/components/schemas/Problem"]
                            ]
                        ],
                    ]
                ],
            ],
        ]
    }
}

/// Writes JSON values as YAML: block style, every text in quotes, so that no word is taken for
/// something else.
enum YAMLWriter {
    static func text(_ value: JSONValue) -> String {
        var out = ""
        write(value, indent: 0, into: &out)
        return out
    }

    private static func write(_ value: JSONValue, indent: Int, into out: inout String) {
        let margin = String(repeating: " ", count: indent)
        switch value {
        case .object(let object) where object.count > 0:
            for (key, member) in zip(object.keys, object.values) {
                out += margin + JSONValue.string(key).text + ":"
                child(member, indent: indent + 2, into: &out)
            }
        case .array(let array) where !array.isEmpty:
            for element in array {
                out += margin + "-"
                child(element, indent: indent + 2, into: &out)
            }
        default: out += margin + value.text + "\n"
        }
    }

    private static func child(_ value: JSONValue, indent: Int, into out: inout String) {
        switch value {
        case .object(let object) where object.count > 0:
            out += "\n"
            write(value, indent: indent, into: &out)
        case .array(let array) where !array.isEmpty:
            out += "\n"
            write(value, indent: indent, into: &out)
        default: out += " " + value.text + "\n"
        }
    }
}

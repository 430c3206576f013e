internal import Proto

// How layers, presets and undo steps are written for store and checkpoint: the JSON that their
// `Codable` conformances read, field by field. `StoredDocumentTests` holds the two together.

extension Layer {
    /// The layer as its stored document.
    public var document: [UInt8] {
        var writer = DocumentWriter()
        write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout DocumentWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("name", name)
            writer.field("shader", shader)
            writer.field("bypassed", bypassed)
            writer.field("opacity", opacity)
            writer.field("blendMode", blendMode.rawValue)
            writer.dictionary("values", values) { $1.write(to: &$0) }
            writer.dictionary("bindings", bindings) { $1.write(to: &$0) }
            writer.field("originIndex", originIndex)
            writer.field("historyGeneration", historyGeneration)
            writer.dictionary("triggerCounts", triggerCounts) { $0.value($1) }
        }
    }
}

extension Preset {
    /// The preset as its stored document.
    public var document: [UInt8] {
        var writer = DocumentWriter()
        write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout DocumentWriter) {
        writer.object { writer in
            writer.object("stack") { writer in
                writer.array("background", stack.background) { $0.value($1) }
                writer.array("layers", stack.layers) { $1.write(to: &$0) }
            }
            writer.field("savedAtWall", savedAtWall)
        }
    }
}

extension UndoStep {
    /// The step as its stored document.
    public var document: [UInt8] {
        var writer = DocumentWriter()
        writer.object { writer in
            writer.field("number", number)
            writer.field("action", action)
            writer.object("change") { change.write(to: &$0) }
        }
        return writer.bytes
    }
}

extension UndoStep.Change {
    fileprivate func write(to writer: inout DocumentWriter) {
        switch self {
        case .exchange: writer.object("exchange") { _ in }
        case .edit(let stacks, let presets):
            writer.object("edit") { writer in
                writer.array("stacks", stacks) { $1.write(to: &$0) }
                writer.array("presets", presets) { writer, change in
                    writer.object { writer in
                        writer.field("name", change.name)
                        writer.sides("preset", change.preset) { writer, preset in
                            preset.map { $0.write(to: &writer) } ?? writer.null()
                        }
                    }
                }
            }
        }
    }
}

extension StackChange {
    fileprivate func write(to writer: inout DocumentWriter) {
        writer.object { writer in
            writer.field("isPreview", isPreview)
            writer.key("order")
            writer.object { writer in
                writer.array("before", order.before) { $0.value($1) }
                writer.array("after", order.after) { $0.value($1) }
            }
            writer.key("background")
            writer.object { writer in
                writer.array("before", background.before) { $0.value($1) }
                writer.array("after", background.after) { $0.value($1) }
            }
            writer.array("layers", layers) { writer, change in
                writer.object { writer in
                    writer.field("id", change.id)
                    writer.sides("layer", change.layer) { writer, layer in
                        layer.map { $0.write(to: &writer) } ?? writer.null()
                    }
                }
            }
        }
    }
}

extension DocumentWriter {
    fileprivate mutating func sides<Value>(
        _ key: StaticString, _ sides: Sides<Value>, _ each: (inout DocumentWriter, Value) -> Void
    ) {
        object(key) { writer in
            writer.key("before")
            each(&writer, sides.before)
            writer.key("after")
            each(&writer, sides.after)
        }
    }
}

extension LayerValue {
    fileprivate func write(to writer: inout DocumentWriter) {
        writer.object { writer in
            switch self {
            case .bool(let value): writer.object("bool") { $0.field("_0", value) }
            case .long(let value): writer.object("long") { $0.field("_0", value) }
            case .float(let value): writer.object("float") { $0.field("_0", value) }
            case .text(let value): writer.object("text") { $0.field("_0", value) }
            case .point(let x, let y):
                writer.object("point") { writer in
                    writer.field("x", x)
                    writer.field("y", y)
                }
            case .color(let red, let green, let blue, let alpha):
                writer.object("color") { writer in
                    writer.field("red", red)
                    writer.field("green", green)
                    writer.field("blue", blue)
                    writer.field("alpha", alpha)
                }
            }
        }
    }
}

extension BindingSource {
    fileprivate func write(to writer: inout DocumentWriter) {
        writer.object { writer in
            switch self {
            case .below: writer.object("below") { _ in }
            case .nothing: writer.object("nothing") { _ in }
            case .input(let number): writer.object("input") { $0.field("_0", number) }
            case .layer(let id): writer.object("layer") { $0.field("_0", id) }
            case .image(let path, let generation):
                writer.object("image") { writer in
                    writer.field("path", path)
                    writer.field("generation", generation)
                }
            }
        }
    }
}

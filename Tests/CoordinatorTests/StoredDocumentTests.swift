@testable import CoordinatorDecision
import Foundation
import Proto
import Testing

@Suite("Stored documents")
struct StoredDocumentTests {
    /// A layer with every kind of value and source, and names that JSON has to escape.
    static let full = Layer(
        id: "layer-1", name: "\"quoted\" \\ tab\t line\n bell\u{7} ünï 🎬", shader: "grade",
        bypassed: true, opacity: 0.1, blendMode: .allCases.last ?? .normal,
        values: [
            "bool": .bool(true), "long": .long(.min), "float": .float(1.0e-9),
            "point": .point(x: -0.5, y: 12_345.678_9),
            "color": .color(red: 0, green: 0.25, blue: 1, alpha: 1.0 / 3),
            "text \"x\"": .text("a\r\nb"), "empty": .text(""),
        ],
        bindings: [
            "a": .below, "b": .input(.max), "c": .layer("layer-2"),
            "d": .image(path: "stills/a b.png", generation: .max), "e": .nothing,
        ], originIndex: -7, historyGeneration: .max, triggerCounts: ["count": 3])

    private func decode<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(bytes))
    }

    /// What a decoder sees of JSON, whatever the order of its keys.
    private func tree(_ data: Data) throws -> NSDictionary {
        try #require(JSONSerialization.jsonObject(with: data) as? NSDictionary)
    }

    @Test("A layer is written as JSONEncoder writes it, and read back the same")
    func layers() throws {
        let found: Layer = try decode(Self.full.document)
        #expect(found == Self.full)
        #expect(
            try tree(Data(Self.full.document)) == tree(JSONEncoder().encode(Self.full)))
        let plain = Layer(
            id: "", name: "", shader: "", bypassed: false, opacity: 1, blendMode: .normal,
            values: [:], bindings: [:], originIndex: 0, historyGeneration: 0, triggerCounts: [:])
        let again: Layer = try decode(plain.document)
        #expect(again == plain)
    }

    @Test("A preset is written as JSONEncoder writes it, and read back the same")
    func presets() throws {
        let preset = Preset(
            stack: LayerStack(background: [0, 0.5, 1, 0], layers: [Self.full, Self.full]),
            savedAtWall: 1_700_000_000_000_000_001)
        let found: Preset = try decode(preset.document)
        #expect(found == preset)
        #expect(try tree(Data(preset.document)) == tree(JSONEncoder().encode(preset)))
    }

    @Test("Every kind of undo step is written as JSONEncoder writes it, and read back the same")
    func steps() throws {
        let preset = Preset(stack: LayerStack(layers: [Self.full]), savedAtWall: 1)
        let change = StackChange(
            isPreview: true, order: Sides(before: ["layer-1"], after: []),
            background: Sides(before: [0, 0, 0, 1], after: [1, 1, 1, 1]),
            layers: [
                LayerChange(id: "layer-1", layer: Sides(before: Self.full, after: nil)),
                LayerChange(id: "layer-2", layer: Sides(before: nil, after: Self.full)),
            ])
        let kinds: [UndoStep.Change] = [
            .exchange, .edit(stacks: [], presets: []),
            .edit(
                stacks: [change],
                presets: [PresetChange(name: "p", preset: Sides(before: nil, after: preset))]),
        ]
        for (number, kind) in kinds.enumerated() {
            let step = UndoStep(number: UInt64(number), action: "add_layer", change: kind)
            let found: UndoStep = try decode(step.document)
            #expect(found == step)
            #expect(try tree(Data(step.document)) == tree(JSONEncoder().encode(step)))
        }
    }

    @Test("A change that leaves the order as it was does not note it, and is undone all the same")
    func order() throws {
        var fixture = Fixture.withStack()
        fixture.perform(.setParameter(SetParameter(target: parameter("gain"), value: float(2))))
        let step = try #require(fixture.state.undo.done.last)
        guard case .edit(let stacks, _) = step.change else { return #expect(Bool(false)) }
        #expect(stacks.first?.order == Sides(before: [], after: []))
        fixture.perform(.moveLayer(MoveLayer(layer: layer("layer-1"), position: 2)))
        #expect(fixture.state.programme.layers.map(\.id) == ["layer-2", "layer-1"])
        fixture.perform(.undo(Undo(count: 2)))
        #expect(fixture.state.programme.layers.map(\.id) == ["layer-1", "layer-2"])
        #expect(fixture.state.layer("layer-1")?.values["gain"] == nil)
        fixture.perform(.redo(Redo(count: 2)))
        #expect(fixture.state.programme.layers.map(\.id) == ["layer-2", "layer-1"])
        #expect(fixture.state.layer("layer-1")?.values["gain"] == .float(2))
    }
}

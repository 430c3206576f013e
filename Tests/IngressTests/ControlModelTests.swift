import Common
import Foundation
import Proto
import Testing

@testable import IngressControl

@Suite struct ControlModelTests {
    @Test func jsonIsReadStrictlyAndWrittenBack() throws {
        let text = #"{"a":[1,-2.5,true,null,"\u00fc\ud83d\ude00\n"],"b":{"c":1e3}}"#
        let value = try JSONParser.parse(Array(text.utf8))
        #expect(value["a"]?.array?[4].string == "ü😀\n")
        #expect(value["b"]?["c"]?.double == 1000)
        #expect(try JSONParser.parse(value.bytes) == value)
        let wrong = [
            "", "{", "[1,]", "{\"a\":1,\"a\":2}", "01", "1.", "+1", "nul", "\"\\x\"", "\"a",
            "\"\\ud800\"", "[1] 2", "{1:2}", "NaN", "1e999", "\"\u{1}\"",
            String(repeating: "[", count: 100),
        ]
        for text in wrong {
            #expect(throws: JSONSyntaxError.self, Comment(rawValue: text)) {
                try JSONParser.parse(Array(text.utf8))
            }
        }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
        do {
            _ = try JSONParser.parse(Array("{\n  \"a\": x}".utf8))
        } catch {
            #expect(error.line == 2)
            #expect(error.column == 8)
        }
    }

    @Test func patchesRebuildAnyModel() throws {
        let models: [JSONValue] = [
            ["a": 1, "b": ["c/d": [1, 2, 3], "e~f": "x"]],
            ["a": 1, "b": ["c/d": [1, 5, 3], "e~f": "x"]],
            ["b": ["c/d": [1], "e~f": .null, "g": ["h": true]]], ["a": [["id": 1]]], .null, [:],
        ]
        for before in models {
            for after in models {
                var built = before
                for operation in JSONPatch.difference(from: before, to: after) {
                    built = ControlWebSocketClient.apply(operation, to: built)
                }
                // Order of members may differ; meaning may not.
                #expect(
                    try Self.sorted(built) == Self.sorted(after),
                    Comment(rawValue: "\(before.text) to \(after.text): \(built.text)"))
            }
        }
    }

    private static func sorted(_ value: JSONValue) throws -> String {
        let any = try JSONSerialization.jsonObject(
            with: Data(value.bytes), options: .fragmentsAllowed)
        let data = try JSONSerialization.data(
            withJSONObject: any, options: [.sortedKeys, .fragmentsAllowed])
        return String(decoding: data, as: UTF8.self)
    }

    @Test func coloursAndPointsAreReadInAllTheirSpellings() throws {
        let red = try ParameterCoding.value("#ff0000", type: .color)
        #expect(red.kind == .color(Color(red: 1, green: 0, blue: 0, alpha: 1)))
        #expect(try ParameterCoding.value([1, 0, 0], type: .color) == red)
        #expect(
            ParameterCoding.json(red) == .array([.number(1), .number(0), .number(0), .number(1)]))
        #expect(throws: ParameterCoding.Mismatch.self) {
            try ParameterCoding.value("#+f0000", type: .color)
        }
        #expect(throws: ParameterCoding.Mismatch.self) {
            try ParameterCoding.value(3.5, type: .long)
        }
        #expect(WallTime.text(1_763_682_213_456_000_000) == "2025-11-20T23:43:33.456Z")
        #expect(WallTime.text(951_782_400_000_000_000) == "2000-02-29T00:00:00.000Z")
    }

    @Test func noCellOfACSVIsAFormula() {
        let texts = ["=1+1", "+1", "-1", "@x", "plain", "a=b"]
        let csv = RunModelPresenter.csv(texts.map { AsRunEntry(text: $0) }, withHeader: false)
        let cells = String(decoding: csv, as: UTF8.self).split(separator: "\r\n").map {
            String($0.split(separator: ",", omittingEmptySubsequences: false)[3])
        }
        #expect(cells == ["'=1+1", "'+1", "'-1", "'@x", "plain", "a=b"])
    }

    @Test func namesAreForgivenOnlyWhereOneIsMeant() {
        let names = ["Lower Third", "lower_third", "Glow"]
        #expect(ForgivingName.match("lower_third", among: names) == 1)
        #expect(ForgivingName.match("lowerthird", among: names) == nil)
        #expect(ForgivingName.match("GLOW", among: names) == 2)
    }

    @Test func onlyLivingChildrenOfTheSupervisorAreTargets() throws {
        let own = ProcessInfo.processInfo.processIdentifier
        let text =
            "{\"pid\": \(own), \"children\": [{\"name\": \"renderd.a\", \"pid\": 1},"
            + "{\"name\": \"outputd\", \"pid\": \(own), \"restarts\": 3}, {\"pid\": 5}, 7,"
            + "{\"name\": \"card\", \"pid\": null, \"state\": \"pausing\"}]}"
        let file = try #require(SupervisorFile.parse(Array(text.utf8)))
        #expect(file.children.map(\.name) == ["renderd.a", "outputd", "card"])
        #expect(file.child("outputd")?.restarts == 3)
        #expect(file.living("renderd.a") == nil, "pid 1 is nobody's child")
        #expect(file.living("outputd") == nil, "it is not a child of the supervisor")
        #expect(file.living("card") == nil)
        #expect(SupervisorFile.parse(Array("[]".utf8)) == nil)
    }
}

import Foundation
import Proto
import Testing

/// The generated code, its names and its JSON.
@Suite struct SchemaTests {
    @Test func namesGoBothWays() {
        for mode in BlendMode.allCases { #expect(BlendMode(name: mode.name) == mode) }
        #expect(BlendMode(name: "color_dodge") == .colorDodge)
        #expect(BlendMode(name: "nonsense") == nil)
        #expect(Event.Kind.stateBeat(StateBeat()).name == "state_beat")
        #expect(Set(Event.Kind.names).count == Event.Kind.names.count)
    }

    @Test func jsonIsReadableByOthers() throws {
        let json = Samples.published.json
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["sourceEpoch"] as? String == "18446744073709551615")
        let event = object["event"] as? [String: Any]
        let published = event?["renderSnapshotPublished"] as? [String: Any]
        let snapshot = published?["snapshot"] as? [String: Any]
        let layer = (snapshot?["layers"] as? [[String: Any]])?.first
        #expect(layer?["name"] as? String == "Löwe 🦁")
        #expect(layer?["blendMode"] as? String == "color_dodge")
        #expect(layer?["bypassed"] as? Bool == true)
        #expect((layer?["values"] as? [Any])?.count == 7)
    }

    @Test func jsonEscapesWhatItMust() throws {
        let hard = "quote \" slash \\ line \n tab \t bell \u{7} line separator \u{2028}"
        let json = RenameLayer(name: hard).json
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(object?["name"] as? String == hard)
        #expect(Point2D(x: .infinity, y: .nan).json == #"{"x":null,"y":null}"#)
    }
}

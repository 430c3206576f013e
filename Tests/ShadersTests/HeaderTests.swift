import Testing

@testable import Shaders

@Suite struct HeaderTests {
    private func manifest(_ json: String) throws -> ISFManifest {
        try ISFManifest(source: "/*\(json)*/\nvoid main() {}", file: "x.fs")
    }

    private func failure(_ json: String) -> ShaderFileError? {
        do {
            _ = try ISFManifest(source: "/*\(json)*/\nvoid main() {}", file: "x.fs")
            return nil
        } catch {
            return error
        }
    }

    @Test func everyInputTypeIsReadWithItsDefaults() throws {
        let manifest = try manifest(
            """
            {"ISFVSN": "2", "DESCRIPTION": "d", "CREDIT": "c", "CATEGORIES": ["a", "b"],
             "INPUTS": [
              {"NAME": "inputImage", "TYPE": "image"},
              {"NAME": "level", "LABEL": "Level", "TYPE": "float", "MIN": -2, "MAX": 4},
              {"NAME": "high", "TYPE": "float", "DEFAULT": 9, "MAX": 2},
              {"NAME": "on", "TYPE": "bool", "DEFAULT": 0},
              {"NAME": "silent", "TYPE": "bool"},
              {"NAME": "mode", "TYPE": "long", "VALUES": [3, 5], "LABELS": ["x", "y"], "DEFAULT": 5},
              {"NAME": "hit", "TYPE": "event"},
              {"NAME": "at", "TYPE": "point2D", "DEFAULT": [0.5, 2], "MIN": [0, 0], "MAX": [1, 1]},
              {"NAME": "tint", "TYPE": "color", "DEFAULT": [1, 0.5, 0]},
              {"NAME": "sound", "TYPE": "audio", "MAX": 512}
             ]}
            """)
        #expect(manifest.role == .filter)
        #expect(manifest.categories == ["a", "b"])
        #expect(manifest.input(named: "level")?.defaultValue == .float(1))
        #expect(manifest.input(named: "level")?.label == "Level")
        #expect(manifest.input(named: "high")?.minimum == [0])
        #expect(manifest.input(named: "high")?.defaultValue == .float(1))
        #expect(manifest.input(named: "on")?.defaultValue == .bool(false))
        #expect(manifest.input(named: "silent")?.defaultValue == .bool(true))
        #expect(manifest.input(named: "mode")?.defaultValue == .long(5))
        #expect(manifest.input(named: "hit")?.defaultValue == nil)
        #expect(manifest.input(named: "at")?.defaultValue == .point2D(x: 0.5, y: 1))
        #expect(
            manifest.input(named: "tint")?.defaultValue
                == .color(red: 1, green: 0.5, blue: 0, alpha: 1))
        #expect(manifest.input(named: "sound")?.textureWidth == 512)
        #expect(manifest.passes == [ISFPass()])
    }

    @Test func transitionsAreToldFromFilters() throws {
        let manifest = try manifest(
            """
            {"INPUTS": [{"NAME": "startImage", "TYPE": "image"},
              {"NAME": "endImage", "TYPE": "image"}, {"NAME": "progress", "TYPE": "float"}]}
            """)
        #expect(manifest.role == .transition)
        #expect(manifest.version == 1)
    }

    @Test func passesAndSizesAreRead() throws {
        let manifest = try manifest(
            """
            {"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}, {"NAME": "k", "TYPE": "float"}],
             "PASSES": [
              {"TARGET": "small", "WIDTH": "floor($WIDTH/4.0)", "HEIGHT": "max($HEIGHT * $k, 1)"},
              {"TARGET": "kept", "PERSISTENT": true, "FLOAT": "1"}, {}]}
            """)
        #expect(manifest.targets == ["small", "kept"])
        let width = manifest.passes[0].width?.evaluate(sizeMax: 4096) { $0 == "WIDTH" ? 1282 : 0 }
        #expect(width == 320)
        let height = manifest.passes[0].height?.evaluate(sizeMax: 4096) { _ in 0 }
        #expect(height == 1)
        #expect(manifest.passes[1].persistent && manifest.passes[1].float)
    }

    @Test func olderBuffersBecomePersistentPasses() throws {
        let manifest = try manifest(
            """
            {"PERSISTENT_BUFFERS": {"b": {"WIDTH": 64, "FLOAT": true}}, "PASSES": [{"TARGET": "b"}]}
            """)
        #expect(manifest.passes[0].persistent)
        #expect(manifest.passes[0].float)
        #expect(manifest.passes[0].width?.evaluate(sizeMax: 100) { _ in 0 } == 64)
    }

    @Test func ownOptionsAreRead() throws {
        let manifest = try manifest(
            """
            {"INPUTS": [{"NAME": "k", "TYPE": "float"}], "HOLDOVER": {"ALPHA": "premultiplied",
              "TIME_WRAP": 12.5, "INPUTS": {"k": {"COMMIT": "never", "SMOOTHING": 0.5}}}}
            """)
        #expect(manifest.alpha == .premultiplied)
        #expect(manifest.timeWrapSeconds == 12.5)
        #expect(manifest.input(named: "k")?.commit == .never)
        #expect(manifest.input(named: "k")?.smoothingSeconds == 0.5)
    }

    @Test(arguments: [
        ("\n{\"A\": 1,\n \"B\" 2}", 3, "':'"),
        ("\n{\"A\": 1,\n}", 3, "double quotes"),
        ("{\"INPUTS\": [\n{\"NAME\": \"a b\", \"TYPE\": \"float\"}]}", 2, "NAME"),
        ("{\"INPUTS\": [\n{\"NAME\": \"a\",\n \"TYPE\": \"flaot\"}]}", 3, "flaot"),
        (
            "{\"INPUTS\": [{\"NAME\": \"a\", \"TYPE\": \"bool\"},\n{\"NAME\": \"a\", \"TYPE\": \"bool\"}]}",
            1, "two things"
        ),
        ("{\n\"PASSES\": [{\"WIDTH\": \"$NOBODY\"}]}", 2, "NOBODY"),
        ("{\n\"PASSES\": [{\"WIDTH\": \"1 +\"}]}", 2, "size"),
        ("{\n\n\"HOLDOVER\": {\"ALHPA\": \"straight\"}}", 3, "ALHPA"),
        ("{\"A\": \"open\n}", 1, "missing"),
        ("{\"A\": 01}", 1, "zero"),
    ])
    func mistakesNameTheirLine(json: String, line: Int, word: String) throws {
        let error = try #require(failure(json))
        #expect(error.line == line)
        #expect(error.message.contains(word))
        #expect(!error.remedy.isEmpty)
    }

    @Test func aFileWithoutHeaderIsRefused() {
        #expect(throws: ShaderFileError.self) {
            try ISFManifest(source: "void main() {}", file: "x.fs")
        }
    }
}

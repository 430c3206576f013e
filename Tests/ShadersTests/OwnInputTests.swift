import Foundation
import Testing

@testable import Shaders

/// What only Holdover's headers have, and the arithmetic of sizes.
@Suite struct OwnInputTests {
    private func manifest(_ json: String) throws -> ISFManifest {
        try ISFManifest(source: "/*\(json)*/ void main() {}", file: "x.fs")
    }

    @Test(arguments: [
        ("$WIDTH / 2 + 1", 641), ("2 ** 3 ** 2", 512), ("-2 ** 2 + 10", 6), ("7 % 4", 3),
        ("min($WIDTH, $HEIGHT, 90)", 90), ("if($HEIGHT > 700, 3, 4)", 3),
        ("if(!($HEIGHT > 700) || 1 != 1, 3, 4)", 4), ("1e2 + 1", 101), ("floor(pi * 100)", 314),
        ("clamp($WIDTH, 16, 64)", 64), ("round(2.5) + trunc(-2.5) + sign(-9)", 1),
        ("sum(1, 2, 3, 4)", 10), ("1 + 2 * 3 - 4 / 2", 5), ("(1 + 2) * 3", 9),
        ("log2(256) + ln(e) + log(100)", 11), ("mod(-1, 4)", 3), ("8 >= 8 && 2 <= 3", 1),
        ("sqrt(0 - 1)", 1), ("1 / 0", 8192), ("atan2(0, 1) + 5", 5), ("$WIDTH*$HEIGHT", 8192),
    ])
    func sizesFollowArithmetic(text: String, expected: Int) throws {
        let expression = try #require(SizeExpression(text))
        let size = expression.evaluate(sizeMax: 8192) { $0 == "WIDTH" ? 1280 : 720 }
        #expect(size == expected)
    }

    @Test(arguments: [
        "", "1 +", "sqrt(1, 2)", "frobnicate(2)", "$", "(1", "1 = 1", "1 2", "min()", "pi(2)",
        String(repeating: "(", count: 5000), String(repeating: "-", count: 1000) + "1",
        String(repeating: "2**", count: 300) + "2",
    ])
    func whatIsNoExpressionIsRefused(text: String) {
        #expect(SizeExpression(text) == nil)
    }

    @Test func textsTablesAndHistoryAreRead() throws {
        let manifest = try manifest(
            """
            {"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}], "HOLDOVER": {
              "HISTORY": {"OF": "source", "LENGTH": 8},
              "TEXT": {"headline": {"DEFAULT": "שלום", "FONT": "DejaVu Serif Bold", "SIZE": 0.1,
                "WIDTH": 1.5, "ALIGN": "center", "FONT_FILE": "fonts/a.ttf"}},
              "LUT": {"look": {"PATH": "looks/a.cube"}, "other": {}}}}
            """)
        #expect(manifest.history == ISFHistory(subject: .source, length: 8))
        let style = try #require(manifest.input(named: "headline")?.textStyle)
        #expect(
            style
                == ISFTextStyle(
                    font: "DejaVu Serif Bold", fontFile: "fonts/a.ttf", size: 0.1, width: 1.5,
                    alignment: .center, defaultText: "שלום"))
        #expect(manifest.input(named: "look")?.tablePath == "looks/a.cube")
        #expect(manifest.input(named: "other")?.type == .lut)
        #expect(manifest.role == .filter)
    }

    @Test(arguments: [
        ("\"HISTORY\": {\"OF\": \"below\", \"LENGTH\": 8}", "HISTORY"),
        ("\"HISTORY\": {\"OF\": \"layer\", \"LENGTH\": 0}", "LENGTH"),
        ("\"TEXT\": {\"a b\": {}}", "a b"), ("\"TEXT\": {\"t\": {\"SIZE\": 3}}", "SIZE"),
        ("\"TEXT\": {\"t\": {\"COLOR\": 3}}", "COLOR"),
        ("\"LUT\": {\"t\": {\"PATH\": \"\"}}", "PATH"),
        ("\"TEXT\": {\"t\": {}}, \"LUT\": {\"t\": {}}", "two things"),
    ])
    func mistakesNameTheirLine(member: String, word: String) {
        do {
            _ = try manifest("{\n\"HOLDOVER\": {\(member)}}")
            Issue.record("it was taken")
        } catch {
            let error = error as? ShaderFileError
            #expect(error?.message.contains(word) == true, "\(String(describing: error))")
        }
    }

    @Test func standardInputsCannotBeOurs() {
        #expect(throws: ShaderFileError.self) {
            try manifest("{\"INPUTS\": [{\"NAME\": \"t\", \"TYPE\": \"text\"}]}")
        }
    }

    @Test func cubeFilesAreReadAndRefused() throws {
        let rows = (0..<8).map { "\($0 & 1) \($0 >> 1 & 1) \($0 >> 2)" }.joined(separator: "\n")
        let table = try CubeTable(
            "TITLE \"a\"\n# remark\nLUT_3D_SIZE 2\nDOMAIN_MAX 2 2 2\n\(rows)\n", file: "a.cube")
        #expect(table.size == 2 && table.values == CubeTable.identity.values)
        #expect(table.domainMaximum == [2, 2, 2])
        let curve = try CubeTable(
            "LUT_1D_SIZE 3\r\n0 0 0\r\n.25 .5 .5\r\n1 1 1\r\n", file: "b.cube")
        // Red runs fastest: the middle of red alone, then the middle of green alone.
        #expect(curve.size == 33 && curve.values[16 * 3] == 0.25)
        #expect(curve.values[16 * 33 * 3 + 1] == 0.5)
        for (text, line) in [
            ("LUT_3D_SIZE 2\n0 0\n", 2), ("LUT_3D_SIZE 1\n", 1), ("0 0 0\n", 1),
            ("LUT_3D_SIZE 2\n" + rows + "\n1 1 1\n", 10), ("LUT_3D_SIZE 900\n", 1),
        ] as [(String, Int)] {
            let error = #expect(throws: ShaderFileError.self) {
                try CubeTable(text, file: "c.cube")
            }
            #expect(error?.line == line, "\(text)")
        }
        #expect(throws: ShaderFileError.self) { try CubeTable("LUT_3D_SIZE 2\n0 0 0", file: "d") }
    }

    @Test func pathsStayInTheLibrary() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hold-path-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let inner = folder + "/shaders/sub"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        let shader = inner + "/a.fs"
        #expect(
            LibraryPath.resolve("x.png", from: shader, root: nil)?.hasSuffix("sub/x.png") == true)
        #expect(LibraryPath.resolve("../x.png", from: shader, root: nil) == nil)
        #expect(LibraryPath.resolve("../x.png", from: shader, root: folder + "/shaders") != nil)
        #expect(LibraryPath.resolve("/etc/passwd", from: shader, root: nil) == nil)
        #expect(LibraryPath.resolve("a/../../../x", from: shader, root: folder + "/shaders") == nil)
        try FileManager.default.createSymbolicLink(
            atPath: inner + "/link", withDestinationPath: "/etc")
        #expect(LibraryPath.resolve("link/passwd", from: shader, root: nil) == nil)
    }
}

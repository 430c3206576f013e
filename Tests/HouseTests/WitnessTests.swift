import Foundation
import Testing

/// The witness is worth something only as long as it shares nothing with what it judges.
@Suite struct WitnessTests {
    private static let path = SourceFiles.root.appendingPathComponent("tools/witness").path

    @Test func theWitnessImportsNothingOfOurs() throws {
        let lines = try SourceFiles.lines("tools/witness")
        let imports = lines.filter { $0.hasPrefix("import ") || $0.hasPrefix("from ") }
        #expect(imports == ["import socket", "import struct", "import sys"])
        for word in ["subprocess", "ctypes", "__import__", "open("] {
            #expect(!lines.contains { $0.contains(word) }, "the witness must not use \(word)")
        }
    }

    /// Plays pictures to it as the card's monitor does, and returns its words.
    private func watch(_ pictures: [(tick: Int, kind: Int?, number: Int, held: Bool)]) throws
        -> [String]
    {
        let script = """
            import importlib.machinery, importlib.util, os, socket, struct, subprocess, sys, tempfile
            loader = importlib.machinery.SourceFileLoader("witness", sys.argv[1])
            sys.dont_write_bytecode = True
            w = importlib.util.module_from_spec(importlib.util.spec_from_loader("witness", loader))
            loader.exec_module(w)
            width, height = 320, 180
            folder = tempfile.mkdtemp()
            server = socket.socket(socket.AF_UNIX); server.bind(folder + "/s"); server.listen(1)
            child = subprocess.Popen([sys.argv[1], "watch", folder + "/s"])
            to, _ = server.accept()
            to.sendall(struct.pack("<8s6I", b"HOLDMON1", width, height, width * 2, width * height * 2, 1, 0))
            for line in sys.stdin:
                tick, kind, number, held = line.split()
                luma = bytearray([16] * width * height)
                if kind == "damaged": kind, wrong = "0", True
                else: wrong = False
                if kind != "-":
                    row = w.blocks(int(kind), int(number))
                    if wrong: row[12] ^= 1
                    for y in range(18):
                        for x in range(width): luma[y * width + x] = 235 if row[x * 32 // width] else 16
                    for y in range(18, height):
                        for x in range(width): luma[y * width + x] = 120
                picture = bytearray([128]) * (width * height * 2)
                picture[1::2] = luma
                to.sendall(struct.pack("<qqIIQ", int(tick), int(tick) + 7, int(held), len(picture), 0))
                to.sendall(picture)
            to.close(); child.wait(); os.unlink(folder + "/s"); os.rmdir(folder)
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-B", "-c", script, Self.path]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let lines = pictures.map { picture in
            let kind = picture.kind.map { $0 < 0 ? "damaged" : "\($0)" } ?? "-"
            return "\(picture.tick) \(kind) \(picture.number) \(picture.held ? 1 : 0)\n"
        }
        input.fileHandleForWriting.write(Data(lines.joined().utf8))
        input.fileHandleForWriting.closeFile()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(.timeLimit(.minutes(1)))
    func `it tells fresh from repeated, old, slate, black and damaged pictures`() throws {
        // The number runs over its end meanwhile.
        func number(_ tick: Int) -> Int { (tick + (1 << 20) - 40) % (1 << 20) }
        var pictures = (0..<60).map { (tick: $0, kind: Int?(0), number: number($0), held: false) }
        pictures.append((60, 0, number(59), false))
        pictures.append((61, 0, number(59), true))
        pictures.append((62, 0, number(30), false))
        pictures.append((63, 1, 0, false))
        pictures.append((64, nil, 0, false))
        pictures.append((65, -1, number(65), false))
        pictures.append((66, 0, number(66), false))
        let words = try watch(pictures).map { $0.split(separator: " ").map(String.init) }
        #expect(words.count == pictures.count)
        #expect(words.allSatisfy { $0.count == 5 && Int($0[1]) == Int($0[0]).map { $0 + 7 } })
        #expect(words.prefix(24).allSatisfy { $0[3] == "unjudged" })
        #expect(words[24..<60].allSatisfy { $0[3] == "fresh" && $0[2] == "0" })
        let rest = words[60...].map { "\($0[3]) \($0[2])" }
        #expect(
            rest == [
                "repeat 0", "repeat 1", "jump 0", "slate 0", "black 0", "unreadable 0", "fresh 0",
            ])
    }
}

import Foundation
import TestKit
import Testing

@testable import IngressControl

/// The page in a real browser, headless.
@Suite(.serialized, .realTime) struct ControlBrowserTests {
    private static let browser = "/usr/bin/chromium"

    /// The document after its scripts have run.
    private static func dump(_ bench: ControlBench) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: browser)
        process.arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--user-data-dir=\(bench.folder)/browser", "--virtual-time-budget=4000", "--dump-dom",
            "http://127.0.0.1:\(bench.ports.http)/",
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: browser)))
    func thePageShowsTheLiveStack() throws {
        let bench = try ControlBench()
        let page = try Self.dump(bench)
        for wanted in ["Colour Grade", "Glow", "gain_level", "Trigger", "No output", "outputd"] {
            #expect(page.contains(wanted), Comment(rawValue: wanted))
        }
        #expect(page.contains("data-state=\"up\""), "the page is connected")
        #expect(!page.contains("kill −9") || page.contains("hidden"), "only a demo may kill")
        bench.coordinator.setUp(false)
        let away = try Self.dump(bench)
        #expect(away.contains("Coordinator away"))
    }
}

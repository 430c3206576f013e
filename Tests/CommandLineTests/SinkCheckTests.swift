import Foundation
import TestKit
import Testing

@testable import CommandLineTool
@testable import VirtualCard

/// `holdover doctor` and what the virtual card writes and sends.
@Suite struct SinkCheckTests {
    private func findings(_ change: (inout SinkStatus) -> Void) -> [Finding] {
        var status = SinkStatus(sink: "url:srt://host:9000")
        status.state = .recording
        change(&status)
        return SinkCheck.findings("{\"sinks\":[\(status.json)]}")
    }

    @Test func `a receiver that is gone is a problem while it is gone, with a remedy`() throws {
        let gone = try #require(
            findings {
                $0.isFailing = true
                $0.restartCount = 6
                $0.problem = "Connection refused"
            }.first)
        #expect(gone.level == .problem && gone.subject == "url:srt://host:9000")
        #expect(gone.text.contains("6 restarts") && gone.text.contains("Connection refused"))
        #expect(gone.remedy.contains("receiver"))
        // It came back: what was is no trouble any more.
        let back = findings {
            $0.restartCount = 6
            $0.problem = "Connection refused"
        }
        #expect(back.map(\.level) == [.ok])
    }

    @Test func `without a card there is nothing to find`() throws {
        #expect(SinkCheck(paths: try TestInstance().paths).examine().isEmpty)
    }
}

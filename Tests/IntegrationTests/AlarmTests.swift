import Foundation
import TestKit
import Testing

/// Alarms through a whole instance: the short forms of `make alarms`, judged by what arrives and not by
/// when.
@Suite("Alarms, live", .serialized, .realTime)
struct AlarmTests {
    private func probe(_ arguments: [String]) throws {
        let result = try CommandResult.run(LiveInstance.programs + "/probe", arguments)
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        print(result.output)
    }

    @Test(.timeLimit(.minutes(3)))
    func
        `under OSC, commands and clients that do not read, every alarm reaches a WebSocket client`()
        throws
    {
        try probe([
            "alarm-latency", "--alarms", "60", "--osc", "20000", "--clients", "2", "--stalled", "2",
        ])
    }

    @Test(.timeLimit(.minutes(3)))
    func `of ten thousand alarms in a second none is lost, and nobody dies of them`() throws {
        try probe(["alarm-storm", "--rounds", "1"])
    }
}

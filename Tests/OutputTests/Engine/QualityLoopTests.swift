import Common
import Foundation
import Frames
import TestKit
import Testing

@testable import Output

/// The quality loop in a real output: what is found, what is left behind, and that its death costs
/// nothing.
@Suite(.serialized, .realTime) struct QualityLoopTests {
    @Test func `black on air is found, counted and kept as a picture`() throws {
        let bench = try OutputBench([
            "HOLDOVER_QC_BLACK_MS": "400", "HOLDOVER_QC_THUMBNAILS": "2",
        ])
        try bench.startCard()
        try bench.startOutput()
        let lane = try TestLane(bench, shade: 16)
        try bench.wait("programme") { bench.completed(.programA) > 10 }
        try bench.wait("a defect") {
            try bench.metrics().contains("holdover_output_defects_total{kind=\"black\"} 1")
        }
        lane.stop()
        let folder = bench.instance.paths.state + "/defects"
        try bench.wait("a thumbnail") {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return files.contains { $0.hasSuffix("-black.png") }
        }
        #expect(bench.stopOutput())
    }

    @Test func `its death costs no slot`() throws {
        let bench = try OutputBench()
        try bench.startCard()
        struct Death: Error {}
        try bench.startOutput { loop in if loop == "quality" { throw Death() } }
        let lane = try TestLane(bench)
        try bench.wait("programme") { bench.completed(.programA) > 100 }
        let metrics = try bench.metrics()
        #expect(!metrics.contains("holdover_loop_restarts_total{loop=\"quality\"} 0\n"))
        lane.stop()
        #expect(bench.stopOutput())
        let lost = try bench.slots().filter { $0.slot.lostCause == .notScheduled }
        #expect(lost.isEmpty)
    }
}

import Proto
import Testing

@testable import CommandLineTool

@Suite struct ParsingTests {
    @Test func valuesAreTypedAsPeopleTypeThem() {
        #expect(TypedValue.parse("0.25").kind == .float(0.25))
        #expect(TypedValue.parse("-3").kind == .float(-3))
        #expect(TypedValue.parse("on").kind == .bool(true))
        #expect(TypedValue.parse("false").kind == .bool(false))
        #expect(TypedValue.parse("0.1, 0.2").kind == .point2D(Point2D(x: 0.1, y: 0.2)))
        #expect(
            TypedValue.parse("1,0.5,0").kind
                == .color(Color(red: 1, green: 0.5, blue: 0, alpha: 1)))
        #expect(TypedValue.parse("Anna, Berlin").kind == .text("Anna, Berlin"))
        #expect(TypedValue.parse("").kind == .text(""))
    }

    @Test func outputIsCutIntoLinesAndBounded() {
        var splitter = LineSplitter()
        #expect(splitter.take(Array("one\ntw".utf8)[...]) == ["one"])
        #expect(splitter.take(Array("o\n\nrest".utf8)[...]) == ["two", ""])
        #expect(splitter.finish() == "rest")
        #expect(splitter.finish() == nil)
        let flood = [UInt8](repeating: 65, count: 3 * LineSplitter.lineByteCountMax)
        #expect(splitter.take(flood[...]).count == 2)
    }

    @Test func metricsAreReadAsPrometheusWritesThem() {
        let scrape = MetricsScrape(
            text: """
                # HELP holdover_queue_depth Items waiting.
                # TYPE holdover_queue_depth gauge
                holdover_queue_depth{queue="facts"} 3
                holdover_queue_dropped_total{queue="facts",reason="full"} 2
                holdover_render_duration_seconds_sum 1.5
                holdover_render_duration_seconds_count 100
                process_open_fds 12
                """)
        #expect(scrape.value("queue_depth", ["queue": "facts"]) == 3)
        #expect(scrape.value("queue_dropped_total", ["reason": "full"]) == 2)
        #expect(scrape.value("queue_depth", ["queue": "other"]) == nil)
        #expect(scrape.mean("render_duration_seconds") == 0.015)
        #expect(scrape.value("process_open_fds") == 12)
    }

    @Test func theBestFormatThatFitsIsChosen() {
        func answer(_ times: [String: Double]) -> FormatMeasurement.Answer {
            FormatMeasurement.Answer(
                renderer: "llvmpipe", isSoftware: true,
                formats: FormatMeasurement.candidates.map {
                    .init(format: $0, frameMilliseconds: times[$0] ?? 1000)
                })
        }
        // 18 ms are 45 % of 40 ms, and 90 % of 20 ms.
        let middling = answer([
            "1280x720p50": 17, "1280x720p25": 17, "960x540p50": 8, "640x360p25": 3,
        ])
        #expect(FormatMeasurement.choose(from: middling).format == "1280x720p25")
        let fast = answer(["1920x1080p50": 2, "640x360p25": 1])
        #expect(FormatMeasurement.choose(from: fast).format == "1920x1080p50")
        let slow = FormatMeasurement.choose(from: answer([:]))
        #expect(slow.format == "640x360p25" && slow.sentence.contains("repeat"))
    }
}

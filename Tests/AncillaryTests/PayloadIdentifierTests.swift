import Ancillary
import Common
import Testing

@Suite struct PayloadIdentifierTests {
    @Test(
        arguments: [
            // Standard, transport and picture rate, aspect and sampling, ten bits.
            ("1920x1080p50", false, [0x8A, 0x49, 0x80, 0x01]),
            ("1920x1080p50", true, [0x89, 0xC9, 0x80, 0x01]),
            ("1920x1080p59.94", true, [0x89, 0xCA, 0x80, 0x01]),
            ("1920x1080i50", false, [0x85, 0x05, 0x20, 0x01]),
            ("1920x1080i59.94", false, [0x85, 0x06, 0x20, 0x01]),
            ("1920x1080p25", false, [0x85, 0xC5, 0x20, 0x01]),
            ("1280x720p50", false, [0x84, 0xC9, 0x80, 0x01]),
            ("720x576i50", false, [0x81, 0x05, 0x00, 0x01]),
            ("720x486i59.94", false, [0x81, 0x06, 0x80, 0x01]),
            ("3840x2160p50", false, [0xCE, 0xC9, 0x80, 0x01]),
            ("3840x2160p25", false, [0xC0, 0xC5, 0x80, 0x01]),
        ] as [(String, Bool, [UInt8])])
    func `formats are named as ST 352 does`(
        format: String, isLevelA: Bool, words: [UInt8]
    ) throws {
        let video = try #require(VideoFormat(parsing: format))
        #expect(PayloadIdentifier(video, isLevelA: isLevelA)?.words == words)
    }

    @Test func `segmented pictures travel as fields, and other sizes have no identifier`() throws {
        let video = try #require(VideoFormat(parsing: "1920x1080p25"))
        let segmented = PayloadIdentifier(video, isSegmented: true)
        #expect(segmented?.words == [0x85, 0x45, 0x20, 0x01])
        let small = try #require(VideoFormat(parsing: "320x180p50"))
        #expect(PayloadIdentifier(small) == nil)
    }

    @Test(
        arguments: [
            ("1920x1080p50", [10]), ("1920x1080i50", [10, 572]), ("720x576i50", [9, 322]),
            ("720x486i59.94", [13, 276]),
        ] as [(String, [UInt16])])
    func `it lies once in a frame, or once in a field`(format: String, lines: [UInt16]) throws {
        let video = try #require(VideoFormat(parsing: format))
        #expect(PayloadIdentifier.lines(video) == lines)
    }
}

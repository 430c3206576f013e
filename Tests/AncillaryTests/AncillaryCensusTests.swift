import Ancillary
import Testing

@Suite struct AncillaryCensusTests {
    private func admits(
        _ census: inout AncillaryCensus, _ did: UInt8, _ sdid: UInt8, _ words: [UInt8]
    ) -> Bool {
        words.withUnsafeBytes { census.admits(did: did, sdid: sdid, words: $0) }
    }

    @Test func `what is in order passes, and is never complained of`() {
        var census = AncillaryCensus(framesPerSecond: 50)
        for _ in 0..<1_000 {
            #expect(admits(&census, 0x61, 0x01, PacketTests.captions([1, 2])))
            #expect(admits(&census, 0x43, 0x02, PacketTests.subtitles([3])))
            #expect(admits(&census, 0x41, 0x07, [8, 1, 2]))
            #expect(admits(&census, 0x41, 0x05, [0x44, 0, 0, 0, 0, 0, 0, 0]))
            #expect(admits(&census, 0x45, 0x01, [1]))
            let isNews = census.endFrame()
            #expect(!isNews)
        }
        #expect(census.complaint == nil && census.totals.reduce(0, +) == 0)
    }

    @Test func `each defect is told by its name`() {
        var spoilt = PacketTests.captions([1, 2])
        spoilt[8] ^= 1
        let cases: [(UInt8, UInt8, [UInt8], AncillaryCensus.Defect)] = [
            (0x61, 0x01, spoilt, .checksum), (0x61, 0x01, [0x96], .length),
            (0x41, 0x07, [], .length), (0x41, 0x05, [1], .length), (0x61, 0x02, [1], .length),
            (0x41, 0x01, [1], .length), (0x60, 0x60, [1], .length), (0, 1, [1], .anonymous),
            (0x80, 1, [1], .anonymous),
        ]
        for (did, sdid, words, defect) in cases {
            var census = AncillaryCensus(framesPerSecond: 25)
            #expect(!admits(&census, did, sdid, words))
            #expect(census.totals[defect.rawValue] == 1)
            let isNews = census.endFrame()
            #expect(!isNews, "one alone calls nobody")
        }
    }

    @Test func `a flood is cut, and captions behind it still pass`() {
        var census = AncillaryCensus(framesPerSecond: 25)
        let passed = (0..<300).filter { _ in admits(&census, 0x50, 0x01, [1]) }.count
        #expect(passed == AncillaryCensus.strangersMax)
        #expect(admits(&census, 0x61, 0x01, PacketTests.captions([1])))
        let isNews = census.endFrame()
        #expect(isNews)
        #expect(census.complaint?.contains("more packets") == true)
    }

    @Test func `the complaint comes with the fifth defect of a second and ends after clean ones`() {
        var census = AncillaryCensus(framesPerSecond: 10)
        var changes: [Int] = []
        for frame in 0..<200 {
            if (20..<25).contains(frame) { census.note(.unreadable) }
            if census.endFrame() { changes.append(frame) }
        }
        #expect(changes.count == 2 && changes.first == 24)
        #expect((74...90).contains(changes.last ?? 0))
        #expect(census.complaint == nil && census.totals.reduce(0, +) == 5)
    }
}

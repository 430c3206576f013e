import Foundation
import Proto
import Testing

/// Messages on the wire: what goes in comes out, and what comes from outside is never trusted.
@Suite struct WireTests {
    @Test(arguments: Samples.envelopes) func roundTrip(_ envelope: Envelope) throws {
        let bytes = try envelope.encoded()
        #expect(try Envelope(decoding: bytes) == envelope)
        #expect(try Envelope(decoding: bytes).encoded() == bytes)
    }

    @Test func emptyBytesAreAnEmptyMessage() throws {
        #expect(try Envelope(decoding: []) == Envelope())
        #expect(try Envelope().encoded().isEmpty)
    }

    /// The reference implementation reads what we write, and we read what it writes.
    @Test func theReferenceImplementationAgrees() throws {
        let text = try protoc("--decode", try Samples.published.encoded())
        let readable = String(decoding: text, as: UTF8.self)
        #expect(readable.contains("render_snapshot_published"))
        #expect(readable.contains("effective_index: 85000000000"))
        #expect(readable.contains("blend_mode: BLEND_MODE_COLOR_DODGE"))
        let bytes = [UInt8](try protoc("--encode", [UInt8](text)))
        #expect(try Envelope(decoding: bytes) == Samples.published)
    }

    private func protoc(_ mode: String, _ input: [UInt8]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/protoc")
        process.arguments = [
            "\(mode)=holdover.Envelope", "--proto_path=\(Samples.root)/Sources/Proto/schema",
            "envelope.proto",
        ]
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = FileHandle.nullDevice
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input))
        try standardInput.fileHandleForWriting.close()
        let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return output
    }

    @Test func whatANewerBuildSaysIsKeptOrIgnoredAndNeverFatal() throws {
        // Stack 99 is an unknown enum value, field 19 an unknown field.
        let command = try Command(decoding: [0x20, 99, 0x98, 0x01, 1])
        #expect(command.stack == .unrecognised(99))
        #expect(try Command(decoding: try command.encoded()).stack.rawValue == 99)
        // Field 1000 is an unknown kind of event.
        #expect(try Event(decoding: [0xC2, 0x3E, 0]).kind == nil)
    }

    @Test func badTextsAreRefused() throws {
        #expect(throws: WireError.textWithNul) { try RenameLayer(name: "a\0b").encoded() }
        #expect(throws: WireError.textNotUTF8) {
            try RenameLayer(decoding: [0x12, 2, 0xC3, 0x28])
        }
    }

    @Test func tooLongIsRefusedBeforeSending() throws {
        let message = RenameLayer(name: String(repeating: "x", count: 100))
        let size = try message.encoded().count
        #expect(try message.encoded(limit: size).count == size)
        #expect(throws: WireError.tooLong(byteCount: size, limit: size - 1)) {
            try message.encoded(limit: size - 1)
        }
    }

    @Test func mutatedBytesNeverCrash() throws {
        var random = SeededGenerator(state: 4)
        for envelope in Samples.envelopes {
            let good = try envelope.encoded()
            for _ in 0..<300 {
                var bytes = good
                for _ in 0...random.next(3) where !bytes.isEmpty {
                    switch random.next(3) {
                    case 0: bytes[random.next(bytes.count)] = UInt8(random.next(256))
                    case 1: bytes.removeLast(random.next(bytes.count))
                    default: bytes.insert(UInt8(random.next(256)), at: random.next(bytes.count))
                    }
                }
                guard let read = try? Envelope(decoding: bytes) else { continue }
                let again = try read.encoded()
                #expect(try Envelope(decoding: again).encoded() == again)
            }
        }
    }

    /// A megabyte of empty events takes far more to unpack; the arena says no before memory does.
    @Test func amplificationIsBounded() throws {
        let bytes = [UInt8]((0..<500_000).flatMap { _ in [0x1A, 0] as [UInt8] })
        #expect((try? EventsReply(decoding: bytes)) == nil ? true : false)
        #expect(try EventsReply(decoding: Array(bytes.prefix(20_000))).events.count == 10_000)
    }

    private struct SeededGenerator {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }
}

import Common
import Glibc
import Proto
import Testing

@testable import IngressControl

@Suite struct ControlOSCTests {
    static let everyType = OSCMessage(
        "/every/type",
        [
            .int(-7), .float(0.5), .string("grüße"), .blob([1, 2, 3, 4, 5]), .long(.min),
            .double(.pi), .timeTag(OSCTimeTag(42)), .bool(true), .bool(false), OSCArgument.none,
            .impulse, .character(0x41), .rgba(1, 2, 3, 4),
        ])

    /// Sends datagrams to a port of this host.
    private static func send(_ datagrams: [[UInt8]], to port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                for datagram in datagrams {
                    _ = sendto(
                        descriptor, datagram, datagram.count, 0, address,
                        socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
    }

    private static func message(_ address: String, _ arguments: OSCArgument...) -> [UInt8] {
        OSCEncoder.encode(.message(OSCMessage(address, arguments)))
    }

    @Test func everyTypeSurvivesTheWire() throws {
        let bundle = OSCPacket.bundle(
            .immediate,
            [.message(Self.everyType), .bundle(OSCTimeTag(99), [.message(Self.everyType)])])
        #expect(try OSCParser.parse(OSCEncoder.encode(bundle)) == bundle)
        #expect(OSCEncoder.encode(bundle).count.isMultiple(of: 4))
        let now: Int64 = 1_763_000_000_123_456_789
        #expect(abs(OSCTimeTag(unixNanoseconds: now).unixNanoseconds - now) <= 1)
    }

    static let malformed: [([UInt8], OSCError)] = [
        ([], .empty), ([0x2F], .unaligned), (Array("/abc".utf8), .unterminatedString),
        (Array("abc\0".utf8), .badAddress), (Array("/ab\0".utf8), .missingTypeTags),
        (Array("/ab\0if\0\0".utf8), .missingTypeTags), (Array("/ab\0,i\0\0".utf8), .truncated),
        (Array("/ab\0,q\0\0".utf8), .unknownTypeTag),
        (Array("/ab\0,\0\0\0more".utf8), .trailingBytes),
        (Array("/a\0x,\0\0\0".utf8), .badPadding),
        ([0x2F, 0xFF, 0xFE, 0, 0x2C, 0, 0, 0], .badText),
        (Array("/ab\0,b\0\0".utf8) + [0xFF, 0xFF, 0xFF, 0xFF], .badBlobSize),
        (Array("/ab\0,b\0\0".utf8) + [0, 0, 0, 9, 1, 2, 3, 4], .badBlobSize),
        (Array("#bundle\0".utf8), .truncated),
        (Array("#bundle\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 8], .badElementSize),
        (Array("#bundle\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3], .badElementSize),
        (Array("#bundlo\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1], .badAddress),
    ]

    @Test func everyMalformationHasItsReason() {
        for (bytes, reason) in Self.malformed {
            #expect(throws: reason) { try OSCParser.parse(bytes) }
        }
        var nested = OSCPacket.message(OSCMessage("/a"))
        for _ in 0..<20 { nested = .bundle(.immediate, [nested]) }
        #expect(throws: OSCError.nestedTooDeeply) { try OSCParser.parse(OSCEncoder.encode(nested)) }
    }

    @Test func randomAndTruncatedPacketsAreRefusedOrReadButNeverCrash() {
        var generator = SystemRandomNumberGenerator()
        let whole = OSCEncoder.encode(
            .bundle(.immediate, [.message(Self.everyType), .message(Self.everyType)]))
        for count in 0..<whole.count { _ = try? OSCParser.parse(Array(whole.prefix(count))) }
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255)
            }
            _ = try? OSCParser.parse(bytes)
        }
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...16, using: &generator) * 4
            _ = try? OSCParser.parse((0..<count).map { _ in UInt8.random(in: 0...255) })
        }
    }

    @Test func routesReachTheirParametersByIdNameAndNumberForgivingly() throws {
        let bench = try ControlBench()
        Self.send(
            [
                Self.message("/holdover/layers/l1/params/gain_level", .float(0.25)),
                Self.message("/holdover/layers/colour-grade/params/GainLevel/norm", .int(1)),
                Self.message("/holdover/layers/2/params/tint", .rgba(255, 0, 0, 255)),
                Self.message("/holdover/layers/Glow/opacity", .double(0.5)),
                Self.message("/holdover/layers/Glow/bypass", .bool(true)),
                Self.message("/holdover/layers/1/params/flash", .impulse),
                Self.message("/holdover/layers/1/params/centre", .float(0.1), .float(0.2)),
                Self.message("/holdover/run/pause", .float(.nan)),
                Self.message("/holdover/run/start"),
                Self.message("/holdover/presets/load", .string("evening")),
            ], to: bench.ports.osc)
        let all = ControlBench.eventually { bench.coordinator.commands.count == 9 }
        #expect(all)
        let names = Set(bench.coordinator.commands.compactMap { $0.action?.name })
        #expect(
            names == [
                "automation_target", "set_bypass", "trigger_parameter", "start_run",
                "load_preset",
            ])
        #expect(bench.coordinator.commands.allSatisfy { $0.origin == .osc })
        let targets = bench.coordinator.commands.compactMap { command -> String? in
            guard case .automationTarget(let target)? = command.action else { return nil }
            return "\(target.target.name) \(target.normalised)"
        }
        #expect(
            Set(targets) == [
                "gain_level false", "gain_level true", "tint false", "centre false",
                "@opacity false",
            ])
    }

    @Test func aFloodIsCollapsedAndTheLastValueIsRight() throws {
        let bench = try ControlBench()
        let route = "/holdover/layers/l1/params/gain_level"
        let flood = (1...20_000).map { Self.message(route, .float(Float($0) / 20_000)) }
        // In portions that fit the kernel's buffer, so that it is not the one to drop.
        for start in stride(from: 0, to: flood.count, by: 200) {
            Self.send(Array(flood[start..<(start + 200)]), to: bench.ports.osc)
            let taken = ControlBench.eventually {
                bench.metric("osc_messages_total") == Double(start + 200)
            }
            #expect(taken)
        }
        let last = ControlBench.eventually {
            bench.coordinator.model.programme.layers[0].overlay.first?.to.kind == .float(1)
        }
        #expect(last)
        #expect(bench.coordinator.commands.count < 10_000)
        #expect(bench.metric("osc_messages_total") == 20_000)
        #expect(bench.metric("queue_coalesced_total{queue=\"osc.routes\"}") ?? 0 > 0)
    }

    @Test func whatCannotBeUsedIsCountedByReason() throws {
        let bench = try ControlBench()
        Self.send(
            [
                Array("/ab\0,q\0\0".utf8), Self.message("/elsewhere", .int(1)),
                Self.message("/holdover/layers/9/opacity", .float(1)),
                Self.message("/holdover/layers/1/params/nix", .float(1)),
                Self.message("/holdover/layers/1/params/gain_level", .string("loud")),
                Self.message("/holdover/layers/1/params/gain_level", .float(.nan)),
                OSCEncoder.encode(
                    .bundle(
                        OSCTimeTag(
                            unixNanoseconds: SystemTimeSource().wallNanoseconds()
                                + 3_600_000_000_000),
                        [.message(OSCMessage("/holdover/run/start"))])),
            ], to: bench.ports.osc)
        func refused(_ reason: String) -> Double {
            bench.metric("osc_refused_total{reason=\"\(reason)\"}") ?? -1
        }
        let counted = ControlBench.eventually { refused("time_too_far_ahead") == 1 }
        #expect(counted)
        #expect(refused("unknown_type_tag") == 1)
        #expect(refused("unknown_address") == 1)
        #expect(refused("unknown_target") == 2)
        #expect(refused("wrong_arguments") == 2)
        #expect(bench.coordinator.commands.isEmpty)
    }

    @Test func aBundleWaitsForItsTime() throws {
        let bench = try ControlBench()
        let due = SystemTimeSource().wallNanoseconds() + 300_000_000
        let bundle = OSCPacket.bundle(
            OSCTimeTag(unixNanoseconds: due),
            [.message(OSCMessage("/holdover/layers/l1/opacity", [.float(0.75)]))])
        Self.send([OSCEncoder.encode(bundle)], to: bench.ports.osc)
        let came = ControlBench.eventually { !bench.coordinator.commands.isEmpty }
        #expect(came)
        #expect(SystemTimeSource().wallNanoseconds() >= due)
    }

    @Test func otherSendersNeedTheAllowList() throws {
        let senders = try OSCSenders(["10.1.0.0/16", "192.168.7.20"])
        #expect(senders.allows("127.0.0.1"))
        #expect(senders.allows("10.1.200.3"))
        #expect(!senders.allows("10.2.0.1"))
        #expect(senders.allows("192.168.7.20"))
        #expect(!senders.allows("192.168.7.21"))
        for wrong in ["host", "10.0.0.0/33", "1.2.3", "1.2.3.4/x", "1.2.3.4/5/6", ""] {
            #expect(throws: OSCSendersError.self) { try OSCSenders([wrong]) }
        }
    }
}

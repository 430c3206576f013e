import Common
import Foundation
import TestKit
import Testing

/// What happened between a fake card's input and an output, from the numbers in the pictures and in
/// the sound.
struct CardPath {
    /// Of the output.
    private(set) var ticks: [FakeDriverRecord.Tick] = []
    /// Pictures shown for the first time.
    private(set) var freshCount = 0
    /// From the arrival of a picture to its first line on the wire, in hundredths of a frame, as
    /// frames: every delay that occurred.
    private(set) var delays: Set<Double> = []
    private(set) var lateOrLost = 0
    private(set) var missingSamples = 0
    /// Joints at which the sound did not go on with its next sample.
    private(set) var soundJumps = 0
    /// Everything in the second channel that is not the 1 kHz tone, against the tone, in the worst
    /// tenth of a second, in decibels.
    private(set) var loudestBesidesTone = -200.0
    /// How far picture and sound were apart, in milliseconds.
    private(set) var greatestOffset = 0.0
    private static let period = 20_000_000.0

    /// Between two instants, at a fake card's output.
    init(_ record: FakeDriverRecord, from: MonotonicInstant, to: MonotonicInstant) throws {
        ticks = try record.output().filter { $0.at >= from && $0.at < to }
        let arrivals = try Self.arrivals(record)
        lateOrLost = ticks.count { $0.fate != .shown }
        missingSamples = ticks.reduce(0) { $0 + $1.missingSamples }
        note(ticks.map { ($0.at, $0.number) }, arrivals)
        listen()
    }

    /// Of a virtual card's recording and its own account of its ticks, from the second second on: in
    /// the first one delay is still being brought down to its least.
    init(_ record: FakeDriverRecord, recording: String, ticks: String) throws {
        let arrivals = try Self.arrivals(record)
        var instants: [Int: MonotonicInstant] = [:]
        for line in ticks.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            guard let fields = object as? [String: Any],
                let frame = fields["recorded_frame"] as? Int,
                let instant = fields["instant_ns"] as? Int
            else { continue }
            instants[frame] = MonotonicInstant(nanoseconds: Int64(instant))
        }
        let numbers = try Self.numbers(in: recording)
        note(
            numbers.enumerated().dropFirst(100).compactMap { place, number in
                instants[place].map { ($0, number) }
            }, arrivals)
    }

    private static func arrivals(
        _ record: FakeDriverRecord
    ) throws -> [Int64: MonotonicInstant] {
        Dictionary(
            try record.input().compactMap { tick in tick.number.map { ($0, tick.at) } },
            uniquingKeysWith: { $1 })
    }

    private static func numbers(in recording: String) throws -> [Int64?] {
        let raw = recording + ".raw"
        let decoded = try CommandResult.run(
            "/usr/bin/env",
            ["ffmpeg", "-v", "error", "-i", recording, "-map", "0:v", "-fps_mode", "passthrough"]
                + ["-f", "rawvideo", "-pix_fmt", "uyvy422", raw])
        try #require(decoded.code == 0, "\(decoded.errors)")
        let data = try Data(contentsOf: URL(fileURLWithPath: raw))
        let fake = try FakeDriver()
        return data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - 320 * 360 + 1, by: 320 * 360).map { at in
                fake.number(
                    in: UnsafeRawBufferPointer(rebasing: bytes[at..<at + 320 * 360]), width: 320,
                    height: 180)
            }
        }
    }

    private mutating func note(
        _ shown: [(at: MonotonicInstant, number: Int64?)], _ arrivals: [Int64: MonotonicInstant]
    ) {
        var last: Int64?
        for (at, number) in shown {
            guard let number, number != last else { continue }
            defer { last = number }
            // The first one may have been on air before we looked.
            guard last != nil, let arrival = arrivals[number] else { continue }
            freshCount += 1
            delays.insert(Double(at.nanoseconds - arrival.nanoseconds) / Self.period)
        }
        delays = Set(delays.map { ($0 * 100).rounded() / 100 })
    }

    private mutating func listen() {
        var expected: Int32?
        var last: Int64?
        var tone: [Int32] = []
        for tick in ticks {
            let count = tick.channel(0)
            if let first = count.first, let expected, first != expected { soundJumps += 1 }
            // A cross-faded joint lies within a slot.
            if let first = count.first, let last = count.last,
                Int(last) - Int(first) != count.count - 1
            {
                soundJumps += 1
            }
            expected = count.last.map { $0 + 1 }
            tone += tick.channel(1)
            guard let number = tick.number, number != last, let sample = count.last else {
                continue
            }
            last = number
            // The last sample of a slot lies behind any cross-fade.
            let apart = Double(Int64(sample) - (number * 960 + 959))
            greatestOffset = max(greatestOffset, abs(apart) / 48)
        }
        for start in stride(from: 0, to: tone.count - 4_799, by: 4_800) {
            loudestBesidesTone = max(
                loudestBesidesTone, Self.besidesTone(tone[start..<start + 4_800]))
        }
    }

    /// All of the spectrum but the 1 kHz line: by Parseval's theorem what is left of the energy when
    /// the line is taken out. A hundred whole periods, so that nothing of the line leaks.
    private static func besidesTone(_ samples: ArraySlice<Int32>) -> Double {
        var (sine, cosine, energy) = (0.0, 0.0, 0.0)
        for (place, sample) in samples.enumerated() {
            let value = Double(sample)
            let angle = 2 * Double.pi * Double(place % 48) / 48
            sine += value * sin(angle)
            cosine += value * cos(angle)
            energy += value * value
        }
        let line = 2 * (sine * sine + cosine * cosine) / Double(samples.count)
        guard line > 0 else { return 0 }
        return 10 * log10(max(energy - line, 1e-20 * line) / line)
    }

    func print(_ what: String) {
        let spread = "\(delays.min() ?? 0)...\(delays.max() ?? 0)"
        Swift.print(
            "card path, \(what): \(ticks.count) ticks, \(freshCount) fresh pictures,",
            "delay \(spread) frames (\(delays.count) different), \(lateOrLost) late or lost,",
            "\(missingSamples) samples missing, \(soundJumps) jumps,",
            "besides the tone \(Int(loudestBesidesTone)) dB, offset \(greatestOffset) ms")
    }
}

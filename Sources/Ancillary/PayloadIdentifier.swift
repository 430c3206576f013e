public import Common

/// The video payload identifier of SMPTE ST 352: four bytes that say what a serial interface carries.
public struct PayloadIdentifier: Sendable, Hashable {
    /// The four bytes, the first one first.
    public let words: [UInt8]

    /// The identifier of `format` on one link; nil for sizes and rates that no serial interface has.
    /// `isLevelA` is the mapping of 1080p above 30 on 3 Gb/s; `isSegmented` says that progressive
    /// pictures travel as two segments.
    public init?(_ format: VideoFormat, isLevelA: Bool = false, isSegmented: Bool = false) {
        guard
            let standard = Self.standard(format, isLevelA: isLevelA),
            let rate = Self.rateCode(format.rate)
        else { return nil }
        let isProgressive = format.scan == .progressive
        let travelsProgressive =
            isProgressive && !isSegmented && !(standard == Self.threeGigabitB)
        let transport: UInt8 = travelsProgressive ? 0x80 : 0
        let picture: UInt8 = isProgressive ? 0x40 : 0
        let wide: UInt8 = format.width * 3 > format.height * 4 ? 1 : 0
        let isWideGamut = format.matrix == .bt2020
        // On 1.5 Gb/s with 1080 lines aspect and colorimetry have other places than everywhere else.
        let third: UInt8 =
            standard == Self.highDefinition1080
            ? wide << 5 | (isWideGamut ? 0x80 : 0) : wide << 7 | (isWideGamut ? 0x20 : 0)
        let sampling: UInt8 = format.width == 2_048 || format.width == 4_096 ? 0x40 : 0
        // Ten bits a word are what travels, whatever the picture was made in.
        words = [standard, transport | picture | rate, third | sampling, 0x01]
    }

    /// The lines it is due on: one a frame, or one a field.
    public static func lines(_ format: VideoFormat) -> [UInt16] {
        guard format.scan != .progressive else { return [10] }
        switch format.height {
        case ...486: return [13, 276]
        case ...576: return [9, 322]
        default: return [10, 572]
        }
    }

    private static let standardDefinition: UInt8 = 0x81
    private static let highDefinition720: UInt8 = 0x84
    private static let highDefinition1080: UInt8 = 0x85
    private static let threeGigabitA: UInt8 = 0x89
    private static let threeGigabitB: UInt8 = 0x8A
    private static let sixGigabit: UInt8 = 0xC0
    private static let twelveGigabit: UInt8 = 0xCE

    private static func standard(_ format: VideoFormat, isLevelA: Bool) -> UInt8? {
        let isFast = format.rate.framesPerSecond > 30
        switch (format.width, format.height) {
        case (720, 480), (720, 486), (720, 576):
            return format.scan == .progressive ? nil : standardDefinition
        case (1_280, 720): return format.scan == .progressive ? highDefinition720 : nil
        case (1_920, 1_080), (2_048, 1_080):
            guard isFast else { return highDefinition1080 }
            return isLevelA ? threeGigabitA : threeGigabitB
        case (3_840, 2_160), (4_096, 2_160):
            guard format.scan == .progressive else { return nil }
            return isFast ? twelveGigabit : sixGigabit
        default: return nil
        }
    }

    private static func rateCode(_ rate: FrameRate) -> UInt8? {
        let codes: [(FrameRate, UInt8)] = [
            (FrameRate(24_000, 1_001), 2), (FrameRate(24), 3), (FrameRate(48_000, 1_001), 4),
            (FrameRate(25), 5), (FrameRate(30_000, 1_001), 6), (FrameRate(30), 7),
            (FrameRate(48), 8), (FrameRate(50), 9), (FrameRate(60_000, 1_001), 10),
            (FrameRate(60), 11),
        ]
        return codes.first { $0.0 == rate }?.1
    }
}

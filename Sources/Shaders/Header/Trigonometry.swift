import Foundation

/// The few C functions a size expression may call, kept in the one file that needs Foundation.
enum Trigonometry {
    static func sine(_ angle: Double) -> Double { sin(angle) }
    static func cosine(_ angle: Double) -> Double { cos(angle) }
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}

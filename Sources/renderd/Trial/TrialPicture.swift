import Foundation

/// The pictures and the sound a shader is tried with: detail, colour and movement, from arithmetic.
enum TrialPicture {
    /// Bars of colour with rings over them; `shift` moves the rings, `isSecond` gives another one.
    static func make(width: Int, height: Int, shift: Double, isSecond: Bool = false) -> PixelPicture
    {
        var bytes = [UInt8](repeating: 255, count: width * height * 4)
        for y in 0..<height {
            for x in 0..<width {
                let u = Double(x) / Double(width)
                let v = Double(y) / Double(height)
                let bar = Int(u * 7) + (isSecond ? 3 : 1)
                let distance = hypot(u - 0.5 - 0.2 * sin(shift), (v - 0.5) * 0.6)
                let ring = 0.5 + 0.5 * cos(distance * (isSecond ? 25 : 45))
                let place = (y * width + x) * 4
                for channel in 0..<3 {
                    let level = (bar >> channel & 1) == 1 ? 0.85 : 0.12
                    let value = level * (0.35 + 0.65 * ring) * (0.4 + 0.6 * v)
                    bytes[place + channel] = UInt8(min(max(value * 255, 0), 255))
                }
            }
        }
        return PixelPicture(width: width, height: height, rgba: bytes)
    }

    /// One frame of two channels: 440 Hz and 1.3 kHz at a third and a half of full scale.
    static func tone(frame: Int, sampleCount: Int) -> [Int32] {
        (0..<sampleCount).flatMap { sample in
            let time = Double(frame * sampleCount + sample) / 48_000
            return [(440.0, 0.33), (1300.0, 0.5)].map { frequency, level in
                Int32(sin(2 * .pi * frequency * time) * level * 2_147_483_000)
            }
        }
    }
}

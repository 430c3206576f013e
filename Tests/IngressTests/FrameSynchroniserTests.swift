import Common
import Testing

@testable import IngressCapture

@Suite struct FrameSynchroniserTests {
    /// An hour at 50 frames a second with an input `ppm` off: what was repeated and left out, the deepest
    /// queue, and the greatest distance between a picture and its sound, in samples.
    private func hour(ppm: Int64) -> (repeats: UInt64, drops: UInt64, depth: Int, apart: Int64) {
        var synchroniser = FrameSynchroniser()
        var sound = SynchronisedSound(channels: 1)
        let period: Int64 = 20_000_000
        let inputPeriod = period - period * ppm / 1_000_000
        var nextArrival: Int64 = 7_000_000
        var number: Int64 = 0
        var queue: [(number: Int64, start: Int64)] = []
        var shown: (number: Int64, start: Int64)?
        var depth = 0
        var apart: Int64 = 0
        var area = [Int32](repeating: 0, count: 960)
        var samples = [Int32](repeating: 0, count: 960)
        for slot in 0..<Int64(180_000) {
            while nextArrival <= slot * period {
                // Each sample says which picture it belongs to.
                for place in 0..<960 { samples[place] = Int32(number * 960 + Int64(place)) }
                let start = samples.withUnsafeBufferPointer { sound.append($0, from: 1) }
                queue.append((number, start))
                number += 1
                nextArrival += inputPeriod
                synchroniser.arrived()
            }
            depth = max(depth, queue.count)
            switch synchroniser.step() {
            case .nothing: continue
            case .showAgain: break
            case .show(let leftOut):
                queue.removeFirst(leftOut)
                shown = queue.removeFirst()
            }
            guard let shown else { continue }
            _ = area.withUnsafeMutableBytes { sound.take(960, start: shown.start, into: $0) }
            // The last sample is past any cross-fade: it tells where the sound is.
            apart = max(apart, abs(Int64(area[959]) - (shown.number * 960 + 959)))
        }
        return (synchroniser.repeatCount, synchroniser.dropCount, depth, apart)
    }

    @Test func `a locked input is never repeated and never left out`() {
        let locked = hour(ppm: 0)
        #expect(locked.repeats == 0 && locked.drops == 0)
        #expect(locked.apart == 0)
    }

    @Test func `an input 50 ppm slow is repeated nine times an hour`() {
        let slow = hour(ppm: -50)
        #expect((8...10).contains(slow.repeats))
        #expect(slow.drops == 0)
        #expect(slow.depth <= 3)
        #expect(slow.apart <= 48, "sound and picture part by less than a millisecond")
    }

    @Test func `an input 50 ppm fast is left out nine times an hour`() {
        let fast = hour(ppm: 50)
        #expect(fast.repeats == 0)
        #expect((7...10).contains(fast.drops))
        #expect(fast.depth <= 3)
        #expect(fast.apart <= 48)
    }

    @Test func `an input that goes away is not repeated for ever`() {
        var synchroniser = FrameSynchroniser()
        #expect(!synchroniser.isReady)
        synchroniser.arrived()
        _ = synchroniser.step()
        for _ in 0..<5 {
            #expect(synchroniser.isReady)
            let step = synchroniser.step()
            #expect(step == .showAgain)
        }
        #expect(!synchroniser.isReady, "the input counts as away")
    }

    @Test func `joints are cross-faded`() {
        var sound = SynchronisedSound(channels: 1)
        let low = [Int32](repeating: 0, count: 4_800)
        let high = [Int32](repeating: 1_000_000, count: 4_800)
        _ = low.withUnsafeBufferPointer { sound.append($0, from: 1) }
        let start = high.withUnsafeBufferPointer { sound.append($0, from: 1) }
        var area = [Int32](repeating: 0, count: 960)
        _ = area.withUnsafeMutableBytes { sound.take(960, start: 0, into: $0) }
        let isTaken = area.withUnsafeMutableBytes { sound.take(960, start: start, into: $0) }
        #expect(isTaken)
        let steps = zip(area, area.dropFirst()).map { $1 - $0 }
        #expect((steps.max() ?? 0) <= 1_000_000 / 240 + 1, "no step is larger than the fade's")
        #expect(area[0] == 0 && area[959] == 1_000_000)
        #expect(sound.jumpCount == 1)
    }
}

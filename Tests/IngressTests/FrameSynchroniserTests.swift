import Common
import Testing

@testable import IngressCapture

@Suite struct FrameSynchroniserTests {
    private static let slotSamples = 960
    /// Pictures until the numbers of samples begin again: ten seconds, far more than can wait.
    private static let cycle = 512
    /// Each sample says which picture it belongs to, and where in it.
    private static let ramp = (0..<Int32(cycle * slotSamples)).map { $0 }

    /// An hour at 50 frames a second with an input `ppm` off: what was repeated and left out, the deepest
    /// queue, and the greatest distance between a picture and its sound, in samples.
    private func hour(ppm: Int64) -> (repeats: UInt64, drops: UInt64, depth: Int, apart: Int) {
        var synchroniser = FrameSynchroniser()
        var sound = SynchronisedSound(channels: 1)
        let period: Int64 = 20_000_000
        let inputPeriod = period - period * ppm / 1_000_000
        var nextArrival: Int64 = 7_000_000
        var number = 0
        var queue: [(number: Int, start: Int64, at: Int64)] = []
        var shown: (number: Int, start: Int64, at: Int64)?
        var depth = 0
        var apart = 0
        var area = [Int32](repeating: 0, count: Self.slotSamples)
        for slot in 0..<Int64(180_000) {
            while nextArrival <= slot * period {
                let first = number % Self.cycle * Self.slotSamples
                let start = Self.ramp.withUnsafeBufferPointer {
                    sound.append(
                        UnsafeBufferPointer(rebasing: $0[first..<first + Self.slotSamples]), from: 1
                    )
                }
                queue.append((number, start, nextArrival))
                number += 1
                nextArrival += inputPeriod
                synchroniser.arrived()
            }
            depth = max(depth, queue.count)
            let age = queue.first.map { Nanoseconds(slot * period - $0.at) } ?? .zero
            switch synchroniser.step(age: age) {
            case .nothing: continue
            case .showAgain: break
            case .show(let leftOut):
                queue.removeFirst(leftOut)
                shown = queue.removeFirst()
            }
            guard let shown else { continue }
            _ = area.withUnsafeMutableBytes {
                sound.take(Self.slotSamples, start: shown.start, into: $0)
            }
            // The last sample is past any cross-fade: it tells where the sound is.
            apart = max(apart, distance(area[Self.slotSamples - 1], shown.number))
        }
        return (synchroniser.repeatCount, synchroniser.dropCount, depth, apart)
    }

    /// How far `sample` lies from the last one of picture `number`.
    private func distance(_ sample: Int32, _ number: Int) -> Int {
        let all = Self.cycle * Self.slotSamples
        let wanted = number % Self.cycle * Self.slotSamples + Self.slotSamples - 1
        let forward = (Int(sample) - wanted + all) % all
        return min(forward, all - forward)
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

    /// Shows 20 000 slots of a locked input, each picture of which comes 7 ms into its slot and is handed
    /// over `late` after that: how many were repeated and left out, and the slots that did not show
    /// their own picture.
    private func handedOver(
        late: (Int) -> Int64
    ) -> (repeats: UInt64, drops: UInt64, displaced: [Int]) {
        var synchroniser = FrameSynchroniser()
        let period: Int64 = 20_000_000
        var coming: [(number: Int, at: Int64, handedOver: Int64)] = []
        var queue: [(number: Int, at: Int64, handedOver: Int64)] = []
        var shown: Int?
        var displaced: [Int] = []
        for slot in 0..<20_000 {
            let start = Int64(slot) * period
            coming.append((slot, start + 7_000_000, start + 7_000_000 + late(slot)))
            // Nothing later than 2 ms before the end helps. The driver keeps the order.
            while let next = coming.first, next.handedOver <= start + period - 2_000_000 {
                queue.append(next)
                coming.removeFirst()
                synchroniser.arrived()
            }
            let overdue = queue.prefix { start - $0.at > synchroniser.slack.count }.count
            let age = Nanoseconds(queue.first.map { start - $0.handedOver } ?? 0)
            switch synchroniser.step(age: age, overdue: overdue) {
            case .nothing, .showAgain: break
            case .show(let leftOut):
                queue.removeFirst(leftOut)
                shown = queue.removeFirst().number
            }
            if shown != slot { displaced.append(slot) }
        }
        return (synchroniser.repeatCount, synchroniser.dropCount, displaced)
    }

    @Test(arguments: [30, 45, 70])
    func `a late hand-over costs its slots and leaves the delay as it was`(milliseconds: Int64) {
        let result = handedOver { $0 % 1_000 == 500 ? milliseconds * 1_000_000 : 0 }
        // Handed over 30 ms late it misses its slot; 45 and 70 ms late the ones behind it wait, too.
        let missed = Set(
            (0..<20).flatMap { turn in
                (0..<Int((milliseconds + 9) / 20)).map { turn * 1_000 + 500 + $0 }
            })
        #expect(Set(result.displaced) == missed)
        #expect(result.repeats == result.drops && result.repeats == UInt64(missed.count))
    }

    @Test func `a host that is late again and again costs delay instead of joint after joint`() {
        // Every tenth for half of the time, then never again.
        let result = handedOver { $0 < 10_000 && $0 % 10 == 5 ? 30_000_000 : 0 }
        #expect(result.repeats <= 10 && result.repeats == result.drops)
        #expect(result.displaced.contains(9_999), "a slot later")
        #expect((result.displaced.last ?? 0) < 15_000, "as soon as before when all is calm")
    }

    @Test func `whatever waited before the first picture is no delay ever after`() {
        var synchroniser = FrameSynchroniser()
        for _ in 0..<3 { synchroniser.arrived() }
        let first = synchroniser.step()
        #expect(first == .show(leavingOut: 2))
        for _ in 0..<100 {
            synchroniser.arrived()
            let step = synchroniser.step()
            #expect(step == .show(leavingOut: 0))
            #expect(synchroniser.waiting == 0)
        }
        #expect(synchroniser.dropCount == 0, "nothing was on show yet")
    }

    @Test func `pictures that always wait for their slot are taken as they come a second later`() {
        var synchroniser = FrameSynchroniser()
        var waited = 0
        for slot in 0..<200 {
            synchroniser.arrived()
            // Too early for its slot by 15 ms; where one is to be left out, the next is waited for.
            if !synchroniser.isReady() { synchroniser.arrived() }
            let age = Nanoseconds.milliseconds(synchroniser.waiting > 1 || waited == 0 ? 15 : 1)
            let step = synchroniser.step(age: age)
            if step == .show(leavingOut: 1) { waited = slot }
        }
        #expect(waited == 50)
        #expect(synchroniser.dropCount == 1 && synchroniser.repeatCount == 0)
        // A single one that came in time is enough to leave all as it is.
        var steady = FrameSynchroniser()
        for slot in 0..<200 {
            steady.arrived()
            _ = steady.step(age: .milliseconds(slot % 40 == 0 ? 4 : 15))
        }
        #expect(steady.dropCount == 0)
    }

    @Test func `an input that goes away is not repeated for ever`() {
        var synchroniser = FrameSynchroniser()
        #expect(!synchroniser.isReady() && !synchroniser.canRepeat)
        synchroniser.arrived()
        #expect(synchroniser.isReady())
        _ = synchroniser.step()
        for _ in 0..<5 {
            #expect(!synchroniser.isReady() && synchroniser.canRepeat)
            let step = synchroniser.step()
            #expect(step == .showAgain)
        }
        #expect(!synchroniser.canRepeat, "the input counts as away")
    }

    @Test func `more channels than wanted are left out, and round the ring nothing is lost`() {
        var sound = SynchronisedSound(channels: 2)
        let arrival = (0..<Int32(961)).flatMap { sample in (0..<8).map { sample * 8 + $0 } }
        let wanted = (0..<Int32(961)).flatMap { sample in [sample * 8, sample * 8 + 1] }
        var area = [Int32](repeating: -1, count: 961 * 2)
        // A slot's length does not divide the ring's: every joint is met.
        for round in 0..<60 {
            let start = arrival.withUnsafeBufferPointer { sound.append($0, from: 8) }
            #expect(start == Int64(round) * 961)
            let isTaken = area.withUnsafeMutableBytes { sound.take(961, start: start, into: $0) }
            #expect(isTaken)
            #expect(area == wanted)
        }
        #expect(sound.jumpCount == 0)
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

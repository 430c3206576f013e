import Common
import Foundation
import Frames
import Synchronization
import TestKit

/// A lane as a renderer is: draws the lowest undrawn index ahead of the output, on its own thread,
/// until it is killed. Each picture carries its index in every byte, or `shade`.
final class TestLane: Sendable {
    private let thread: JoinableThread

    init(
        _ bench: OutputBench, _ object: ObjectName = .programA, ready: Int = 3,
        shade: UInt8? = nil
    ) throws {
        let timeline = TimelineReader(in: bench.instance.plane)
        guard
            let layout = RingLayout(
                kind: .program, video: bench.configuration.format,
                slotCount: bench.configuration.playout.ringSlotCount)
        else { preconditionFailure("a test format fits a ring") }
        let ring = try RingWriter(
            object, in: bench.instance.plane, layout: layout,
            writerEpoch: UInt64.random(in: 1...UInt64.max), timeline: timeline)
        let stopped = Flag()
        flag = stopped
        thread = WorkerThread.start(named: "lane") {
            Self.draw(ring, timeline, ready: ready, shade, stopped)
        }
    }

    private let flag: Flag

    final class Flag: Sendable {
        let value = Atomic<Bool>(false)
    }

    deinit { stop() }

    func stop() {
        flag.value.store(true, ordering: .relaxed)
        thread.join()
    }

    private static func draw(
        _ ring: RingWriter, _ timeline: TimelineReader, ready: Int, _ shade: UInt8?,
        _ stopped: Flag
    ) {
        let time = SystemTimeSource()
        var last = FrameIndex(.min)
        while !stopped.value.load(ordering: .relaxed) {
            guard let state = timeline.latest() else {
                usleep(1_000)
                continue
            }
            let next = max(last + 1, state.nextIndex + 1)
            guard next <= state.nextIndex + ready else {
                _ = timeline.waitForChange(until: time.now() + .milliseconds(20))
                continue
            }
            last = next
            let now = time.now()
            guard let slot = ring.begin(index: next, timelineEpoch: state.timelineEpoch) else {
                continue
            }
            slot.payload.initializeMemory(
                as: UInt8.self, repeating: shade ?? UInt8(truncatingIfNeeded: next.value))
            slot.commit(
                FrameMetadata(
                    renderStart: now, renderEnd: now, snapshotVersion: 3, inputIndex: next - 7,
                    inputFrameNumber: next.value % 1_000))
        }
    }
}

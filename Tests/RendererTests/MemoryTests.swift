import Common
import Foundation
import Frames
import TestKit
import Testing

@testable import Renderer

/// What lanes hand to each other, and when.
@Suite(.serialized) struct MemoryTests {
    private let instance: TestInstance
    init() throws { instance = try TestInstance() }

    private static let memory = StackMemory(
        index: FrameIndex(44_000_000_000), timelineEpoch: .max, stackHash: .max - 1,
        layers: [
            StackMemory.LayerMemory(
                id: "layer-1", contentHash: .max - 2,
                targets: [
                    StackMemory.Image(width: 2, height: 1, texels: [1, 2, 3, 4, 5, 6, 7, 8])
                ],
                history: StackMemory.Image(width: 1, height: 1, depth: 2, texels: [9, 8]),
                historyHead: 1, historyCount: 2),
            StackMemory.LayerMemory(
                id: "layer-2", contentHash: 3,
                output: StackMemory.Image(width: 1, height: 1, texels: [4])),
        ])

    @Test func aFileIsReadOnceAndAsItWasWritten() throws {
        let path = instance.paths.runtime + "/renderd.a.memory"
        var reader = MemoryFile(path: path)
        #expect(reader.news() == nil)
        let writer = MemoryFile(path: path)
        try writer.save(Self.memory)
        #expect(reader.news() == Self.memory)
        #expect(reader.news() == nil, "nothing new has come")
        var later = Self.memory
        later.index += 1
        try writer.save(later)
        #expect(reader.news() == later)
    }

    @Test func aFileThatIsCutIsNoMemory() throws {
        let path = instance.paths.runtime + "/renderd.a.memory"
        try MemoryFile(path: path).save(Self.memory)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            var reader = MemoryFile(path: path)
            #expect(reader.news() == nil)
        }
    }

    // MARK: Who follows whom

    /// A lane whose ring says what the test wants.
    private final class Lane {
        let ring: RingWriter
        init(_ object: ObjectName, _ instance: TestInstance) throws {
            let video = try #require(VideoFormat(width: 64, height: 16, rate: FrameRate(50)))
            ring = try RingWriter(
                object, in: instance.plane,
                layout: #require(RingLayout(kind: .program, video: video, slotCount: 8)),
                writerEpoch: 1)
        }

        func draw(_ index: Int64, isOut: Bool) throws {
            guard let slot = ring.begin(index: FrameIndex(index), timelineEpoch: 5) else {
                throw SharedObjectError.missing(path: "slot of \(index)")
            }
            let now = SystemTimeSource().now()
            var metadata = FrameMetadata(renderStart: now, renderEnd: now)
            if isOut { metadata.flags.insert(.outOfStep) }
            slot.commit(metadata)
        }
    }

    private func lane(_ name: String) throws -> OtherLane {
        let configuration = try Configuration(
            ConfigurationSettings(
                file: nil,
                environment: [
                    "HOLDOVER_RENDER_LANES": "2",
                    "HOLDOVER_INSTANCE_NAME": instance.paths.instance,
                ]))
        return try #require(
            OtherLane(RendererConfiguration(lane: name, configuration, paths: instance.paths)))
    }

    private func begin(_ lane: OtherLane, _ index: Int64, memory: Bool = true) -> OtherLane.Duty {
        lane.begin(
            FrameIndex(index), timelineEpoch: 5, hasMemory: memory, at: SystemTimeSource().now())
    }

    @Test func aLaneAloneIsInStepAndALaterOneIsNot() throws {
        let b = try lane("b")
        #expect(begin(b, 100).isEmpty && !b.isOutOfStep)
        let ring = try Lane(.programB, instance)
        try ring.draw(100, isOut: false)
        let a = try lane("a")
        _ = begin(a, 102)
        #expect(a.isOutOfStep)
        a.caughtUp(to: FrameIndex(102))
        #expect(begin(a, 103).isEmpty && !a.isOutOfStep)
    }

    @Test func aStackWithoutMemoryIsAlwaysInStep() throws {
        let ring = try Lane(.programB, instance)
        try ring.draw(100, isOut: false)
        let a = try lane("a")
        _ = begin(a, 102, memory: false)
        #expect(!a.isOutOfStep)
        // Skipped frames make no difference to it either.
        _ = begin(a, 110, memory: false)
        #expect(!a.isOutOfStep)
    }

    @Test func theLaneInStepHandsOverOnceInAWhile() throws {
        let ring = try Lane(.programB, instance)
        let a = try lane("a")
        _ = begin(a, 99)
        for index in 100...120 as ClosedRange<Int64> {
            try ring.draw(index, isOut: true)
            #expect(begin(a, index).contains(.handOver) == [100, 111].contains(index))
            #expect(!a.isOutOfStep)
        }
    }

    @Test func skippedFramesPutALaneOutOfStepAndLaneAIsRightWhereBothAre() throws {
        let ring = try Lane(.programB, instance)
        try ring.draw(100, isOut: false)
        let a = try lane("a")
        _ = begin(a, 101)
        a.caughtUp(to: FrameIndex(101))
        _ = begin(a, 103)
        #expect(a.isOutOfStep, "it skipped 102")
        for index in 104...112 as ClosedRange<Int64> {
            try ring.draw(index, isOut: true)
            _ = begin(a, index)
        }
        #expect(!a.isOutOfStep, "nobody else is right")
    }

    @Test func aDifferentBuildIsFollowedByLaneBOnly() throws {
        let rings = [try Lane(.programA, instance), try Lane(.programB, instance)]
        for ring in rings { try ring.draw(100, isOut: false) }
        let (a, b) = (try lane("a"), try lane("b"))
        for lane in [a, b] {
            _ = begin(lane, 101)
            lane.caughtUp(to: FrameIndex(101))
            lane.noteDifference(isLate: false)
        }
        #expect(!a.isOutOfStep && b.isOutOfStep)
        a.noteDifference(isLate: true)
        #expect(a.isOutOfStep)
    }
}

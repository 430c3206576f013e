internal import Common
internal import Logging
internal import Synchronization

/// The loop of one sink. Owned by the sink's thread.
///
/// A child that dies is started again, at once the first time and then with growing pauses, with a
/// new segment. The newest frames are kept until they are surely on disk: the new segment begins
/// with the first frame that the broken one does not hold, so that a killed child costs nothing.
final class SinkWriter {
    /// Frames kept for writing again: the child's queues, its codec and one Matroska cluster.
    static let retainedCount = 32
    /// Children that may fail in a row before an ending sink gives up.
    static let failuresAtEndMax = 2

    private let specification: SinkSpecification
    private let format: VideoFormat
    private let audio: AudioFormat
    private let queue: BoundedQueue<SinkFrame>
    private let status: SharedStatus
    private let environment: [String: String]
    private let log = Logger(label: "sink")
    private let time = SystemTimeSource()

    private var files: SinkFiles?
    private var child: SinkChild?
    /// The newest frames, without gaps.
    private var retained: [SinkFrame] = []
    /// The position after the newest retained frame.
    private var nextPosition: Int64 = 0
    /// Frames that lie in segments of children that are gone.
    private var coveredCount: Int64 = 0
    private var failuresInARow = 0
    private var startedAt = MonotonicInstant(nanoseconds: 0)
    private var startsAgainAt = MonotonicInstant(nanoseconds: 0)

    init(
        _ specification: SinkSpecification, format: VideoFormat, audio: AudioFormat, run: String,
        queue: BoundedQueue<SinkFrame>, status: SharedStatus, environment: [String: String]
    ) {
        self.specification = specification
        self.format = format
        self.audio = audio
        self.queue = queue
        self.status = status
        self.environment = environment
        if case .file(let path, let container, _) = specification {
            files = SinkFiles(
                path: path, container: container, format: format, run: run,
                environment: environment)
        }
    }

    /// Writes until the queue is closed and empty, then completes the file; `work` is told of each
    /// piece of it.
    func runToEnd(_ work: (() -> Void) -> Void = { $0() }) {
        while let frame = queue.pop(until: .distantFuture) {
            work {
                status.update { if $0.state == .waiting { $0.state = .recording } }
                fill(upTo: frame)
                take(frame)
            }
        }
        work { complete() }
    }

    /// Puts the last picture in the place of frames that were dropped before they came here.
    private func fill(upTo frame: SinkFrame) {
        while nextPosition < frame.position {
            let filler = SinkFrame(
                position: nextPosition, picture: retained.last?.picture ?? frame.picture,
                audio: [UInt8](repeating: 0, count: frame.audio.count))
            status.update { $0.droppedCount += 1 }
            take(filler)
        }
    }

    private func take(_ frame: SinkFrame) {
        retained.append(frame)
        if retained.count > Self.retainedCount { retained.removeFirst() }
        nextPosition = frame.position + 1
        if child != nil, write(frame) { return }
        if child == nil, !hasGivenUp, time.now() >= startsAgainAt { startChild() }
    }

    /// At the end of a show nobody waits for one child after the other to fail, nor for a receiver that
    /// has gone.
    private var hasGivenUp: Bool {
        let failuresMax = files == nil ? 1 : Self.failuresAtEndMax
        return status.isEnding.load(ordering: .relaxed) && failuresInARow >= failuresMax
    }

    /// A child that has lived so long was a success. Looking for a receiver alone takes some seconds.
    private var life: Nanoseconds { .seconds(files == nil ? 10 : 3) }

    /// Writes one frame; false when the child is lost with it.
    private func write(_ frame: SinkFrame) -> Bool {
        guard let child else { return false }
        do throws(SinkChild.Failure) {
            try child.write(picture: frame.picture.bytes, sound: frame.audio)
            let isSteady = time.now() - startedAt >= life
            status.update {
                $0.writtenCount = max($0.writtenCount, frame.position + 1)
                if isSteady { $0.isFailing = false }
            }
            return true
        } catch {
            switch error {
            case .ended(let words): lose(because: words)
            case .stuck:
                child.kill()
                lose(
                    because: "ffmpeg read nothing for \(Int(SinkChild.patience.seconds)) s",
                    wasStuck: true)
            }
        }
        return false
    }

    /// Starts a child and gives it every frame that no earlier segment holds, up to the newest.
    private func startChild() {
        let first = files == nil ? nextPosition - 1 : coveredCount
        startedAt = time.now()
        do {
            child = try SinkChild(arguments: arguments(from: first), environment: environment)
        } catch {
            lose(because: error.reason)
            return
        }
        guard let oldest = retained.first else { return }
        for position in first..<nextPosition {
            let frame: SinkFrame
            if position < oldest.position {
                // Too long ago to be kept: the oldest one stands in its place.
                frame = SinkFrame(
                    position: position, picture: oldest.picture,
                    audio: [UInt8](repeating: 0, count: oldest.audio.count))
                status.update { $0.droppedCount += 1 }
            } else {
                frame = retained[Int(position - oldest.position)]
            }
            guard write(frame) else { return }
        }
    }

    private func arguments(from position: Int64) -> [String] {
        switch specification {
        case .file(_, _, let codec):
            let path = files?.addSegment(from: position) ?? ""
            return SinkCommands.segment(path: path, codec: codec, format: format, audio: audio)
        case .stream(let url, let muxer):
            return SinkCommands.stream(url: url, muxer: muxer, format: format, audio: audio)
        }
    }

    /// The child is gone: counts what it leaves, and says when to try again.
    private func lose(because reason: String, wasStuck: Bool = false) {
        child = nil
        coveredCount += files?.closeSegment() ?? 0
        // Its pipe takes a while of frames even from a child that does nothing with them: only one
        // that has lived for some time and kept reading was a success.
        let hasLived = !wasStuck && time.now() - startedAt >= life
        failuresInARow = hasLived ? 1 : failuresInARow + 1
        let pause = failuresInARow == 1 ? 0 : min(100 << min(failuresInARow, 6), 5_000)
        startsAgainAt = time.now() + .milliseconds(Int64(pause))
        status.update {
            $0.restartCount += 1
            $0.isFailing = true
            $0.problem = reason
        }
        if failuresInARow <= 3 || failuresInARow.isMultiple(of: 20) {
            log.error(
                "sink lost its ffmpeg; the output goes on, the recording is filled",
                metadata: [
                    "sink": "\(specification)", "reason": "\(reason)",
                    "failures": "\(failuresInARow)",
                ])
        }
    }

    private func complete() {
        if child == nil, !hasGivenUp, nextPosition > 0, coveredCount < nextPosition || files == nil
        {
            startChild()
        }
        status.update { $0.state = .finishing }
        let patience = Nanoseconds.seconds(files == nil ? 5 : 60)
        if let problem = child?.finish(until: time.now() + patience) { lose(because: problem) }
        let isWhole = child != nil || nextPosition == 0
        child = nil
        retained.removeAll()
        let problem = files?.join()
        status.update {
            $0.state = isWhole && problem == nil ? .finished : .failed
            if let problem { $0.problem = problem }
        }
        let final = status.value
        guard final.state == .failed else { return }
        log.error(
            "sink is incomplete",
            metadata: ["sink": "\(specification)", "reason": "\(final.problem ?? "unknown")"])
    }
}

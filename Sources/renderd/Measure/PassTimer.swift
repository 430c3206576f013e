internal import CGraphics
import Common

/// Times the parts of every eighth frame by marks in the stream of the GPU's work, which are read three
/// timed frames later, and only if they are there: nobody waits. Owned by the render thread.
final class PassTimer {
    /// One frame's marks.
    private struct Round {
        var names: [GLuint]
        var parts: [PassPart]
        var count = 0
    }

    static let interval: Int64 = 8
    private static let marksMax = 64
    private static let roundCount = 4

    private let timings: PassTimings
    private var rounds: [Round] = []
    private var current = 0
    private var isTiming = false
    private var times = [UInt64](repeating: 0, count: marksMax)
    private var durations = [UInt64](repeating: 0, count: marksMax)

    /// Makes all queries. Context current.
    init(_ timings: PassTimings) {
        self.timings = timings
        for _ in 0..<Self.roundCount {
            var names = [GLuint](repeating: 0, count: Self.marksMax)
            glCreateQueries(GLenum(GL_TIMESTAMP), GLsizei(names.count), &names)
            rounds.append(
                Round(
                    names: names, parts: [PassPart](repeating: .other, count: Self.marksMax)))
        }
    }

    deinit {
        for round in rounds { glDeleteQueries(GLsizei(round.names.count), round.names) }
    }

    /// A frame begins.
    func begin(_ index: FrameIndex) {
        guard index.value % Self.interval == 0 else { return }
        guard take(rounds[current]) else {
            timings.miss()
            return
        }
        rounds[current].count = 0
        isTiming = true
    }

    /// What follows belongs to `part`.
    func mark(_ part: @autoclosure () -> PassPart) {
        guard isTiming, rounds[current].count < Self.marksMax else { return }
        let place = rounds[current].count
        rounds[current].parts[place] = part()
        rounds[current].count = place + 1
        let name = rounds[current].names[place]
        RealtimeStretch.foreign { glQueryCounter(name, GLenum(GL_TIMESTAMP)) }
    }

    /// The frame has been submitted.
    func end() {
        guard isTiming else { return }
        mark(.other)
        isTiming = false
        current = (current + 1) % Self.roundCount
    }

    /// Adds up what a round's marks say. False where the GPU has not passed the last of them.
    private func take(_ round: Round) -> Bool {
        guard round.count > 1 else { return true }
        var isThere: GLuint = 0
        let last = round.names[round.count - 1]
        RealtimeStretch.foreign {
            glGetQueryObjectuiv(last, GLenum(GL_QUERY_RESULT_AVAILABLE), &isThere)
        }
        guard isThere != 0 else { return false }
        for place in 0..<round.count {
            let name = round.names[place]
            var time: GLuint64 = 0
            RealtimeStretch.foreign {
                glGetQueryObjectui64v(name, GLenum(GL_QUERY_RESULT), &time)
            }
            times[place] = UInt64(time)
        }
        for place in 1..<round.count {
            durations[place - 1] =
                times[place] > times[place - 1] ? times[place] - times[place - 1] : 0
        }
        timings.add(round.parts[..<(round.count - 1)], durations[..<(round.count - 1)])
        return true
    }
}

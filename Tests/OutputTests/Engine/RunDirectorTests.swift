import Common
import Messaging
import Playout
import Proto
import TestKit
import Testing

@testable import Output

/// How the output follows the run.
@Suite("Following the run")
struct RunDirectorTests {
    private func resync(_ status: RunStatus) -> SubscriberUpdate {
        var model = ReadModel()
        model.run = status
        return .resynced([.state(StateReply(model: model))])
    }

    private func moved(_ status: RunStatus) -> SubscriberUpdate {
        .event(
            SequencedEvent(
                event: Event(kind: .runTransitioned(RunTransitioned(from: .idle, status: status)))))
    }

    @Test("An order reaches the playout thread once, and is confirmed under its operation")
    func order() throws {
        let instance = try TestInstance()
        let mailbox = try PlayoutMailbox()
        let director = RunDirector(mailbox: mailbox, paths: instance.paths)
        var status = RunStatus(output: .idle, outputIndex: 700, outputOperationId: "stop-1")
        director.take(moved(status))
        let taken = try #require(mailbox.takeDirective())
        #expect(taken.directive == .idle && taken.from == FrameIndex(700))
        director.take(resync(status))
        #expect(mailbox.takeDirective() == nil, "what is known is not asked again")
        #expect(
            director.shown(serial: taken.serial, at: FrameIndex(701))
                == RunOutputApplied(output: .idle, index: 701, operationId: "stop-1"))
        status.output = .programme
        status.outputOperationId = "start-2"
        director.take(moved(status))
        #expect(director.shown(serial: taken.serial, at: FrameIndex(702)) == nil, "too late")
    }

    @Test("What was shown last is there for the next process")
    func latch() throws {
        let instance = try TestInstance()
        let paths = instance.paths
        #expect(RunDirector.latched(paths) == .programme)
        let mailbox = try PlayoutMailbox()
        let director = RunDirector(mailbox: mailbox, paths: paths)
        director.take(moved(RunStatus(output: .safe, outputOperationId: "abort-1")))
        let taken = try #require(mailbox.takeDirective())
        let loop = LoopSupervisor("run", registry: MetricsRegistry())
        loop.start { director.run($0) { _ in } }
        _ = director.shown(serial: taken.serial, at: FrameIndex(1))
        let time = SystemTimeSource()
        let deadline = time.now() + .seconds(20)
        while RunDirector.latched(paths) != .safe, time.now() < deadline {
            time.sleep(until: time.now() + .milliseconds(5))
        }
        loop.stop()
        #expect(RunDirector.latched(paths) == .safe)
    }
}

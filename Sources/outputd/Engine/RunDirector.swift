import Common
import Messaging
import Playout
import Proto

/// Follows what the run wants on air and has the playout thread show it. Remembers the last directive
/// that was shown in a file, so that an output that restarts while the coordinator is away neither
/// puts a stopped show back on air nor takes a running one off. Any thread.
final class RunDirector: Sendable {
    private struct State {
        var wanted: RunStatus?
        var serial: UInt64 = 0
        var shown: AirDirective?
    }

    private let state = Monitor(State())
    private let mailbox: PlayoutMailbox
    private let latch: LatchFile
    private let time = SystemTimeSource()

    /// `paths` says where the file is.
    init(mailbox: PlayoutMailbox, paths: InstancePaths) {
        self.mailbox = mailbox
        latch = Self.latch(paths)
    }

    /// What was shown last; programme where nobody ever said otherwise: a glitch beats black.
    static func latched(_ paths: InstancePaths) -> AirDirective {
        latch(paths).read().flatMap(AirDirective.init(rawValue:)) ?? .programme
    }

    private static func latch(_ paths: InstancePaths) -> LatchFile {
        LatchFile(path: paths.state + "/run-output")
    }

    /// Takes what the coordinator says. Called on the link's thread.
    func take(_ update: SubscriberUpdate) {
        switch update {
        case .resynced(let answers):
            for case .state(let reply) in answers { adopt(reply.model.run) }
        case .event(let event):
            if case .runTransitioned(let moved) = event.event.kind { adopt(moved.status) }
        case .state, .gap: break
        }
    }

    private func adopt(_ status: RunStatus) {
        guard let directive = AirDirective(status.output) else { return }
        state.withLock { state in
            let old = state.wanted
            state.wanted = status
            let isSame =
                old?.output == status.output
                && old?.outputOperationId == status.outputOperationId
            guard !isSame else { return }
            state.serial += 1
            mailbox.direct(directive, from: status.outputIndex, serial: state.serial)
        }
    }

    /// The first slot under directive number `serial` was shown: what to tell the coordinator, or nil
    /// where it wants something else by now.
    func shown(serial: UInt64, at index: FrameIndex) -> RunOutputApplied? {
        defer { state.notifyAll() }
        return state.withLock { state in
            guard serial == state.serial, let wanted = state.wanted else { return nil }
            state.shown = AirDirective(wanted.output)
            return RunOutputApplied(
                output: wanted.output, index: index.value, operationId: wanted.outputOperationId)
        }
    }

    /// Keeps the file; runs under a `LoopSupervisor`.
    func run(_ loop: LoopSupervisor, onTurn: (String) throws -> Void) rethrows {
        while !loop.isStopping {
            try onTurn(loop.name)
            let shown = state.wait(until: time.now() + .milliseconds(200)) { state in
                defer { state.shown = nil }
                return state.shown
            }
            // A disk that refuses costs the memory, not the picture; the next start asks again.
            if let shown { _ = latch.write(shown.rawValue) }
        }
    }
}

extension AirDirective {
    /// The directive as it travels; nil for one that this program does not know.
    init?(_ output: RunOutput) {
        switch output {
        case .programme: self = .programme
        case .idle: self = .idle
        case .hold: self = .hold
        case .safe: self = .safe
        case .unrecognised: return nil
        }
    }
}

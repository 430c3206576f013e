import NIOHTTP1
import Proto

/// How the coordinator's answers look in HTTP.
enum OutcomeMapping {
    /// An accepted command's outcome.
    static func json(_ outcome: MutationOutcome) -> JSONValue {
        [
            "accepted": .bool(outcome.accepted),
            "operationId": .string(outcome.operationId),
            "subject": outcome.subjectId.isEmpty ? .null : .string(outcome.subjectId),
            "version": ReadModelPresenter.version(outcome.stateVersion),
            "class": .string(outcome.mutationClass.name),
            "stateChanged": .bool(outcome.stateChanged),
            "persistedStateChanged": .bool(outcome.persistedStateChanged),
            "committedLiveStateChanged": .bool(outcome.committedLiveStateChanged),
            "transientStateChanged": .bool(outcome.transientStateChanged),
            "snapshotPublicationRequired": .bool(outcome.snapshotPublicationRequired),
            "persistence": .string(outcome.persistence.name),
            "stored": .bool(outcome.stored),
            "renderResetScope": .string(outcome.renderResetScope.name),
            "effectiveIndex": outcome.effectiveIndex == 0
                ? .null : .integer(outcome.effectiveIndex),
            "replayed": .bool(outcome.replayed),
            "notes": .array(outcome.telemetryNotes.map { .string($0) }),
        ]
    }

    /// Of an accepted command; one that is made and cannot be written to disk is not done yet.
    static func status(of outcome: MutationOutcome, created: Bool) -> HTTPResponseStatus {
        if outcome.mutationClass == .durable, outcome.errorCode == .storeUnavailable {
            return .accepted
        }
        return created ? .created : .ok
    }

    /// A refused command as a problem.
    static func problem(_ outcome: MutationOutcome) -> Problem {
        let (status, remedy) = status(of: outcome.errorCode)
        let retry = status == .serviceUnavailable ? [("Retry-After", "1")] : []
        return Problem(
            status, outcome.errorCode.name,
            outcome.errorSentence.isEmpty
                ? outcome.errorCode.name.replacing("_", with: " ") : outcome.errorSentence,
            remedy: remedy,
            members: [
                ("operationId", .string(outcome.operationId)),
                ("version", ReadModelPresenter.version(outcome.stateVersion)),
            ], headers: retry)
    }

    /// No answer as a problem.
    static func problem(_ refusal: LinkRefusal) -> Problem {
        switch refusal {
        case .away:
            Problem(
                .serviceUnavailable, "coordinator_away",
                "coordinatord does not answer; nothing was done",
                remedy: "Send it again; what is on air goes on meanwhile",
                headers: [("Retry-After", "1")])
        case .busy(let milliseconds, let reason):
            Problem(
                .serviceUnavailable, "busy",
                reason.isEmpty ? "coordinatord cannot take more at present" : reason,
                remedy: "Send it again a little later",
                headers: [("Retry-After", "\(max(1, (milliseconds + 999) / 1000))")])
        case .outcomeUnknown:
            Problem(
                .gatewayTimeout, "outcome_unknown",
                "no answer came in time: it may or may not have been done",
                remedy: "Send it again with the same Idempotency-Key, or look at the state")
        case .expired:
            Problem(
                .serviceUnavailable, "expired", "its turn came too late; nothing was done",
                remedy: "Send it again", headers: [("Retry-After", "1")])
        case .malformed(let reason):
            Problem(
                .badRequest, "malformed", "coordinatord could not read it: \(reason)",
                remedy: "Send values as docs/API.md describes them")
        }
    }

    private static func status(of code: ErrorCode) -> (HTTPResponseStatus, String) {
        switch code {
        case .layerNotFound: (.notFound, "GET /api/v1/state lists the layers")
        case .shaderNotFound: (.notFound, "GET /api/v1/shaders lists the shaders")
        case .parameterNotFound: (.notFound, "GET /api/v1/state lists a layer's parameters")
        case .presetNotFound: (.notFound, "GET /api/v1/presets lists the presets")
        case .alarmNotFound: (.notFound, "GET /api/v1/state lists the alarms")
        case .runNotFound: (.notFound, "Name an existing run or rundown")
        case .presetExists: (.conflict, "Send \"overwrite\": true, or choose another name")
        case .nameTaken: (.conflict, "Choose another name")
        case .ambiguousTarget: (.conflict, "Name it by its id")
        case .limitReached: (.conflict, "Remove something first")
        case .valueWrongType, .valueOutOfRange:
            (.unprocessableEntity, "GET /api/v1/state shows type and range of each parameter")
        case .nameInvalid: (.unprocessableEntity, "Use a shorter, printable name")
        case .snapshotTooLarge: (.unprocessableEntity, "Use fewer layers or shorter texts")
        case .idempotencyMismatch:
            (.unprocessableEntity, "Use a new Idempotency-Key for another request")
        case .versionConflict:
            (.preconditionFailed, "Read the state again and repeat with its version")
        case .storeUnavailable:
            (.serviceUnavailable, "Look at the alarms; writing resumes by itself")
        case .hydrating: (.serviceUnavailable, "Send it again in a moment")
        case .notAllowedNow: (.conflict, "Look at the run's state")
        case .interlockFailed: (.conflict, "See the interlocks, or override one with a reason")
        case .nothingToUndo: (.conflict, "There is nothing to go back to")
        case .causeStands: (.conflict, "Remove the cause first")
        case .hotRequired: (.conflict, "Edit preview and take, or send ?hot=true")
        case .forbidden: (.forbidden, "Ask somebody with the right role")
        case .internal: (.internalServerError, "See coordinatord's log")
        default: (.badRequest, "See docs/API.md")
        }
    }
}

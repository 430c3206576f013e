// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Why a command was refused.
public enum ErrorCode: WireEnum {
    /// It was not.
    case none
    /// The command makes no sense.
    case invalidArgument
    /// No such layer.
    case layerNotFound
    /// No such shader package.
    case shaderNotFound
    /// The shader has no such parameter.
    case parameterNotFound
    /// No such preset.
    case presetNotFound
    /// The name is taken and overwriting was not asked for.
    case presetExists
    /// The name fits more than one.
    case ambiguousTarget
    /// The value's type does not fit.
    case valueWrongType
    /// The value is outside the allowed range.
    case valueOutOfRange
    /// The name is empty, too long or has forbidden characters.
    case nameInvalid
    /// Another one has this name or id.
    case nameTaken
    /// No more of these are allowed.
    case limitReached
    /// The state is not the expected version.
    case versionConflict
    /// The key was used for another request.
    case idempotencyMismatch
    /// Durable changes are not possible at present.
    case storeUnavailable
    /// The state would not fit into a snapshot.
    case snapshotTooLarge
    /// The run's state forbids it.
    case notAllowedNow
    /// An interlock is not in order.
    case interlockFailed
    /// Nothing to undo or redo.
    case nothingToUndo
    /// No such alarm.
    case alarmNotFound
    /// The cause of the alarm or fault has not gone.
    case causeStands
    /// Programme can be edited only in hot mode.
    case hotRequired
    /// The role may not do this.
    case forbidden
    /// The coordinator is starting.
    case hydrating
    /// Our own mistake; see the log.
    case `internal`
    /// No such run or rundown.
    case runNotFound
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [ErrorCode] = [
        .none,
        .invalidArgument,
        .layerNotFound,
        .shaderNotFound,
        .parameterNotFound,
        .presetNotFound,
        .presetExists,
        .ambiguousTarget,
        .valueWrongType,
        .valueOutOfRange,
        .nameInvalid,
        .nameTaken,
        .limitReached,
        .versionConflict,
        .idempotencyMismatch,
        .storeUnavailable,
        .snapshotTooLarge,
        .notAllowedNow,
        .interlockFailed,
        .nothingToUndo,
        .alarmNotFound,
        .causeStands,
        .hotRequired,
        .forbidden,
        .hydrating,
        .`internal`,
        .runNotFound,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .none
        case 1: self = .invalidArgument
        case 2: self = .layerNotFound
        case 3: self = .shaderNotFound
        case 4: self = .parameterNotFound
        case 5: self = .presetNotFound
        case 6: self = .presetExists
        case 7: self = .ambiguousTarget
        case 8: self = .valueWrongType
        case 9: self = .valueOutOfRange
        case 10: self = .nameInvalid
        case 11: self = .nameTaken
        case 12: self = .limitReached
        case 13: self = .versionConflict
        case 14: self = .idempotencyMismatch
        case 15: self = .storeUnavailable
        case 16: self = .snapshotTooLarge
        case 17: self = .notAllowedNow
        case 18: self = .interlockFailed
        case 19: self = .nothingToUndo
        case 20: self = .alarmNotFound
        case 21: self = .causeStands
        case 22: self = .hotRequired
        case 23: self = .forbidden
        case 24: self = .hydrating
        case 25: self = .`internal`
        case 26: self = .runNotFound
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .none: 0
        case .invalidArgument: 1
        case .layerNotFound: 2
        case .shaderNotFound: 3
        case .parameterNotFound: 4
        case .presetNotFound: 5
        case .presetExists: 6
        case .ambiguousTarget: 7
        case .valueWrongType: 8
        case .valueOutOfRange: 9
        case .nameInvalid: 10
        case .nameTaken: 11
        case .limitReached: 12
        case .versionConflict: 13
        case .idempotencyMismatch: 14
        case .storeUnavailable: 15
        case .snapshotTooLarge: 16
        case .notAllowedNow: 17
        case .interlockFailed: 18
        case .nothingToUndo: 19
        case .alarmNotFound: 20
        case .causeStands: 21
        case .hotRequired: 22
        case .forbidden: 23
        case .hydrating: 24
        case .`internal`: 25
        case .runNotFound: 26
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .none: "none"
        case .invalidArgument: "invalid_argument"
        case .layerNotFound: "layer_not_found"
        case .shaderNotFound: "shader_not_found"
        case .parameterNotFound: "parameter_not_found"
        case .presetNotFound: "preset_not_found"
        case .presetExists: "preset_exists"
        case .ambiguousTarget: "ambiguous_target"
        case .valueWrongType: "value_wrong_type"
        case .valueOutOfRange: "value_out_of_range"
        case .nameInvalid: "name_invalid"
        case .nameTaken: "name_taken"
        case .limitReached: "limit_reached"
        case .versionConflict: "version_conflict"
        case .idempotencyMismatch: "idempotency_mismatch"
        case .storeUnavailable: "store_unavailable"
        case .snapshotTooLarge: "snapshot_too_large"
        case .notAllowedNow: "not_allowed_now"
        case .interlockFailed: "interlock_failed"
        case .nothingToUndo: "nothing_to_undo"
        case .alarmNotFound: "alarm_not_found"
        case .causeStands: "cause_stands"
        case .hotRequired: "hot_required"
        case .forbidden: "forbidden"
        case .hydrating: "hydrating"
        case .`internal`: "internal"
        case .runNotFound: "run_not_found"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__ErrorCode) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__ErrorCode {
        Holdover__ErrorCode(rawValue: UInt32(bitPattern: rawValue))
    }
}

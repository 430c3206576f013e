/// How one sink stands. A value.
public struct SinkStatus: Sendable, Equatable {
    /// What a sink is doing.
    public enum State: String, Sendable, Equatable {
        /// No frame has come yet.
        case waiting
        case recording
        /// Joining segments.
        case finishing
        /// The file is complete, or the stream has ended.
        case finished
        /// It cannot go on; `problem` says why.
        case failed
    }

    /// `file:PATH` or `url:URL`.
    public var sink: String
    /// What it is doing.
    public var state = State.waiting
    /// Frames handed to ffmpeg, fillers included.
    public var writtenCount: Int64 = 0
    /// Frames that came too fast for ffmpeg and were replaced by the one before them.
    public var droppedCount: Int64 = 0
    /// Times ffmpeg had to be started again.
    public var restartCount: Int64 = 0
    /// Its ffmpeg died, and none has lived for some seconds since: nothing reliable is written.
    public var isFailing = false
    /// The newest trouble, with its remedy.
    public var problem: String?

    init(sink: String) { self.sink = sink }

    /// As JSON.
    public var json: String {
        func quoted(_ text: String) -> String {
            var result = "\""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": result += "\\\""
                case "\\": result += "\\\\"
                case "\n": result += "\\n"
                default: if scalar.value >= 32 { result.unicodeScalars.append(scalar) }
                }
            }
            return result + "\""
        }
        return "{\"sink\":\(quoted(sink)),\"state\":\"\(state.rawValue)\","
            + "\"written\":\(writtenCount),\"dropped\":\(droppedCount),"
            + "\"restarts\":\(restartCount),\"failing\":\(isFailing),\"problem\":\(problem.map(quoted) ?? "null")}"
    }
}

public import Common
public import Playout

/// The forced mode as a small file in the state directory: a panic outlives the process that obeyed
/// it.
public struct ForceLatch: Sendable {
    /// The file.
    public var path: String { file.path }
    private let file: LatchFile

    /// The latch of an instance.
    public init(_ paths: InstancePaths) { file = LatchFile(path: paths.state + "/force") }

    /// What is latched; `auto` where there is no file or nothing valid in it.
    public func read() -> Playout.ForceMode {
        file.read().flatMap(Playout.ForceMode.init(rawValue:)) ?? .auto
    }

    /// Latches a mode; false where the disk refuses. Blocks for the disk: not for the playout thread.
    public func write(_ mode: Playout.ForceMode) -> Bool { file.write(mode.rawValue) }
}

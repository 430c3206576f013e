import Common
import Proto

/// What every file of a recording begins with: how its lane draws. A value.
struct RecordingHead: Codable, Equatable, Sendable {
    var lane: String
    /// 2: new builds wait for the other lane's word.
    var laneCount: Int
    var format: VideoFormat
    var inputFormat: VideoFormat
    /// As in the configuration.
    var workingFormat: String
    var hasTransparentBackground: Bool
    var audioChannelCount: Int
    var historyLengthMax: Int
    /// As in the configuration, input 1 first.
    var lossPolicies: [String]
    /// Whether it is the first of its run: nothing was drawn before it.
    var isStart = true
    /// Whether notes were lost just before it.
    var hasGap = false
    /// Whether a frame had been drawn before it.
    var hasDrawn = false
    /// Whether notes were lost earlier in its run, so that nothing after them is certain.
    var isFlawed = false
    /// How many of its notes tell the stack as it was at its beginning: first what was settled, then
    /// what waited.
    var stateCount = 0
    /// Of those, builds that waited for the other lane's word.
    var heldCount = 0
    /// Of those, behind them, what waited for its frame.
    var waitingCount = 0

    init(_ configuration: RendererConfiguration) {
        lane = configuration.lane
        laneCount = configuration.laneCount
        format = configuration.format
        inputFormat = configuration.inputFormat
        workingFormat =
            configuration.isLinear ? "linear" : configuration.depth == .rgba8 ? "rgba8" : "rgba16f"
        hasTransparentBackground = configuration.hasTransparentBackground
        audioChannelCount = configuration.audioChannelCount
        historyLengthMax = configuration.historyLengthMax
        lossPolicies = configuration.lossPolicies.map { policy in
            if case .input(let number) = policy { "input:\(number)" } else { "\(policy)" }
        }
    }

    /// As an offline renderer wants it.
    var settings: ShowSettings {
        var settings = ShowSettings(
            format: format, workingFormat: workingFormat, historyLengthMax: historyLengthMax)
        settings.inputFormat = inputFormat
        settings.hasTransparentBackground = hasTransparentBackground
        settings.audioChannelCount = audioChannelCount
        settings.lossPolicies = lossPolicies.map { InputLossPolicy(parsing: $0) ?? .black }
        return settings
    }
}

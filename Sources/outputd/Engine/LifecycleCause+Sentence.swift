import Playout

extension LifecycleCause {
    /// What became of the device, for an alarm where nothing more is known; with what to do. Causes that
    /// are no trouble have their name only.
    var sentence: String {
        switch self {
        case .deviceLost:
            "the connection to it broke, or it did not answer in time. Look at the card and its program "
                + "(`holdover doctor`); it is looked for"
        case .unplugged: "it was pulled. Put it back; it is looked for"
        case .formatRefused:
            "it cannot show the channel's format. Set channel.format to one it can (`holdover doctor`)"
        case .deviceFound, .attached, .prerolled, .slotLost, .referenceLost, .steady,
            .stopRequested, .drained:
            rawValue
        }
    }
}

internal import Proto

/// What commands about the run mean. The channel is on air for as long as its processes run: there
/// is one run, it is running, and nothing but the end of the processes ends it.
enum RunPolicy {
    static func refuse(_ action: Command.Action) -> Refusal {
        Refusal(
            .notAllowedNow,
            "\(action.name) is not possible: this channel is on air from the start of its"
                + " processes to their end")
    }
}

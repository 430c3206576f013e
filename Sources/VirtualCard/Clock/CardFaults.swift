/// Faults to inject, each told from outside while the card runs. A value.
struct CardFaults: Equatable {
    /// This many of the next shown slots are shown too late instead.
    var lateCount = 0
    /// This many of the next shown slots are dropped.
    var dropCount = 0
    /// Ticks still to pass in which nothing is taken from the queue and nothing is answered.
    var stalledTickCount = 0
    /// The connector has been pulled.
    var isUnplugged = false
    /// The reference is missing.
    var isReferenceLost = false
}

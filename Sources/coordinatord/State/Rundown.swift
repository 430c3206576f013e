public import Common
internal import Proto

/// A stored rundown: what goes on air in which order.
public struct Rundown: Equatable, Sendable, Codable {
    /// In order.
    public internal(set) var items: [RundownCue]
    /// Wall clock of the save.
    public internal(set) var savedAtWall: Int64
}

/// One item of a rundown.
public struct RundownCue: Equatable, Sendable, Codable {
    /// What people call it.
    public internal(set) var name: String
    /// The preset it puts on air.
    public internal(set) var preset: String
    /// How: frames of a mix (0: a cut), or of what a shader draws.
    public internal(set) var frames: UInt32
    public internal(set) var shader: String
    /// How long it stays; nil: until taken away.
    public internal(set) var duration: Nanoseconds?
    /// When it goes on air by itself; nil: when taken.
    public internal(set) var start: CueTime?

    /// The transition to it.
    var transition: Transition {
        Transition(
            kind: frames == 0 ? .cut : shader.isEmpty ? .mix : .shader, durationFrames: frames,
            shaderId: shader)
    }
}

/// A time of day: `HH:MM:SS`, or house timecode `HH:MM:SS:FF`.
public struct CueTime: Equatable, Sendable, Codable {
    /// Seconds since midnight, local time.
    public internal(set) var second: Int
    /// Frames into that second; nil for a time of day.
    public internal(set) var frame: Int?
}

/// The rundown of the present run, and how far it has come.
public struct LoadedRundown: Equatable, Sendable, Codable {
    public internal(set) var name: String
    public internal(set) var items: [RundownCue]
    /// The item on air, from 1; 0: none yet.
    public internal(set) var position = 0
    /// The item in preview, from 1; 0: none.
    public internal(set) var cued = 0
    /// Goes on by itself only while false.
    public internal(set) var isHeld = false
    /// When the item on air was taken.
    var takenAt: MonotonicInstant?
    /// When the item on air has had its time; nil: never.
    public internal(set) var endsAt: MonotonicInstant?
    /// When the cued item's time comes, as it was when it was cued: wall clock, and how far local time was
    /// ahead of UTC. Nil where it has no time.
    var startsAt: CueInstant?
    /// The run it was on air with, once that is over; nil: none yet.
    var endedWith: String?
    /// Why it does not go on by itself; nil: nothing is in its way. The alarm `rundown-stuck` follows it.
    var problem: String?
}

/// An instant on the wall clock that a local time of day meant.
struct CueInstant: Equatable, Sendable, Codable {
    var wall: Int64
    var utcOffsetSeconds: Int
}

extension RuntimeState {
    /// What the loaded rundown has still to put on air.
    public var laterStacks: [LayerStack] {
        guard let rundown = run.rundown else { return [] }
        return rundown.items.dropFirst(rundown.position).compactMap { presets[$0.preset]?.stack }
    }
}

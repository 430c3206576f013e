public import Common

/// Everything the aired signal is watched for, slot by slot. Pure: pictures, sound and what is known
/// about the slot go in, changes of defects come out. Owned by the worker that samples.
public struct QualityWatch: Sendable {
    /// When things count as defects.
    public struct Limits: Sendable, Hashable {
        public var black = Nanoseconds.seconds(2)
        public var freeze = Nanoseconds.seconds(10)
        public var silence = Nanoseconds.seconds(10)
        /// Levels and gamut outside for this long.
        public var level = Nanoseconds.milliseconds(200)
        /// dBTP above which sound is overloaded.
        public var truePeak = -1.0
        /// dBFS below which every channel counts as silent.
        public var silentBelow = -60.0

        /// The usual limits.
        public init() {}
    }

    /// One aired slot.
    public struct Slot: Sendable {
        public let index: FrameIndex
        public let source: SlotSource
        /// An operator wants it so.
        public let isForced: Bool

        /// Bundles the slot.
        public init(index: FrameIndex, source: SlotSource, isForced: Bool) {
            self.index = index
            self.source = source
            self.isForced = isForced
        }
    }

    private let format: VideoFormat
    private let limits: Limits
    private var sample: PictureSample
    private var freeze = FreezeDetector()
    private let gamut: GamutDetector
    private var flash: FlashDetector
    private var meter: SoundMeter
    private var tracker: DefectTracker
    private var changes: [DefectChange] = []
    private var isBlack = false
    /// The newest sound.
    public private(set) var sound = SoundMeter.Reading(
        peak: -200, truePeak: -200, momentary: -200)
    /// Which part of the newest picture lies outside EBU R 103.
    public private(set) var violation = 0.0

    /// A watch for this signal.
    public init(_ format: VideoFormat, _ audio: AudioFormat, limits: Limits = Limits()) {
        self.format = format
        self.limits = limits
        sample = PictureSample(format)
        gamut = GamutDetector(format.matrix)
        flash = FlashDetector(format)
        meter = SoundMeter(channels: audio.channelCount)
        tracker = DefectTracker(
            rate: format.rate,
            patience: [
                .black: limits.black, .freeze: limits.freeze, .silence: limits.silence,
                .level: limits.level,
            ])
    }

    /// Reads a moving slot's picture, without judging it: whether it was whole is known only afterwards.
    /// False where it is too short.
    public mutating func take(_ picture: UnsafeRawBufferPointer) -> Bool {
        guard picture.count >= format.payloadByteCount else { return false }
        sample.read(picture, format)
        return true
    }

    /// Judges the picture taken last, which was that of `slot`. Black that an operator forces is no
    /// defect.
    public mutating func judge(_ slot: Slot) -> [DefectChange] {
        changes.removeAll(keepingCapacity: true)
        isBlack = BlackDetector.isBlack(sample)
        note(.black, isBlack && !slot.isForced, slot)
        note(.freeze, freeze.isStill(sample), slot)
        violation = gamut.violation(sample)
        note(.level, violation > 0.01, slot)
        note(.flash, flash.isDangerous(sample, at: slot.index), slot)
        return changes
    }

    /// A still of our own was on air: held or repeated, slate, black or transparent. It is no freeze,
    /// since it was chosen; it is black where what it repeats was.
    public mutating func seeStill(_ slot: Slot) -> [DefectChange] {
        changes.removeAll(keepingCapacity: true)
        let repeats = slot.source == .hold || slot.source == .repeat
        if !repeats {
            isBlack = slot.source == .black
            violation = 0
            flash.forget()
        }
        note(.black, isBlack && !slot.isForced, slot)
        freeze.forget()
        note(.freeze, false, slot)
        note(.level, violation > 0.01, slot)
        note(.flash, false, slot)
        return changes
    }

    /// The picture judged last, as the detectors see it.
    public var picture: PictureSample { sample }

    /// Listens to a slot's sound; nil where the slot went out silent because the input had none.
    public mutating func hear(
        _ samples: UnsafeBufferPointer<Int32>?, _ slot: Slot
    ) -> [DefectChange] {
        changes.removeAll(keepingCapacity: true)
        if let samples {
            sound = meter.take(samples)
        } else {
            sound = SoundMeter.Reading(peak: -200, truePeak: -200, momentary: -200)
        }
        note(.silence, sound.peak < limits.silentBelow, slot)
        note(.overload, sound.truePeak > limits.truePeak, slot)
        return changes
    }

    /// A slot whose sound was taken off air on purpose: its silence is no defect.
    public mutating func hearMuted(_ slot: Slot) -> [DefectChange] {
        changes.removeAll(keepingCapacity: true)
        sound = SoundMeter.Reading(peak: -200, truePeak: -200, momentary: -200)
        note(.silence, false, slot)
        note(.overload, false, slot)
        return changes
    }

    /// Defects that stand.
    public var standing: [Defect] { tracker.standing }

    private mutating func note(_ defect: Defect, _ isBad: Bool, _ slot: Slot) {
        if let change = tracker.note(defect, isBad, at: slot.index) { changes.append(change) }
    }
}

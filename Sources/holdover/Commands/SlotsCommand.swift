import ArgumentParser
import Common
import Frames
import Glibc

/// `holdover slots`: what was aired, slot by slot, read from shared memory.
struct SlotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots",
        abstract: "Print what was aired in each slot: source, result, frame shown, input frame.",
        discussion: """
            Reads the timeline page in shared memory and the slot log in the state directory, so it \
            works with every daemon dead. The page keeps the last 1024 slots, the log hours; --all \
            prints the whole log, --follow every slot from the oldest on the page.
            """)

    @OptionGroup var options: InstanceOptions

    @Flag(help: "One JSON document; with --follow, one JSON object a line for each slot.")
    var json = false

    @Option(help: "Only the newest N slots.")
    var last: Int?

    @Flag(help: "Everything in the slot log, one JSON object a line with --json.")
    var all = false

    @Flag(help: "Go on printing slots as the device answers for them, until interrupted.")
    var follow = false

    func validate() throws {
        if all, follow || last != nil {
            throw ValidationError("--all goes with neither --follow nor --last")
        }
        if let last, last < 1 { throw ValidationError("--last takes a number of slots, from 1") }
    }

    func run() throws {
        let paths = try options.paths()
        guard !all else { return try showLog(SlotLogReader(directory: paths.state)) }
        let reader = TimelineReader(in: FramePlane(paths))
        let time = SystemTimeSource()
        guard let state = reader.latest() else {
            throw CommandFailure.noTimeline(reader, paths)
        }
        let first = last.map { state.nextIndex - $0 }
        guard follow else {
            let inspection = SlotInspection(reader, from: first, at: time.now())
            print(json ? inspection.json : inspection.text)
            return
        }
        try follow(reader, from: first, time)
    }

    /// Prints the log; an entry that stands for a run of unscheduled slots is printed for each.
    private func showLog(_ log: SlotLogReader) throws {
        var failure: (any Error)?
        try log.forEach { entry in
            do {
                for offset in 0..<entry.count {
                    var slot = entry.slot
                    slot.index = slot.index + offset
                    try show(SlotInspection.Record(slot))
                }
                return true
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
    }

    /// Prints each slot once, when the device has answered for it. A slot still open 64 slots later
    /// is printed as it is, and slots whose record was replaced unread are named.
    private func follow(
        _ reader: TimelineReader, from first: FrameIndex?, _ time: SystemTimeSource
    ) throws {
        var next = first
        while true {
            _ = reader.waitForChange(until: time.now() + .milliseconds(200))
            let slots = SlotInspection(reader, from: next, at: time.now()).slots
            guard let newest = slots.last?.index else { continue }
            for slot in slots {
                if slot.result == SlotResult.pending.description, newest - slot.index < 64 { break }
                if let next, slot.index > next.value { try show(gapFrom: next, to: slot.index) }
                try show(slot)
                next = FrameIndex(slot.index + 1)
            }
            // A reader of a pipe sees each slot when it happens, not when a buffer is full.
            fflush(nil)
        }
    }

    private func show(_ slot: SlotInspection.Record) throws {
        guard !json else {
            print(try JSONLine.text(slot))
            return
        }
        let media = slot.inputFrameNumber.map { "input frame \($0)" } ?? "no input"
        let lost = slot.lostCause == LostCause.none.description ? "" : "  LOST \(slot.lostCause)"
        print("\(slot.index)  \(slot.source)  \(slot.result)  \(media)\(lost)")
    }

    private func show(gapFrom first: FrameIndex, to next: Int64) throws {
        struct Gap: Encodable {
            let unrecordedFrom: Int64
            let count: Int64
        }
        let count = next - first.value
        print(
            json
                ? try JSONLine.text(Gap(unrecordedFrom: first.value, count: count))
                : "\(first)  \(count) slots without a record")
    }
}

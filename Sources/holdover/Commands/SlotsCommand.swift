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
            Reads the timeline page in shared memory, so it works with every daemon dead. The page \
            keeps the last 1024 slots; --follow prints all of them from now on.
            """)

    @OptionGroup var options: InstanceOptions

    @Flag(help: "One JSON object a line.")
    var json = false

    @Option(help: "Only the newest N slots.")
    var last: Int?

    @Flag(help: "Go on printing slots as they are answered, until interrupted.")
    var follow = false

    func validate() throws {
        if let last, last < 1 { throw ValidationError("--last takes a number of slots, from 1") }
    }

    func run() throws {
        let paths = try options.paths()
        let reader = TimelineReader(in: FramePlane(paths))
        guard reader.latest() != nil else { throw CommandFailure.noTimeline(reader, paths) }
        var records = reader.records()
        if let last { records = Array(records.suffix(last)) }
        guard follow else {
            for record in records { try show(record) }
            return
        }
        try follow(reader, from: last == nil ? nil : records.first?.index)
    }

    /// Prints each slot once, when the device has answered for it. A slot still open 64 slots later
    /// is printed as it is.
    private func follow(_ reader: TimelineReader, from first: FrameIndex?) throws {
        let time = SystemTimeSource()
        var next = first
        while true {
            _ = reader.waitForChange(until: time.now() + .milliseconds(200))
            let records = reader.records(from: next)
            guard let newest = records.last?.index else { continue }
            // A reader of a pipe sees each slot when it happens, not when a buffer is full.
            defer { fflush(nil) }
            for record in records {
                if record.result == .pending, newest - record.index < 64 { break }
                if let next, record.index > next {
                    try report(gapFrom: next, to: record.index)
                }
                try show(record)
                next = record.index + 1
            }
        }
    }

    private func show(_ record: SlotRecord) throws {
        let description = SlotDescription(record)
        print(json ? try JSONLine.text(description) : description.line)
    }

    private func report(gapFrom first: FrameIndex, to next: FrameIndex) throws {
        struct Gap: Encodable {
            let unrecordedFrom: Int64
            let count: Int
        }
        let count = next - first
        print(
            json
                ? try JSONLine.text(Gap(unrecordedFrom: first.value, count: count))
                : "\(first)  \(count) slots without a record")
    }
}

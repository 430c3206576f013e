import ArgumentParser
import Common
import Frames

/// `holdover ring`: the live shared-memory objects.
struct RingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ring",
        abstract: "Print a live ring of the frame plane, slot by slot; without a name, list them.")

    @OptionGroup var options: InstanceOptions

    @Argument(help: "program.a, program.b, input.1 …, clean, preview, hold, slate.")
    var name: String?

    @Flag(help: "JSON instead of text.")
    var json = false

    func run() throws {
        let paths = try options.paths()
        let plane = FramePlane(paths)
        let now = SystemTimeSource().now()
        let rings = ObjectName.all.filter { RingKind(object: $0) != nil }
        guard let name else {
            let found = rings.compactMap { try? RingInspection($0, in: plane, at: now) }
            guard !found.isEmpty else {
                throw CommandFailure(
                    "instance \"\(paths.instance)\" has no rings in /dev/shm",
                    remedy: "Start it with `holdover up`, or name another one with --instance",
                    code: .unreachable)
            }
            for ring in found { try show(inList: ring) }
            return
        }
        guard let object = ObjectName(name), rings.contains(object) else {
            let names = rings.map(\.description).joined(separator: ", ")
            throw CommandFailure(
                "\"\(name)\" is no ring", remedy: "Choose one of \(names)", code: .usage)
        }
        do {
            let ring = try RingInspection(object, in: plane, at: now)
            print(json ? ring.json : ring.text)
        } catch {
            if case .missing = error {
                throw CommandFailure("\(error)", remedy: "", code: .unreachable)
            }
            throw CommandFailure("\(error)", remedy: "")
        }
    }

    private func show(inList ring: RingInspection) throws {
        struct Line: Encodable {
            let object: String
            let format: String
            let head: Int64?
            let leadFrames: Int64?
            let isWriterAlive: Bool
        }
        guard !json else {
            print(
                try JSONLine.text(
                    Line(
                        object: ring.object, format: ring.format, head: ring.head,
                        leadFrames: ring.leadFrames, isWriterAlive: ring.isWriterAlive)))
            return
        }
        print(
            "\(ring.object): \(ring.format) \(ring.pixelFormat), \(ring.slots.count) slots, "
                + "newest \(ring.head.map { "\($0)" } ?? "none"), "
                + (ring.leadFrames.map { "\($0) frames ahead of the output, " } ?? "")
                + (ring.isWriterAlive ? "written by \(ring.writerPid)" : "no writer"))
    }
}

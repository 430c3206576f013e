import ArgumentParser
import Common
import Frames

/// `holdover ring`: the live shared-memory objects.
struct RingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ring",
        abstract: "Print a live ring of the frame plane, slot by slot; without a name, list them.")

    @OptionGroup var options: InstanceOptions

    @Argument(help: "program.a, program.b, input.1 …, clean, preview.")
    var name: String?

    @Flag(help: "JSON instead of text.")
    var json = false

    func run() throws {
        let paths = try options.paths()
        let plane = FramePlane(paths)
        guard let name else {
            let rings = ObjectName.all.filter { RingKind(object: $0) != nil }
            let found = rings.compactMap { try? RingReader($0, in: plane, prefault: false) }
            guard !found.isEmpty else {
                throw CommandFailure(
                    "instance \"\(paths.instance)\" has no rings in /dev/shm",
                    remedy: "Start it with `holdover up`, or name another one with --instance",
                    code: .unreachable)
            }
            for reader in found { try show(RingDescription(reader, in: plane), slots: false) }
            return
        }
        guard let object = ObjectName(name), RingKind(object: object) != nil else {
            let names = ObjectName.all.filter { RingKind(object: $0) != nil }.map(\.description)
            throw CommandFailure(
                "\"\(name)\" is no ring", remedy: "Choose one of \(names.joined(separator: ", "))",
                code: .usage)
        }
        do throws(SharedObjectError) {
            let reader = try RingReader(object, in: plane, prefault: false)
            let description = RingDescription(reader, in: plane)
            try? show(description, slots: true)
        } catch {
            if case .missing = error {
                throw CommandFailure("\(error)", remedy: "", code: .unreachable)
            }
            throw CommandFailure("\(error)", remedy: "")
        }
    }

    private func show(_ ring: RingDescription, slots: Bool) throws {
        guard !json else {
            print(slots ? try JSONLine.pretty(ring) : try JSONLine.text(ring))
            return
        }
        print(
            "\(ring.name): \(ring.format), \(ring.slotCount) slots, newest "
                + "\(ring.newestIndex.map(String.init) ?? "none")"
                + (ring.lateness.map { ", \($0) frames behind the output clock" } ?? ""))
        guard slots else { return }
        for slot in ring.slots {
            print("  \(slot.index)  \(slot.state)" + (slot.detail.map { "  \($0)" } ?? ""))
        }
    }
}

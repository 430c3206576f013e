import Common
import Foundation
import Frames
import Proto

/// Looks at what a running show has in shared memory and at the alarms that stand, and at the slate it
/// would fall back to. Changes nothing.
struct ShowCheck {
    let configuration: Configuration
    let paths: InstancePaths
    let environment: [String: String]

    /// The running show's format, which `holdover up --format` may have given; else the configuration's.
    static func channel(_ configuration: Configuration, _ paths: InstancePaths) -> VideoFormat {
        let plane = FramePlane(paths)
        guard ObjectLock.isHeld(.timeline, in: plane) else { return configuration.format }
        return TimelineReader(in: plane).latest()?.video ?? configuration.format
    }

    private var channel: VideoFormat { Self.channel(configuration, paths) }

    func examine() -> [Finding] { slate() + rings() + alarms() }

    // MARK: Slate

    private func slate() -> [Finding] {
        guard let path = configuration.playout.slatePath else { return [] }
        guard !path.hasPrefix("test:") else {
            guard LineUpSignal(rawValue: String(path.dropFirst(5))) == nil else { return [] }
            let names = LineUpSignal.allCases.map { "test:\($0.rawValue)" }.joined(separator: ", ")
            return [
                .problem(
                    "slate", "\(path) is no line-up signal: the drawn slate is used",
                    "Use one of \(names), or a picture file")
            ]
        }
        guard let size = PictureFile.size(path, environment: environment) else {
            return [
                .problem(
                    "slate", "ffprobe finds no picture in \(path): the drawn slate is used",
                    "Give playout.slate a picture file that ffmpeg can read, or leave it empty")
            ]
        }
        guard let (problem, remedy) = PictureFile.objection(to: size, in: channel)
        else { return [.ok("slate", "\(path), \(size.width)x\(size.height)")] }
        return [.warning("slate", problem, remedy)]
    }

    // MARK: Rings

    /// Rings that carry, or would carry, another format than the configuration says.
    private func rings() -> [Finding] {
        let plane = FramePlane(paths)
        let objects = ObjectName.all.filter {
            [.program, .input, .clean].contains(RingKind(object: $0))
        }
        return objects.compactMap { object in
            let name = "ring \(object)"
            do throws(SharedObjectError) {
                let ring = try RingReader(object, in: plane, prefault: false)
                guard ring.isCurrent(at: SystemTimeSource().now()) else { return nil }
                return finding(name, RingKind(object: object), ring.layout.video)
            } catch {
                if case .missing = error { return nil }
                return .problem(
                    name, "\(error)",
                    "Stop every daemon of this instance and remove the file; it is made anew")
            }
        }
    }

    private func finding(_ name: String, _ kind: RingKind?, _ video: VideoFormat) -> Finding {
        let wanted =
            kind == .program ? channel : channel.with(pixelFormat: .uyvy) ?? channel
        let text = "\(video) in \(video.pixelFormat.rawValue)"
        guard video != wanted else { return .ok(name, text) }
        let both = "it carries \(text), the channel is \(wanted) in \(wanted.pixelFormat.rawValue)"
        guard kind == .input else {
            return .problem(
                name, "\(both): it is never shown",
                "Give all daemons the same configuration, and restart the one that writes it")
        }
        return .warning(
            name, "\(both): the input is fitted",
            "Send the channel's format where the input must be able to go to air by itself")
    }

    // MARK: Alarms

    /// What the daemons complain of now, in their own words; nothing where no show runs.
    private func alarms() -> [Finding] {
        guard ObjectLock.isHeld(.timeline, in: FramePlane(paths)) else { return [] }
        do throws(CommandFailure) {
            let client = try CoordinatorClient(configuration, patience: .seconds(1))
            defer { client.close() }
            let standing = try client.state().alarms.filter(\.active)
            guard !standing.isEmpty else { return [.ok("alarms", "none stands")] }
            return standing.map(Self.finding)
        } catch {
            return [.warning("alarms", error.problem, error.remedy)]
        }
    }

    /// An alarm's first sentence, and the rest as its remedy.
    static func finding(_ alarm: Alarm) -> Finding {
        let name = "\(alarm.key.kind) \(alarm.key.subject)"
        let (problem, remedy) = alarm.text.firstSentence
        let isBad = alarm.severity == .major || alarm.severity == .critical
        return isBad ? .problem(name, problem, remedy) : .warning(name, problem, remedy)
    }
}

extension String {
    /// The first sentence without its stop, and what follows.
    var firstSentence: (first: String, rest: String) {
        guard let cut = range(of: ". ") else { return (self, "") }
        return (String(self[..<cut.lowerBound]), String(self[cut.upperBound...]))
    }
}

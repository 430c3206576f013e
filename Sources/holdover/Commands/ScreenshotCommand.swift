import ArgumentParser
import Common
import Foundation
import Frames
import Imaging

/// `holdover screenshot`: the picture on air, as PNG.
struct ScreenshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenshot",
        abstract: "Save the newest programme picture, or that of another ring, as PNG.")

    @OptionGroup var options: InstanceOptions

    @Argument(help: "The PNG file to write.")
    var file: String

    @Option(help: "program.a, program.b, input.1 …, clean, preview; default: the lane on air.")
    var from: String?

    func run() throws {
        let paths = try options.paths()
        let plane = FramePlane(paths)
        let timeline = TimelineReader(in: plane)
        let onAir: ObjectName = timeline.latest()?.rung == .programB ? .programB : .programA
        guard let object = from.map({ ObjectName($0) }) ?? onAir, RingKind(object: object) != nil
        else {
            throw CommandFailure(
                "\"\(from ?? "")\" is no ring", remedy: "`holdover ring` lists the rings",
                code: .usage)
        }
        let picture = try read(object, plane)
        let png = try PNGEncoder.encode(
            picture.image, text: [("Frame", "\(picture.index)"), ("Source", "\(object)")])
        do {
            try Data(png).write(to: URL(fileURLWithPath: file))
        } catch {
            throw CommandFailure(
                "cannot write \(file): \(error.localizedDescription)",
                remedy: "Choose a folder that exists and may be written to")
        }
        print("\(file): frame \(picture.index) of \(object)")
    }

    /// Copies the newest frame; tries again where the writer was faster.
    private func read(
        _ object: ObjectName, _ plane: FramePlane
    ) throws -> (image: RGBImage, index: FrameIndex) {
        let reader: RingReader
        do {
            reader = try RingReader(object, in: plane)
        } catch {
            throw CommandFailure("\(error)", remedy: "", code: .unreachable)
        }
        for _ in 0..<50 {
            if let frame = reader.readNewest().frame {
                let image = try PictureConversion.rgb(from: frame.payload, format: frame.video)
                if frame.isStillValid() { return (image, frame.index) }
            }
            usleep(10_000)
        }
        throw CommandFailure(
            "\(reader.name) has no frame", remedy: "See `holdover status` for its writer",
            code: .unreachable)
    }
}

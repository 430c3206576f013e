import Common
import Frames
import Imaging
import Logging

/// Makes PNG pictures of the rings, on a thread of its own, one at a time.
///
/// Waiting requests are bounded; the newest preview is encoded once however many pages ask for it.
final class PictureService: Sendable {
    /// What is wanted.
    enum Wanted: Sendable, Equatable {
        /// The newest picture of the preview ring.
        case preview
        /// The newest picture of the programme in full size.
        case programme
    }

    /// Why there is no picture.
    enum Failure: Error, Sendable, Equatable {
        /// Too many requests wait.
        case busy
        /// Nobody writes that ring, or it has no frame yet.
        case noPicture(String)
        /// It could not be converted.
        case unreadable(String)
    }

    /// A finished picture.
    struct Picture: Sendable {
        let png: [UInt8]
        let index: FrameIndex
        let source: String
    }

    private struct Request: Sendable {
        let wanted: Wanted
        let completion: @Sendable (Result<Picture, Failure>) -> Void
    }

    private let queue: BoundedQueue<Request>
    private let thread: JoinableThread

    init(plane: FramePlane, laneCount: Int, registry: MetricsRegistry, time: any TimeSource) {
        let queue = BoundedQueue<Request>(
            QueueDeclaration(.pictureRequests),
            registry: registry, time: time)
        self.queue = queue
        let pool = PoolMeter(.pictures, registry: registry)
        thread = WorkerThread.start(named: "ic.pictures", owner: "control", .cosmetic) {
            let studio = PictureStudio(plane: plane, laneCount: laneCount, time: time)
            while !queue.isClosed || queue.snapshot().depth > 0 {
                _ = queue.dispatch(until: .distantFuture) { request in
                    request.completion(pool.run { studio.make(request.wanted) })
                }
            }
        }
    }

    /// Asks for a picture; `completion` is called once, on the service's thread or at once.
    func request(
        _ wanted: Wanted, completion: @escaping @Sendable (Result<Picture, Failure>) -> Void
    ) {
        let outcome = queue.push(Request(wanted: wanted, completion: completion))
        if !outcome.isQueued { completion(.failure(.busy)) }
    }

    /// Ends the thread; waiting requests are still answered.
    func stop() {
        queue.close()
        thread.join()
    }
}

/// What the picture thread owns.
private final class PictureStudio {
    private let timeline: TimelineReader
    private let preview: RingFollower
    private let lanes: [RingFollower]
    private let time: any TimeSource
    private var cached: PictureService.Picture?

    init(plane: FramePlane, laneCount: Int, time: any TimeSource) {
        timeline = TimelineReader(in: plane, clock: time)
        preview = RingFollower(.preview, in: plane, prefault: false)
        lanes = [ObjectName.programA, .programB].prefix(laneCount).map {
            RingFollower($0, in: plane, prefault: false)
        }
        self.time = time
    }

    func make(
        _ wanted: PictureService.Wanted
    ) -> Result<PictureService.Picture, PictureService.Failure> {
        switch wanted {
        case .preview:
            guard let reader = preview.reader(at: time.now()) else {
                return .failure(.noPicture("no preview is being drawn: renderd is away"))
            }
            if let cached, reader.newest?.index == cached.index { return .success(cached) }
            let result = picture(of: reader, source: "preview")
            if case .success(let picture) = result { cached = picture }
            return result
        case .programme:
            // The lane on air first; while another rung is, whichever lane has a frame.
            let onAir = timeline.latest()?.rung
            let ordered = onAir == .programB ? Array(lanes.reversed()) : lanes
            for ring in ordered {
                guard let reader = ring.reader(at: time.now()), reader.newest != nil else {
                    continue
                }
                return picture(of: reader, source: ring.object.description)
            }
            return .failure(.noPicture("no programme frame is there: renderd is away"))
        }
    }

    /// The payload is copied first, as a writer may lap a slow conversion, and its copy checked.
    private func picture(
        of reader: RingReader, source: String
    ) -> Result<PictureService.Picture, PictureService.Failure> {
        var found = ""
        for _ in 0..<4 {
            let outcome = reader.readNewest()
            found = outcome.name.replacing("_", with: " ")
            guard let frame = outcome.frame else { continue }
            let payload = [UInt8](frame.payload)
            guard frame.isStillValid() else { continue }
            do throws(ImagingError) {
                let image = try Self.rgb(payload, frame.video)
                let png = try PNGEncoder.encode(
                    image, text: [("Source", source), ("FrameIndex", "\(frame.index)")])
                return .success(
                    PictureService.Picture(png: png, index: frame.index, source: source))
            } catch {
                return .failure(.unreadable("\(error)"))
            }
        }
        return .failure(.noPicture("\(source) has no frame that can be shown: \(found)"))
    }

    private static func rgb(
        _ payload: [UInt8], _ format: VideoFormat
    ) throws(ImagingError) -> RGBImage {
        let result = payload.withUnsafeBytes { bytes in
            Result { () throws(ImagingError) in
                try PictureConversion.rgb(from: bytes, format: format)
            }
        }
        return try result.get()
    }
}

import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Shared objects") struct ObjectTests {
    let instance: TestInstance
    init() throws { instance = try TestInstance() }

    private var path: String { instance.plane.name(.programA).path }

    /// Overwrites bytes of an object made and left by a writer.
    private func scribble(_ bytes: [UInt8], at offset: UInt64) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data(bytes))
    }

    private func readerError() -> SharedObjectError? {
        do {
            _ = try RingReader(.programA, in: instance.plane)
            return nil
        } catch {
            return error
        }
    }

    @Test("names are fixed and cannot leave the directory")
    func names() {
        let name = SharedObjectName(instance: "main", object: .input(1))
        #expect(name.path == "/dev/shm/holdover.main.input.1")
        #expect(
            name.fileName
                == InstancePaths(instance: "main", environment: [:])
                .sharedMemoryName("input.1"))
        for object in ObjectName.all { #expect(ObjectName(object.description) == object) }
        #expect(ObjectName("input.9") == nil && ObjectName("../etc") == nil)
        for bad in ["", "a/b", "..", "a b", "é", String(repeating: "a", count: 41)] {
            #expect(!SharedObjectName.isValid(instance: bad))
        }
    }

    @Test("a missing object names the daemon's absence")
    func missing() throws {
        #expect(readerError() == .missing(path: path))
        #expect(readerError()?.description.contains("holdover status") == true)
    }

    @Test("a wrong version is a clear error for a reader and mended by the writer")
    func wrongVersion() throws {
        _ = try Fixture.writer(instance)
        try scribble([99], at: 8)
        #expect(readerError() == .wrongVersion(path: path, found: 99, expected: 1))
        let writer = try Fixture.writer(instance)
        #expect(readerError() == nil)
        withExtendedLifetime(writer) {}
    }

    @Test("a wrong kind, a wrong size and a wrong checksum are clear errors, mended by the writer")
    func otherDamage() throws {
        _ = try Fixture.writer(instance)
        try scribble([3], at: 12)
        #expect(readerError() == .wrongKind(path: path, found: 3, expected: 2))
        let size = UInt64(try Fixture.writer(instance).layout.byteCount)
        #expect(truncate(path, off_t(size) - 4096) == 0)
        #expect(readerError() == .wrongSize(path: path, found: size - 4096, expected: size))
        _ = try Fixture.writer(instance)
        #expect(truncate(path, 10) == 0)
        #expect(readerError() == .wrongSize(path: path, found: 10, expected: 4096))
        _ = try Fixture.writer(instance)
        try scribble([0xEE], at: 64)
        guard case .damaged = readerError() else {
            Issue.record("a scribbled header must be called damaged")
            return
        }
        _ = try Fixture.writer(instance)
        #expect(readerError() == nil)
    }

    @Test("a foreign object under our name is named and left alone")
    func foreign() throws {
        let text = Data(repeating: 0x2A, count: 10_000)
        try text.write(to: URL(fileURLWithPath: path))
        for error in [readerError(), writerError()] {
            guard case .foreign = try #require(error) else {
                Issue.record("expected foreign, got \(String(describing: error))")
                continue
            }
            let sentence = error.map { "\($0)" } ?? ""
            #expect(sentence.contains(path) && sentence.contains("remove it"))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
    }

    @Test("a link, a folder, a pipe or another object's copy under our name is foreign")
    func foreignKinds() throws {
        func expectForeign(_ what: Comment) {
            guard case .foreign = readerError() else {
                Issue.record(what)
                return
            }
        }
        let writer = try Fixture.writer(instance, .programB)
        symlink(writer.name.path, path)
        expectForeign("a link")
        unlink(path)
        mkdir(path, 0o700)
        expectForeign("a folder")
        rmdir(path)
        mkfifo(path, 0o600)
        expectForeign("a pipe")
        unlink(path)
        try FileManager.default.copyItem(atPath: writer.name.path, toPath: path)
        expectForeign("a copy of program.b")
    }

    private func writerError() -> SharedObjectError? {
        do {
            _ = try Fixture.writer(instance)
            return nil
        } catch {
            return error as? SharedObjectError
        }
    }

    @Test("shared memory without room is one clear error")
    func noSpace() throws {
        let huge = VideoFormat(width: 16384, height: 2000, rate: FrameRate(50))!
        let layout = try #require(RingLayout(kind: .program, video: huge, slotCount: 64))
        let free = try FileManager.default.attributesOfFileSystem(forPath: "/dev/shm")
        guard let bytes = free[.systemFreeSize] as? Int, bytes < layout.byteCount else { return }
        do {
            _ = try RingWriter(.programA, in: instance.plane, layout: layout, writerEpoch: 1)
            Issue.record("4 GiB were found")
        } catch {
            #expect(error == .noSpace(path: path, byteCount: UInt64(layout.byteCount)))
            #expect("\(error)".contains("/dev/shm"))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("one writer: a second one is refused in this process and in another")
    func secondWriter() throws {
        let writer = try Fixture.writer(instance)
        guard case .locked = writerError() else {
            Issue.record("a second writer got in")
            return
        }
        let child = try Fixture.probe(instance, ["ring-write"])
        #expect(try child.line()?.hasPrefix("refused") == true)
        #expect(try child.wait() == .exited(3))
        Fixture.write(1, to: writer)
    }

    @Test("an inherited descriptor does not keep a lock")
    func inheritedLock() throws {
        let child = try Fixture.probe(instance, ["hold-lock", "--spawn-child"])
        let line = try child.line()
        let grandchild = try #require(line?.split(separator: " ").last.flatMap { pid_t($0) })
        defer { kill(grandchild, SIGKILL) }
        #expect(ObjectLock.isHeld(.programA, in: instance.plane))
        child.kill()
        #expect(try child.wait() == .signalled(9))
        #expect(kill(grandchild, 0) == 0, "the grandchild outlives its parent")
        #expect(!ObjectLock.isHeld(.programA, in: instance.plane))
        let lock = try ObjectLock.tryAcquire(.programA, in: instance.plane)
        #expect(ObjectLock.isHeld(.programA, in: instance.plane))
        withExtendedLifetime(lock) {}
    }

    @Test("asking for a lock takes nothing, and its file stays")
    func lockProbe() throws {
        #expect(!ObjectLock.isHeld(.hold, in: instance.plane))
        var lock: ObjectLock? = try ObjectLock.tryAcquire(.hold, in: instance.plane)
        #expect(lock != nil && ObjectLock.isHeld(.hold, in: instance.plane))
        #expect(ObjectLock.isHeld(.hold, in: instance.plane))
        lock = nil
        #expect(!ObjectLock.isHeld(.hold, in: instance.plane))
        #expect(FileManager.default.fileExists(atPath: instance.paths.lock("hold")))
    }

    @Test("only what no live process writes is removed")
    func removal() throws {
        let writer = try Fixture.writer(instance)
        _ = try Fixture.writer(instance, .programB)
        #expect(instance.plane.removeAll() == [instance.plane.name(.programB)])
        #expect(readerError() == nil)
        withExtendedLifetime(writer) {}
    }
}

import Testing

/// Locks are held for a look at memory, never across a wait. What the compiler cannot say is read from the
/// sources here; debug builds look again while they run (`Monitor`, `crt_lock_taken`).
@Suite struct LockTests {
    /// What looks like a wait and is none: the file, the call, and why.
    private static let harmless: [(path: String, call: String, why: String)] = [
        (
            "Sources/Common/Process/ChildProcess.swift", "waitpid(",
            "WNOHANG only looks, and what it reaps must be known to whoever signals"
        )
    ]

    @Test func noLockIsHeldAcrossAWait() throws {
        var count = 0
        var unused = Set(Self.harmless.map { "\($0.path) \($0.call)" })
        for path in SourceFiles.all(below: "Sources", ending: ".swift") {
            let locked = LockedCode(try SourceFiles.text(path))
            count += locked.bodies.count
            for finding in locked.findings() {
                let isHarmless = Self.harmless.contains {
                    $0.path == path && $0.call == finding.call
                }
                unused.remove("\(path) \(finding.call)")
                #expect(
                    isHarmless,
                    "\(path):\(finding.line): \(finding.call) under a lock\(finding.way): first let go"
                )
            }
        }
        #expect(count > 200, "the sources have locks: \(count) were found")
        #expect(unused.isEmpty, "no longer there: take it off the list")
    }

    @Test func theReaderOfLocksFindsWhatIsPlanted() {
        let text = """
            struct A {
                func one() { state.withLock { $0.count += 1 } }  // sleep(1)
                func two() { state.withLock { _ in usleep(10) } }
                func three() {
                    let news = state.withLock { state -> Bool in
                        helper("read(")
                        return state.read(1)
                    }
                }
                func helper(_ text: String) { if true { other.withLock { $0 = 1 } } }
                func four() { _ = state.wait(until: limit) { state in log.info("x") } }
                func five() { while polls.wait(until: limit) { read(descriptor, &bytes, 1) } }
                func six() { state.withLock({ $0.link })?.join() }
            }
            """
        let found = LockedCode(text).findings().map { "\($0.line) \($0.call)\($0.way)" }
        #expect(found == ["3 usleep(", "5 .withLock by helper", "11 log.info"])
    }
}

/// What a Swift file does under its locks: the closures of `withLock` and of a `Monitor`'s `wait`, and the
/// functions of the same file that they call.
struct LockedCode {
    /// Something that waits, or may, under a lock.
    struct Finding: Equatable {
        let line: Int
        let call: String
        /// The functions on the way there, from the closure on.
        let way: String
    }

    /// A closure that runs under a lock.
    struct Body {
        let line: Int
        let text: Substring
    }

    /// Waiting for time, for others, for a disk, a socket, a driver or another lock; and logging, which
    /// writes to a pipe that may be full. Calls with a receiver, then functions.
    private static var waits: [Regex<(Substring, call: Substring)>] {
        [
            #/(?<call>\.(?:wait|join|sync|sleep|terminate|waitUntilExit|withLock|withState)\b)/#,
            #/\b(?<call>pop\(until)/#,
            #/\b(?<call>WorkerThread\.start|FileManager|contentsOf|contentsOfFile|atomically)\b/#,
            #/\b(?<call>(?:log|logger)\.(?:debug|info|notice|warning|error|critical))\b/#,
            #/(?:^|[^.\w])(?<call>(?:usleep|sleep|nanosleep|poll|ppoll|select|waitpid|print)\()/#,
            #/(?:^|[^.\w])(?<call>(?:read|write|pread|pwrite|recv|recvmsg|send|sendto|sendmsg)\()/#,
            #/(?:^|[^.\w])(?<call>(?:connect|accept|open|openat|fsync|fdatasync|ftruncate)\()/#,
            #/(?:^|[^.\w])(?<call>(?:rename|unlink|mkdir|flock|fopen|fclose|fwrite)\()/#,
            #/(?:^|[^.\w])(?<call>(?:crt_|cdl_|zmq_|sqlite3_|egl[A-Z]|gl[A-Z])\w*\()/#,
        ]
    }

    /// Every closure under a lock, in order.
    let bodies: [Body]
    private let functions: [String: [Substring]]

    init(_ text: String) {
        // Reading is slow, and most files have no lock.
        guard text.contains("withLock") || text.contains("withState") || text.contains(".wait(")
        else {
            (bodies, functions) = ([], [:])
            return
        }
        let code = SwiftCode.blanked(text)
        var found: [Body] = []
        for match in code.matches(of: #/\.(?:withLock|withLockIfAvailable|withState)[ (\n]*{/#) {
            found += Self.body(code, match.range).map { [$0] } ?? []
        }
        for match in code.matches(of: #/\.wait\(\s*until: [^{\n]*[ (\n]*{/#) {
            // A loop over a poll set waits in its condition; a monitor runs the closure behind it locked.
            let start = code[..<match.range.lowerBound].lastIndex(of: "\n") ?? code.startIndex
            let line = code[start..<match.range.lowerBound]
            let isCondition = ["while ", "if ", "guard ", "switch "].contains(where: line.contains)
            guard !isCondition else { continue }
            found += Self.body(code, match.range).map { [$0] } ?? []
        }
        bodies = found.sorted { $0.line < $1.line }
        guard !bodies.isEmpty else {
            functions = [:]
            return
        }
        var functions: [String: [Substring]] = [:]
        for match in code.matches(of: #/\bfunc (?<name>\w+)[^{}]*{/#) {
            guard let body = Self.body(code, match.range) else { continue }
            functions[String(match.name), default: []].append(body.text)
        }
        self.functions = functions
    }

    /// Everything that waits, or may, each once a closure.
    func findings() -> [Finding] {
        bodies.flatMap { body in
            var seen: Set<String> = []
            return findings(in: body.text, line: body.line, way: [], &seen)
        }
    }

    private func findings(
        in text: Substring, line: Int, way: [String], _ seen: inout Set<String>
    ) -> [Finding] {
        var found: [Finding] = []
        let by = way.isEmpty ? "" : " by \(way.joined(separator: ", "))"
        for wait in Self.waits {
            for match in text.matches(of: wait) {
                // A case of an enum may have any name.
                let before = text[..<match.call.startIndex]
                let start = before.lastIndex(of: "\n") ?? before.startIndex
                let isCase = before[start...].drop { $0.isWhitespace }.hasPrefix("case ")
                guard !isCase else { continue }
                found.append(Finding(line: line, call: String(match.call), way: by))
            }
        }
        // What has another receiver is another type's, whatever it is called.
        for match in text.matches(of: #/(?:^|[^.\w])(?:self\.|Self\.)?(?<name>\w+)\(/#) {
            let name = String(match.name)
            guard let called = functions[name], seen.insert(name).inserted else { continue }
            for function in called {
                found += findings(in: function, line: line, way: way + [name], &seen)
            }
        }
        return found
    }

    /// The text between the brace that ends `range` and the one that closes it.
    private static func body(_ code: String, _ range: Range<String.Index>) -> Body? {
        let open = code.utf8.index(before: range.upperBound)
        var depth = 0
        var index = open
        while index < code.utf8.endIndex {
            switch code.utf8[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            default: break
            }
            if depth == 0 {
                let line = code.utf8[..<range.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1
                return Body(line: line, text: code[code.utf8.index(after: open)..<index])
            }
            code.utf8.formIndex(after: &index)
        }
        return nil
    }
}

import Foundation

/// Whether the host had time for the threads that keep the output going: how long they were ready to run
/// and had no processor (schedstat), and what the hypervisor took. Says why slots were lost; excuses none.
struct SoakHost: Encodable {
    /// The card's clock waited for a processor, ms.
    var cardWaitMilliseconds = 0.0
    /// outputd's playout thread did, ms.
    var playoutWaitMilliseconds = 0.0
    /// Processor time that other machines had, ms, of all processors together.
    var stolenMilliseconds = 0.0

    /// What is counted now. `card` and `output` are process ids; nil while there is none.
    static func now(card: Int32?, output: Int32?) -> SoakHost {
        SoakHost(
            cardWaitMilliseconds: card.map { waited($0, thread: "card") } ?? 0,
            playoutWaitMilliseconds: output.map { waited($0, thread: "playout") } ?? 0,
            stolenMilliseconds: stolen())
    }

    /// What was added since `before`; a process that was started again counts from its start.
    func since(_ before: SoakHost) -> SoakHost {
        func added(_ now: Double, _ then: Double) -> Double { now >= then ? now - then : now }
        return SoakHost(
            cardWaitMilliseconds: added(cardWaitMilliseconds, before.cardWaitMilliseconds),
            playoutWaitMilliseconds: added(
                playoutWaitMilliseconds, before.playoutWaitMilliseconds),
            stolenMilliseconds: added(stolenMilliseconds, before.stolenMilliseconds))
    }

    /// Run delay of the thread called `name`: the second number of schedstat, ns.
    private static func waited(_ pid: Int32, thread name: String) -> Double {
        let folder = "/proc/\(pid)/task"
        // A process that has just died has no threads any more, which is no error here.
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for thread in threads where text("\(folder)/\(thread)/comm") == name {
            let words = text("\(folder)/\(thread)/schedstat").split(separator: " ")
            return words.count > 1 ? (Double(words[1]) ?? 0) / 1e6 : 0
        }
        return 0
    }

    /// The eighth number of the first line of /proc/stat, in hundredths of a second.
    private static func stolen() -> Double {
        let words = text("/proc/stat").prefix { $0 != "\n" }.split(separator: " ")
        return words.count > 8 ? (Double(words[8]) ?? 0) * 10 : 0
    }

    private static func text(_ path: String) -> String {
        // Gone with its thread, as above.
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

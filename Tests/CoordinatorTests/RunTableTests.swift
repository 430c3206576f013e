@testable import CoordinatorDecision
import Proto
import Testing

/// What each command and signal does in each state, all pairs, as one table to read.
@Suite("Run table")
struct RunTableTests {
    /// One letter a state: where a command leads, `=` done without a move, `-` refused.
    ///
    ///     i idle  p preparing  r ready  R running  a pausing  P paused  s resuming
    ///     S stopping  x stopped  c completed  A aborted  F faulted  V recovering
    static let letters: [(RunState, Character)] = [
        (.idle, "i"), (.preparing, "p"), (.ready, "r"), (.running, "R"), (.pausing, "a"),
        (.paused, "P"), (.resuming, "s"), (.stopping, "S"), (.stopped, "x"), (.completed, "c"),
        (.aborted, "A"), (.faulted, "F"), (.recovering, "V"),
    ]

    static let commands: [(RunCommand, String)] = [
        //               iprRaPsSxcAFV
        (.prepare, "p-------ppp--"),
        (.cancel, "-AA----------"),
        (.override, "-==----------"),
        (.start, "--R----------"),
        (.pause, "---a--a------"),
        (.resume, "----ss-------"),
        (.stop, "---SSSS----SS"),
        (.abort, "-AAAAAAA---AA"),
        (.acknowledge, "-----------=-"),
        (.clear, "-----------=-"),
        (.recover, "-----------V-"),
        (.reset, "--------iii--"),
        (.loadRundown, "=======-===-="),
        (.cue, "===========-="),
        (.takeNext, "---=---------"),
        (.holdRundown, "============="),
    ]

    static let signals: [(RunSignal, String)] = [
        //                  iprRaPsSxcAFV
        (.interlocksHold, ".r..........."),
        (.interlockFailed, ".A..........."),
        (.deadline, ".A.....x....F"),
        (.confirmed, "....P.Rx....R"),
        (.lost, "...FFFF.....F"),
        (.rundownEnded, "...S........."),
    ]

    static func letter(_ answer: RunAnswer) -> Character {
        switch answer {
        case .goes(let state, _): letters.first { $0.0 == state }?.1 ?? "?"
        case .stays: "="
        case .refused: "-"
        case .ignored: "."
        }
    }

    @Test("Every pair of command and state has the answer of the table, and a refusal says why")
    func commands() {
        #expect(Set(Self.commands.map(\.0)) == Set(RunCommand.allCases))
        #expect(Self.letters.map(\.0) == RunState.allCases)
        for (command, row) in Self.commands {
            for ((state, name), expected) in zip(Self.letters, row) {
                let answer = RunTable.answer(command, in: state)
                #expect(Self.letter(answer) == expected, "\(command) in \(state) (\(name))")
                if case .refused(let sentence) = answer {
                    #expect(sentence.count > 10, "\(command) in \(state)")
                    if state == .faulted { #expect(sentence.contains("acknowledge")) }
                }
            }
        }
    }

    @Test("Every pair of signal and state has the answer of the table")
    func signals() {
        #expect(Set(Self.signals.map(\.0)) == Set(RunSignal.allCases))
        for (signal, row) in Self.signals {
            for ((state, _), expected) in zip(Self.letters, row) {
                #expect(
                    Self.letter(RunTable.answer(signal, in: state)) == expected,
                    "\(signal) in \(state)")
            }
        }
    }

    @Test(
        "Every command about the run is in the schema, and every one of the schema's is in the table"
    )
    func schema() {
        let rows = Set(RunCommand.allCases.map(\.rawValue))
        for name in rows { #expect(Command.Action.names.contains(name)) }
        let words = ["run", "fault", "interlock", "preparing", "rundown", "cue_item", "next_item"]
        let stored: Set<String> = ["import_rundown", "delete_rundown"]
        for name in Command.Action.names where words.contains(where: { name.contains($0) }) {
            #expect(rows.contains(name) || stored.contains(name), "\(name)")
        }
    }
}

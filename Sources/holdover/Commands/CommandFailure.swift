import ArgumentParser

/// A command that could not be carried out: what is wrong and what to do about it.
struct CommandFailure: Error, CustomStringConvertible {
    let problem: String
    let remedy: String
    let code: ExitCode

    init(_ problem: String, remedy: String, code: ExitCode = .failure) {
        self.problem = problem
        self.remedy = remedy
        self.code = code
    }

    var description: String { remedy.isEmpty ? problem : "\(problem). \(remedy)" }
}

/// Why a coordinator cannot start. Each names the thing and the remedy.
public enum CoordinatorError: Error, CustomStringConvertible {
    /// The store cannot be opened.
    case store(StoreOpenError)
    /// The sockets cannot be bound, usually because another coordinator of the instance runs.
    case transport(String)
    /// The stack to start with cannot be used.
    case preset(path: String, problem: String)
    /// A system limit is in the way.
    case system(String)

    public var description: String {
        switch self {
        case .store(let error): error.description
        case .transport(let text): text
        case .preset(let path, let problem):
            "the preset \(path) cannot be used: \(problem); mend it, or leave coordinator.preset"
                + " empty for the demonstration stack"
        case .system(let text): text
        }
    }
}

import CRealtime
import Glibc

/// Starts programs through crt_spawn: own process group, no descriptor of ours, dies with us.
enum Spawn {
    /// Starts `executable`; its output and errors go to `output`. Returns the process id, or the
    /// negative errno of the step that failed. Call from a thread that outlives the child: its
    /// end kills the child.
    static func start(
        executable: String, arguments: [String], environment: [String: String], output: Int32
    ) -> Int32 {
        let words = ([executable] + arguments).map { strdup($0) } + [nil]
        let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        return words.withUnsafeBufferPointer { words in
            variables.withUnsafeBufferPointer { variables in
                executable.withCString { path in
                    var request = crt_spawn_request(
                        path: path, arguments: words.baseAddress,
                        environment: variables.baseAddress, standard_input: -1,
                        standard_output: output, standard_error: output, death_signal: SIGKILL)
                    return crt_spawn(&request)
                }
            }
        }
    }
}

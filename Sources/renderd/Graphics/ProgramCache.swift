import Foundation

/// Where the driver keeps compiled programs between runs; without it every restart compiles for
/// seconds.
public enum ProgramCache {
    /// Mesa's index: a count and 65 536 keys of 20 bytes. It is mapped as a file with holes, so on a
    /// full disk the first program compiled there would end the process with SIGBUS.
    private static let indexByteCount: off_t = 8 + 65_536 * 20

    /// Has the driver keep programs below `folder`, in this process and its children, or nothing
    /// where there is no room for its index; what is in the way is the result. Call before GL is
    /// used. Where the environment names a folder that one is used, and nothing is done here.
    public static func use(_ folder: String) -> String? {
        guard getenv("MESA_SHADER_CACHE_DIR") == nil else { return nil }
        if let problem = reserve(folder + "/mesa_shader_cache") {
            setenv("MESA_SHADER_CACHE_DISABLE", "true", 1)
            return "compiled shaders are not kept: \(problem)"
        }
        setenv("MESA_SHADER_CACHE_DIR", folder, 1)
        return nil
    }

    private static func reserve(_ folder: String) -> String? {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch { return error.localizedDescription }
        let path = folder + "/index"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return "\(path): \(String(cString: strerror(errno)))" }
        defer { close(descriptor) }
        let failure = posix_fallocate(descriptor, 0, indexByteCount)
        return failure == 0 ? nil : "\(path): \(String(cString: strerror(failure)))"
    }
}

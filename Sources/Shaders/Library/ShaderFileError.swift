/// Why a shader file cannot be used, said so that its author can mend it.
public struct ShaderFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, as a path.
    public var file: String
    /// The line in that file, from 1; nil where the file as a whole is at fault.
    public var line: Int?
    /// What is wrong.
    public var message: String
    /// What to do about it.
    public var remedy: String

    /// Makes an error.
    public init(file: String, line: Int?, message: String, remedy: String) {
        self.file = file
        self.line = line
        self.message = message
        self.remedy = remedy
    }

    /// `file:line: message (remedy)`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(message) (\(remedy))"
    }
}

import NIOHTTP1
import Proto

/// The JSON object of a request, read member by member; whatever is wrong names the member.
struct CommandBody {
    private let object: JSONObject
    private var read: Set<String> = []

    /// Parses the body; an empty one is an empty object.
    init(_ request: HTTPRequest) throws(Problem) {
        guard !request.body.isEmpty else {
            object = JSONObject()
            return
        }
        let type = request.header("Content-Type") ?? ""
        let media = type.split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard media == "application/json" else {
            throw Problem(
                .unsupportedMediaType, "not_json", "the body is \"\(type)\", not application/json",
                remedy: "Send JSON with Content-Type: application/json")
        }
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONParser.parse(request.body)
        } catch {
            throw .invalid("the body is not JSON: \(error)", remedy: "Send one JSON object")
        }
        guard let object = value.object else {
            throw .invalid(
                "the body is \(value.kind), not an object", remedy: "Send one JSON object")
        }
        self.object = object
    }

    /// Names of all members.
    var names: [String] { object.keys }

    /// A member, or nil; it counts as read.
    mutating func value(_ name: String) -> JSONValue? {
        read.insert(name)
        return object[name]
    }

    /// A text member, or nil when absent.
    mutating func string(_ name: String) throws(Problem) -> String? {
        try member(name, "a string") { $0.string }
    }

    /// A text member that must be there and not be empty.
    mutating func required(_ name: String) throws(Problem) -> String {
        guard let value = try string(name), !value.isEmpty else {
            throw .invalid("\"\(name)\" is missing", remedy: "Give \"\(name)\" as a string")
        }
        return value
    }

    /// A truth member, or nil when absent.
    mutating func bool(_ name: String) throws(Problem) -> Bool? {
        try member(name, "true or false") { $0.bool }
    }

    /// A number member, or nil when absent.
    mutating func double(_ name: String) throws(Problem) -> Double? {
        try member(name, "a number") { $0.double }
    }

    /// A whole number from 0 to 2^32 - 1, or nil when absent.
    mutating func count(_ name: String) throws(Problem) -> UInt32? {
        try member(name, "a whole number from 0") { $0.integer.flatMap(UInt32.init(exactly:)) }
    }

    /// Where in a gesture this belongs: `inProgress`, `ended`, or absent.
    mutating func gesture() throws(Problem) -> Gesture {
        switch try string("gesture") {
        case nil, "none": return .none
        case "inProgress": return .inProgress
        case "ended": return .ended
        case let other?:
            throw .invalid(
                "\"gesture\" is \"\(other)\"", remedy: "Write \"inProgress\" or \"ended\", or none")
        }
    }

    /// A blend mode by its name, or nil when absent.
    mutating func blendMode(_ name: String) throws(Problem) -> BlendMode? {
        guard let text = try string(name) else { return nil }
        guard let mode = BlendMode.allCases.first(where: { $0.name == text }) else {
            let names = BlendMode.allCases.map(\.name).joined(separator: ", ")
            throw .invalid("there is no blend mode \"\(text)\"", remedy: "Use one of: \(names)")
        }
        return mode
    }

    /// A cut; or, over `frames`, a mix or what `shader` draws with `values`; beginning at the output
    /// index `at`.
    mutating func transition() throws(Problem) -> Transition {
        let frames = try count("frames") ?? 0
        let shader = try string("shader") ?? ""
        var transition = Transition(durationFrames: frames, shaderId: shader)
        transition.kind = frames == 0 ? .cut : shader.isEmpty ? .mix : .shader
        guard frames > 0 || shader.isEmpty else {
            throw .invalid(
                "\"shader\" is given without \"frames\"", remedy: "Give \"frames\", its length")
        }
        transition.atIndex = try member("at", "a whole number") { $0.integer }
        let values = try member("values", "an object") { $0.object } ?? JSONObject()
        for (name, json) in zip(values.keys, values.values) {
            do throws(ParameterCoding.Mismatch) {
                let value = try ParameterCoding.value(json, type: nil)
                transition.values.append(ParameterSetting(name: name, value: value))
            } catch {
                throw .invalid(
                    "\"\(name)\" in \"values\" is \(json.kind)", remedy: "Give \(error.expected)")
            }
        }
        return transition
    }

    /// A layer to act on, or nil for all.
    mutating func layer() throws(Problem) -> LayerSelector? {
        try string("layer").map { LayerSelector(by: .any($0)) }
    }

    /// Refuses members that nobody asked for: a misspelt name must not pass unseen.
    func finish() throws(Problem) {
        let unknown = object.keys.filter { !read.contains($0) }
        guard let first = unknown.first else { return }
        throw .invalid(
            "\"\(first)\" is not known here",
            remedy: read.isEmpty
                ? "Send an empty body" : "Known are: \(read.sorted().joined(separator: ", "))")
    }

    private mutating func member<Value>(
        _ name: String, _ expected: String, _ convert: (JSONValue) -> Value?
    ) throws(Problem) -> Value? {
        guard let value = value(name), value != .null else { return nil }
        guard let converted = convert(value) else {
            throw .invalid(
                "\"\(name)\" is \(value.kind), not \(expected)",
                remedy: "Give \"\(name)\" as \(expected)")
        }
        return converted
    }
}

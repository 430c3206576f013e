/// A header's top-level `HOLDOVER` object, which other hosts ignore.
struct HoldoverOptions {
    struct Input {
        var commit = ISFCommitPolicy.settle
        var smoothingSeconds = 0.0
        var line = 1
    }

    var alpha = ISFAlpha.straight
    var timeWrapSeconds: Double?
    var region: ISFRegion?
    var history: ISFHistory?
    var inputs: [String: Input] = [:]
    /// Inputs that only this host has: texts and tables.
    var ownInputs: [ISFInput] = []

    static let smoothingSecondsMax = 60.0

    init() {}

    init(_ object: HeaderValue) throws(HeaderSyntaxError) {
        guard let members = object.members else {
            throw HeaderSyntaxError(line: object.line, message: "HOLDOVER must be an object")
        }
        for (key, value) in members {
            switch key {
            case "ALPHA":
                guard let alpha = value.string.flatMap(ISFAlpha.init(rawValue:)) else {
                    throw HeaderSyntaxError(
                        line: value.line, message: "ALPHA is \"straight\" or \"premultiplied\"")
                }
                self.alpha = alpha
            case "TIME_WRAP":
                guard let seconds = value.number, seconds > 0 else {
                    throw HeaderSyntaxError(
                        line: value.line, message: "TIME_WRAP is a number of seconds above zero")
                }
                timeWrapSeconds = seconds
            case "INPUTS": inputs = try Self.inputs(value)
            case "REGION": region = try Self.region(value)
            case "HISTORY": history = try HoldoverInputs.history(value)
            case "TEXT": ownInputs += try HoldoverInputs.texts(value)
            case "LUT": ownInputs += try HoldoverInputs.tables(value)
            default:
                throw HeaderSyntaxError(
                    line: value.line,
                    message:
                        "HOLDOVER has no \"\(key)\": it knows ALPHA, TIME_WRAP, REGION, HISTORY, "
                        + "TEXT, LUT and INPUTS")
            }
        }
    }

    private static func region(_ value: HeaderValue) throws(HeaderSyntaxError) -> ISFRegion {
        let edges = value.array?.compactMap { edge in
            edge.number.map { SizeExpression($0) } ?? edge.string.flatMap { SizeExpression($0) }
        }
        guard let edges, edges.count == 4 else {
            throw HeaderSyntaxError(
                line: value.line,
                message: "REGION is a list of left, bottom, width and height, each a number or an "
                    + "expression")
        }
        return ISFRegion(edges: edges)
    }

    private static func inputs(
        _ value: HeaderValue
    ) throws(HeaderSyntaxError) -> [String: Input] {
        guard let members = value.members else {
            throw HeaderSyntaxError(
                line: value.line, message: "HOLDOVER's INPUTS must be an object")
        }
        var inputs: [String: Input] = [:]
        for (name, entry) in members {
            inputs[name] = try input(entry)
        }
        return inputs
    }

    private static func input(_ entry: HeaderValue) throws(HeaderSyntaxError) -> Input {
        guard let members = entry.members else {
            throw HeaderSyntaxError(
                line: entry.line, message: "an entry of HOLDOVER's INPUTS must be an object")
        }
        var input = Input(line: entry.line)
        for (key, value) in members {
            switch key {
            case "COMMIT":
                guard let commit = value.string.flatMap(ISFCommitPolicy.init(rawValue:)) else {
                    throw HeaderSyntaxError(
                        line: value.line,
                        message: "COMMIT is \"settle\", \"never\" or \"durable\"")
                }
                input.commit = commit
            case "SMOOTHING":
                guard let seconds = value.number, seconds >= 0, seconds <= smoothingSecondsMax
                else {
                    throw HeaderSyntaxError(
                        line: value.line, message: "SMOOTHING is a number of seconds, 0 to 60")
                }
                input.smoothingSeconds = seconds
            default:
                throw HeaderSyntaxError(
                    line: value.line,
                    message: "an entry knows COMMIT and SMOOTHING, not \"\(key)\"")
            }
        }
        return input
    }
}

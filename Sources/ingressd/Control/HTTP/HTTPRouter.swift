import NIOHTTP1

/// Finds the handler of a request by method and path template. Built once, then only read.
struct HTTPRouter {
    typealias Handler = (HTTPRequest, PathParameters, HTTPReplier) -> Void

    /// Values of the `{…}` segments of a template.
    struct PathParameters: Sendable {
        private let values: [String: String]

        init(_ values: [String: String]) { self.values = values }

        /// The value of a segment the template names.
        subscript(_ name: String) -> String { values[name] ?? "" }
    }

    /// What the table says about a request.
    enum Match {
        case found(Handler, PathParameters)
        case wrongMethod(allowed: [HTTPMethod])
        case missing
    }

    /// A row of the table, for holding it against the API document.
    struct Route {
        let method: HTTPMethod
        let template: String
        let segments: [Substring]
        let handler: Handler
    }

    private(set) var routes: [Route] = []

    /// Adds a row; `{name}` segments match anything.
    mutating func on(_ method: HTTPMethod, _ template: String, _ handler: @escaping Handler) {
        routes.append(
            Route(
                method: method, template: template, segments: template.split(separator: "/"),
                handler: handler))
    }

    /// Looks a request up.
    func match(_ method: HTTPMethod, _ segments: [String]) -> Match {
        var allowed: [HTTPMethod] = []
        for route in routes {
            guard let values = Self.values(of: route.segments, in: segments) else { continue }
            if route.method == method { return .found(route.handler, PathParameters(values)) }
            allowed.append(route.method)
        }
        return allowed.isEmpty ? .missing : .wrongMethod(allowed: allowed)
    }

    private static func values(of template: [Substring], in segments: [String]) -> [String: String]?
    {
        guard template.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (part, segment) in zip(template, segments) {
            if part.hasPrefix("{"), part.hasSuffix("}") {
                values[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return values
    }
}

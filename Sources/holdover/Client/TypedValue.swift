import Proto

/// A parameter value as people type it: a number, true or false, "x,y", "r,g,b" or "r,g,b,a", or
/// text. The coordinator knows the parameter's type and converts, or says what does not fit.
enum TypedValue {
    static func parse(_ text: String) -> ParameterValue {
        if let number = Double(text) { return ParameterValue(kind: .float(number)) }
        switch text.lowercased() {
        case "true", "on", "yes": return ParameterValue(kind: .bool(true))
        case "false", "off", "no": return ParameterValue(kind: .bool(false))
        default: break
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0.trimmingSpaces) }
        if numbers.count == parts.count {
            switch numbers.count {
            case 2: return ParameterValue(kind: .point2D(Point2D(x: numbers[0], y: numbers[1])))
            case 3, 4:
                return ParameterValue(
                    kind: .color(
                        Color(
                            red: numbers[0], green: numbers[1], blue: numbers[2],
                            alpha: numbers.count == 4 ? numbers[3] : 1)))
            default: break
            }
        }
        return ParameterValue(kind: .text(text))
    }

    /// The same the other way round, for lists.
    static func text(_ value: ParameterValue) -> String {
        switch value.kind {
        case .float(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .long(let number): "\(number)"
        case .point2D(let point): "\(point.x),\(point.y)"
        case .color(let color): "\(color.red),\(color.green),\(color.blue),\(color.alpha)"
        case .text(let text): "\"\(text)\""
        case .image(let image): image.path
        case .event(let count): "fired \(count) times"
        case nil: "-"
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}

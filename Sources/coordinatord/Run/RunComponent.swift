public import Proto

/// What a show depends on. The raw value is its name in configuration, status and alarms.
public enum RunComponent: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    /// The process that plays out.
    case output = "outputd"
    /// The device that is the clock.
    case device
    /// At least one renderer.
    case renderer = "renderd"
    /// The process that captures inputs.
    case capture = "ingressd.capture"
    /// The process that serves pages, OSC and HTTP.
    case control = "ingressd.control"
    /// The inputs that the programme shows.
    case input
    case reference
    case shaders
    case disk
    case headroom

    /// What its failure means where the configuration does not say.
    ///
    /// Critical: there is no show without it, so its loss for longer than the patience faults the run,
    /// and as an interlock it ends a preparing at once. Degrading: the show goes on, worse; an alarm,
    /// and an interlock that has to be in order or overridden. Cosmetic: an alarm; never in the way.
    public var defaultCriticality: Criticality {
        switch self {
        case .output, .device, .renderer: .critical
        case .capture, .input, .reference, .shaders, .disk, .headroom: .degrading
        case .control: .cosmetic
        }
    }

    /// Reads exceptions such as `input=critical`. Throws a sentence for one that is none.
    public static func criticalities(
        _ exceptions: [String]
    ) throws(RunSettingError) -> [RunComponent: Criticality] {
        var table: [RunComponent: Criticality] = [:]
        for component in allCases { table[component] = component.defaultCriticality }
        for text in exceptions {
            let parts = text.split(separator: "=").map(String.init)
            guard parts.count == 2, let component = RunComponent(rawValue: parts[0]),
                let wanted = Criticality.allCases.first(where: { $0.name == parts[1] })
            else {
                throw RunSettingError(
                    description: "\"\(text)\" in run.criticality is no exception; write"
                        + " COMPONENT=CLASS, with one of"
                        + " \(allCases.map(\.rawValue).joined(separator: ", ")) and one of"
                        + " \(Criticality.allCases.map(\.name).joined(separator: ", "))")
            }
            table[component] = wanted
        }
        return table
    }
}

/// What is wrong with a setting of the run.
public struct RunSettingError: Error, Sendable, CustomStringConvertible {
    /// A sentence with the remedy.
    public let description: String
}

extension Layer {
    /// The committed value of a parameter: what was set where it fits the rule, else the default.
    /// A value that no longer fits after a reload lies dormant; it is used again once it fits.
    public func committedValue(_ rule: ParameterRule, _ settings: PolicySettings) -> LayerValue? {
        if let set = values[rule.name],
            (try? ParameterPolicy.check(set, against: rule, settings)) != nil
        {
            return set
        }
        return rule.defaultValue
    }
}

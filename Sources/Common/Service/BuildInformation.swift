/// What this build is.
public enum BuildInformation {
    /// Semantic version; CHANGELOG.md has its history.
    public static let version = "0.1.0"
}

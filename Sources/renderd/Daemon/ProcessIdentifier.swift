import Foundation

/// This process's id.
func getProcessIdentifier() -> Int32 {
    ProcessInfo.processInfo.processIdentifier
}

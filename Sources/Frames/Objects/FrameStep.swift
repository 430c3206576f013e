/// The points of a write at which a process can die. Tests kill a writer at each of them; in
/// operation nobody listens.
package enum FrameStep: String, Sendable, CaseIterable {
    // Creating an object.
    case temporaryCreated, allocated, headerWritten, renamed
    // Writing a slot of a ring.
    case claimsScanned, oddStored, claimsScannedAgain, pendingIndexStored, payloadHalfWritten
    case metadataWritten, evenStored, headStored, readersWoken
    // Publishing a timeline state.
    case copyInvalidated, bodyHalfWritten, bodyWritten, generationStored
    // Recording a slot.
    case recordOdd, recordWritten, recordEven, recordHeadStored, completionTimeStored
    // Storing a held frame.
    case heldPayloadHalfWritten
}

/// Told each step as it is taken, on the writing thread.
package typealias FrameStepHook = @Sendable (FrameStep) -> Void

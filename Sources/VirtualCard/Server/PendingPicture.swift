/// Where a queued slot's picture lies, and its sound.
struct PendingPicture {
    let mapping: ObjectMapping
    let offset: UInt64
    let audio: [UInt8]
}

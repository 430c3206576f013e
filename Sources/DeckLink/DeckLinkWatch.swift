internal import CDeckLink
internal import Synchronization

/// Watches which sub-devices are plugged in. Any thread; the callback runs on one of the driver's.
public final class DeckLinkWatch: Sendable {
    private final class Observer: Sendable {
        let onChange: @Sendable (String, Bool) -> Void
        init(_ onChange: @escaping @Sendable (String, Bool) -> Void) { self.onChange = onChange }
    }

    private struct Handles: @unchecked Sendable {
        // Unchecked: the pointers are only given back, once, by whoever takes them out of the lock.
        var watch: OpaquePointer?
        var observer: Unmanaged<Observer>?
    }

    private let driver: DeckLinkDriver
    private let handles: Mutex<Handles>

    /// Calls `onChange` with a device's handle text (else its name) and whether it is there, for those
    /// present at once. Nil where the library cannot tell.
    public init?(
        _ driver: DeckLinkDriver, onChange: @escaping @Sendable (String, Bool) -> Void
    ) {
        self.driver = driver
        let observer = Unmanaged.passRetained(Observer(onChange))
        let watch = cdl_watch_start(
            driver.library,
            { context, handle, isPresent in
                guard let context, let handle else { return }
                Unmanaged<Observer>.fromOpaque(context).takeUnretainedValue()
                    .onChange(String(cString: handle), isPresent)
            }, observer.toOpaque())
        guard let watch else {
            observer.release()
            return nil
        }
        handles = Mutex(Handles(watch: watch, observer: observer))
    }

    /// No call happens after it returns.
    public func stop() {
        let taken = handles.withLock { handles in
            defer { handles = Handles() }
            return handles
        }
        guard let watch = taken.watch else { return }
        cdl_watch_stop(watch)
        taken.observer?.release()
    }

    deinit { stop() }
}

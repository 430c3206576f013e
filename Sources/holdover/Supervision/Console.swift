import Glibc

/// The terminal of `holdover up`: children's lines scroll, one live line stays at the bottom.
/// Without a terminal the live line is left out. Owned by the supervisor's thread.
final class Console {
    private let isTerminal: Bool
    private var liveLine = ""

    init() { isTerminal = isatty(STDOUT_FILENO) == 1 }

    /// True where somebody watches.
    var showsLiveLine: Bool { isTerminal }

    /// Prints one line above the live line.
    func print(_ line: String) {
        write((isTerminal && !liveLine.isEmpty ? "\r\u{1b}[K" : "") + line + "\n" + liveLine)
    }

    /// Prints a line of a child's output under its name.
    func relay(_ name: String, _ line: String) {
        let padding = String(repeating: " ", count: max(0, 16 - name.count))
        self.print("\(name)\(padding) │ \(line)")
    }

    /// Replaces the live line. Cut to the terminal's width, so that it never wraps.
    func show(_ line: String) {
        guard isTerminal else { return }
        var size = winsize()
        let columns =
            ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
            ? Int(size.ws_col) : 100
        liveLine = String(line.prefix(columns - 1))
        write("\r\u{1b}[K" + liveLine)
    }

    /// Takes the live line away, before the programme's last words.
    func clear() {
        guard isTerminal, !liveLine.isEmpty else { return }
        liveLine = ""
        write("\r\u{1b}[K")
    }

    private func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.write(
                    STDOUT_FILENO, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
                // A closed or full terminal must not stop the supervisor.
                guard count > 0 || errno == EINTR else { return }
                if count > 0 { sent += count }
            }
        }
    }
}

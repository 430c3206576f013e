import Common
import DeckLink
import Foundation
import Frames

/// Looks at the machine as the daemons will find it. Changes nothing.
struct Doctor {
    let configuration: Configuration
    let paths: InstancePaths
    let environment: [String: String]

    func examine() -> [Finding] {
        [programs(), graphics(), ffmpeg(), sharedMemory(), runtimeFolder(), stateFolder()]
            + limits() + [clock()] + ports() + leftovers()
            + DeckLinkCheck(
                configuration: configuration, channel: ShowCheck.channel(configuration, paths),
                firmware: { DeckLinkFirmware.ask(environment: environment) }
            ).examine()
            + ShowCheck(configuration: configuration, paths: paths, environment: environment)
            .examine() + SinkCheck(paths: paths).examine()
            + UnitCheck(environment: environment).examine()
    }

    // MARK: Programs

    private func programs() -> Finding {
        let plan = ShowPlan(
            programs: ShowPlan.ownFolder(), configuration: configuration, configFile: nil,
            environment: environment)
        do {
            try plan.checkPrograms()
            return .ok("programs", plan.programs)
        } catch {
            return .problem("programs", error.problem, error.remedy)
        }
    }

    private func graphics() -> Finding {
        let program = ShowPlan.ownFolder() + "/renderd"
        let remedy = "Install a GL driver: apt-get install libegl1 libgl1-mesa-dri"
        guard access(program, X_OK) == 0 else {
            return .problem("GL", "there is no \(program) to ask", "Build it: make release")
        }
        do {
            let answer = try FormatMeasurement.measure(["320x180p25"], environment: environment)
            let kind = answer.isSoftware ? "software" : "GPU"
            return .ok("GL", "\(kind): \(answer.renderer)")
        } catch {
            return .problem("GL", "\(error)", remedy)
        }
    }

    private func ffmpeg() -> Finding {
        let missing = ["ffmpeg", "ffprobe"].filter {
            ChildProcess.locate($0, environment: environment) == nil
        }
        guard missing.isEmpty else {
            return .problem(
                "ffmpeg",
                "\(missing.joined(separator: ", ")) not on the PATH: no files, no streams",
                "apt-get install ffmpeg")
        }
        let path = ChildProcess.locate("ffmpeg", environment: environment) ?? ""
        return .ok("ffmpeg", path)
    }

    // MARK: Memory and folders

    /// What the rings of this configuration take: a programme ring a lane, inputs, clean.
    private var bytesNeeded: UInt64 {
        let slots = configuration.playout.ringSlotCount + 4
        let rings = configuration.laneCount + configuration.inputs.count + 2
        return UInt64(configuration.format.payloadByteCount * slots * rings)
    }

    private func sharedMemory() -> Finding {
        let folder = "/dev/shm"
        guard access(folder, W_OK) == 0 else {
            return .problem(
                "shared memory", "\(folder) may not be written to",
                "Mount a tmpfs there with mode 1777")
        }
        let free = Self.freeBytes(folder)
        let text = "\(free >> 20) MiB free in \(folder), about \(bytesNeeded >> 20) MiB needed"
        return free > bytesNeeded
            ? .ok("shared memory", text)
            : .problem(
                "shared memory", text,
                "Enlarge it: mount -o remount,size=\((bytesNeeded >> 20) * 2)M /dev/shm")
    }

    private func runtimeFolder() -> Finding {
        do {
            try paths.create()
            return .ok("runtime folder", paths.runtime)
        } catch {
            return .problem("runtime folder", "\(error)", "")
        }
    }

    private func stateFolder() -> Finding {
        let free = Self.freeBytes(paths.state)
        guard access(paths.state, W_OK) == 0 else {
            return .problem(
                "state folder", "\(paths.state) may not be written to",
                "Make it writable, or set STATE_DIRECTORY or XDG_STATE_HOME")
        }
        let text = "\(free >> 20) MiB free in \(paths.state)"
        return free > 256 << 20
            ? .ok("state folder", text)
            : .warning(
                "state folder", text,
                "Make room: when the disk is full, durable changes are refused")
    }

    private static func freeBytes(_ path: String) -> UInt64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return 0 }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    // MARK: Limits and clock

    /// Linux numbers of getrlimit(2); C's names for them are not visible to Swift.
    private static let openFiles: __rlimit_resource_t = 7
    private static let memoryLock: __rlimit_resource_t = 8
    private static let realtimePriority: __rlimit_resource_t = 14

    private func limits() -> [Finding] {
        func limit(_ kind: __rlimit_resource_t) -> UInt64 {
            var value = rlimit()
            getrlimit(kind, &value)
            return UInt64(value.rlim_cur)
        }
        let locked = limit(Self.memoryLock)
        // RLIM_INFINITY is all ones.
        let isUnlimited = locked == UInt64.max
        let lockedText = isUnlimited ? "unlimited" : "\(locked >> 20) MiB"
        let priority = limit(Self.realtimePriority)
        let isPrivileged = geteuid() == 0
        let files = limit(Self.openFiles)
        return [
            isUnlimited || locked > bytesNeeded
                ? .ok("memlock", lockedText)
                : .warning(
                    "memlock", "\(lockedText) may be locked: outputd can be paged out",
                    "Set LimitMEMLOCK=infinity in the unit, or memlock in limits.conf"),
            priority > 0 || isPrivileged
                ? .ok("rtprio", isPrivileged ? "root" : "\(priority)")
                : .warning(
                    "rtprio", "0: playout runs without real-time priority",
                    "Set LimitRTPRIO=60 in the unit, or rtprio in limits.conf"),
            files >= 1024
                ? .ok("open files", "\(files)")
                : .warning("open files", "\(files)", "Raise LimitNOFILE to 1024 or more"),
        ]
    }

    private func clock() -> Finding {
        SystemTimeSource().kernelKnowsTAIOffset
            ? .ok("TAI", "the kernel knows the offset to UTC")
            : .warning(
                "TAI",
                "the kernel does not know the offset to UTC; "
                    + "\(SystemTimeSource.defaultTAIOffsetSeconds) s are assumed",
                "Run ptp4l/phc2sys, or chrony with leapsectz right/UTC")
    }

    // MARK: Ports and leftovers

    private func ports() -> [Finding] {
        guard !ObjectLock.isHeld(.timeline, in: FramePlane(paths)) else { return [] }
        let wanted: [(String, Int, Bool)] = [
            ("HTTP", configuration.port("control.http_port"), true),
            ("OSC", configuration.port("control.osc_port"), false),
        ]
        return wanted.map { name, port, isStream in
            guard port != 0 else { return .ok("port \(name)", "any free one") }
            return PortCheck.isFree(port, isStream: isStream)
                ? .ok("port \(name)", "\(port) is free")
                : .problem(
                    "port \(name)", "\(port) is in use",
                    "Stop its owner (ss -lntup), or set instance.port_offset")
        }
    }

    private func leftovers() -> [Finding] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/shm")) ?? []
        let prefix = "holdover."
        var instances = Set<String>()
        for file in files where file.hasPrefix(prefix) {
            guard let name = file.dropFirst(prefix.count).split(separator: ".").first else {
                continue
            }
            instances.insert(String(name))
        }
        let idle = instances.filter { name in
            let paths = InstancePaths(instance: name, environment: environment)
            return SharedObjectName.isValid(instance: name)
                && !ObjectLock.isHeld(.timeline, in: FramePlane(paths))
        }
        guard !idle.isEmpty else { return [.ok("leftovers", "none in /dev/shm")] }
        let names = idle.sorted().joined(separator: ", ")
        return [
            .warning(
                "leftovers", "objects of \(names) in /dev/shm have no writer",
                "`holdover up` of that instance takes them over; "
                    + "otherwise remove /dev/shm/holdover.NAME.*")
        ]
    }
}

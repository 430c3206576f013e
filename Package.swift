// swift-tools-version: 6.2
// One package: the C rooms at the bottom, then the shared modules, then one library a daemon, then
// the thin executables. Arrows point down only; Tests/HouseTests holds the import table.
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // The CopyPropagation pass of Swift 6.3.1 aborts ("Found ownership error") on some functions that
    // project an enum's payload under a typed throw. Unoptimised builds never run it.
    .unsafeFlags(
        ["-Xllvm", "-sil-disable-pass=copy-propagation"], .when(configuration: .release)),
]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]
let strictCXX: [CXXSetting] = [
    .treatAllWarnings(as: .error), .unsafeFlags(["-fno-exceptions", "-fno-rtti"]),
]

// Queues and monitors are generic and on every hot path; with this, other modules specialise them.
let specialised: [SwiftSetting] = [
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))
]

func library(
    _ name: String, path: String, sources: [String]? = nil, exclude: [String] = [],
    _ dependencies: [Target.Dependency], settings: [SwiftSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path, exclude: exclude, sources: sources,
        swiftSettings: strict + settings)
}

func daemon(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/\(name)/Main", swiftSettings: strict)
}

func tests(
    _ name: String, exclude: [String] = [], _ dependencies: [Target.Dependency]
) -> Target {
    .testTarget(
        name: name, dependencies: ["TestKit"] + dependencies, path: "Tests/\(name)",
        exclude: exclude,
        swiftSettings: strict)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let atomics = Target.Dependency.product(name: "Atomics", package: "swift-atomics")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"].map {
    .product(name: $0, package: "swift-nio")
}

let package = Package(
    name: "holdover",
    products: [
        .executable(name: "holdover", targets: ["holdover"]),
        .executable(name: "ingressd", targets: ["ingressd"]),
        .executable(name: "coordinatord", targets: ["coordinatord"]),
        .executable(name: "renderd", targets: ["renderd"]),
        .executable(name: "outputd", targets: ["outputd"]),
        // A DeckLink driver for tests; under another name than the real one, which nothing may find.
        .library(name: "FakeDeckLinkAPI", type: .dynamic, targets: ["FakeDeckLink"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-atomics", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // C rooms: one a library, imported by one target each.
        .systemLibrary(
            name: "CZeroMQ", path: "Sources/C/CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(
            name: "CProtobufC", path: "Sources/C/CProtobufC",
            providers: [.apt(["libprotobuf-c-dev"])]),
        .systemLibrary(
            name: "CGraphics", path: "Sources/C/CGraphics",
            providers: [.apt(["libgl-dev", "libegl-dev", "libopengl-dev"])]),
        .systemLibrary(name: "CZlib", path: "Sources/C/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "CProto", path: "Sources/C/CProto", cSettings: strictC,
            linkerSettings: [.linkedLibrary("protobuf-c")]),
        .target(name: "CRealtime", path: "Sources/C/CRealtime", cSettings: strictC),
        .target(name: "CText", path: "Sources/C/CText", cSettings: strictC),
        .target(name: "CDeckLink", path: "Sources/C/CDeckLink", cxxSettings: strictCXX),

        // Shared modules.
        library(
            "Common", path: "Sources/Common",
            [logging, atomics, .product(name: "TOMLKit", package: "TOMLKit"), "CRealtime"],
            settings: specialised),
        library("Proto", path: "Sources/Proto", exclude: ["schema"], ["Common", "CProto"]),
        library("Frames", path: "Sources/Frames", ["Common", atomics, "CRealtime"]),
        library("Messaging", path: "Sources/Messaging", ["Common", "Proto", logging, "CZeroMQ"]),
        library("Shaders", path: "Sources/Shaders", ["Common"]),
        library("Ancillary", path: "Sources/Ancillary", ["Common"]),
        library("LineUp", path: "Sources/LineUp", ["Common"]),
        library("DeckLink", path: "Sources/DeckLink", ["Common", "CDeckLink"]),
        library("Imaging", path: "Sources/Imaging", ["Common", "CZlib"]),
        library(
            "VirtualCard", path: "Sources/VirtualCard",
            ["Common", "Frames", logging, atomics, "CRealtime"]),

        // Daemons: a library each, so that tests can run them in one process, and a thin executable.
        library(
            "IngressControl", path: "Sources/ingressd/Control",
            ["Common", "Proto", "Messaging", "Frames", "Imaging", logging] + nio),
        library(
            "IngressCapture", path: "Sources/ingressd/Capture",
            [
                "Common", "Proto", "Messaging", "Frames", "Ancillary", "DeckLink", "LineUp",
                logging,
            ]),
        daemon("ingressd", ["IngressControl", "IngressCapture", "Common", arguments]),
        library(
            "CoordinatorDecision", path: "Sources/coordinatord",
            sources: ["State", "Policy", "Run"], exclude: ["Store", "Shell", "Main"],
            ["Common", "Proto", "Shaders"]),
        library(
            "Coordinator", path: "Sources/coordinatord", sources: ["Store", "Shell"],
            exclude: ["State", "Policy", "Run", "Main"],
            [
                "CoordinatorDecision", "Common", "Proto", "Messaging", "Frames", "Shaders", logging,
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        daemon("coordinatord", ["Coordinator", "Messaging", "Common", logging, arguments]),
        library(
            "Renderer", path: "Sources/renderd", exclude: ["Main"],
            [
                "Common", "Proto", "Messaging", "Frames", "Shaders", "Imaging", logging, atomics,
                "CGraphics", "CText",
            ]),
        daemon("renderd", ["Renderer", "Shaders", "Common", logging, arguments]),
        library("Playout", path: "Sources/outputd/Playout", ["Common"]),
        library("Quality", path: "Sources/outputd/Quality", ["Common"]),
        library(
            "Output", path: "Sources/outputd", sources: ["Devices", "Engine"],
            exclude: ["Playout", "Quality", "Main"],
            [
                "Playout", "Common", "Proto", "Messaging", "Frames", "VirtualCard", "Ancillary",
                "DeckLink", "LineUp", "Quality", "Imaging", logging, atomics,
            ]),
        daemon("outputd", ["Output", "Common", arguments]),
        library(
            "CommandLineTool", path: "Sources/holdover", exclude: ["Main"],
            [
                "Common", "Proto", "Messaging", "Frames", "Shaders", "Imaging", "VirtualCard",
                "DeckLink", "CRealtime", logging, arguments,
            ]),
        daemon("holdover", ["CommandLineTool", arguments]),

        // Tests.
        .target(
            name: "TestKit", dependencies: ["Common", "Frames", "Proto", "Messaging", logging],
            path: "Tests/TestKit", swiftSettings: strict),
        .executableTarget(
            name: "probe",
            dependencies: ["TestKit", "Common", "Frames", "Messaging", "Proto", arguments],
            path: "Tests/Probe", swiftSettings: strict),
        tests("CommonTests", ["Common"]),
        tests("ProtoTests", ["Proto"]),
        tests("FramesTests", ["Frames", "probe"]),
        tests("MessagingTests", ["Messaging", "probe"]),
        tests("ShadersTests", ["Shaders"]),
        tests("VirtualCardTests", ["VirtualCard", "Frames", "holdover"]),
        tests(
            "IngressTests",
            ["IngressControl", "IngressCapture", "Ancillary", "DeckLink", "LineUp", "coordinatord"]),
        tests(
            "CoordinatorTests",
            ["CoordinatorDecision", "Coordinator", "coordinatord", "ingressd", "probe", logging]),
        tests("RendererTests", ["Renderer", "Shaders", "Imaging", "renderd"]),
        tests(
            "OutputTests",
            [
                "Playout", "Output", "Common", "Frames", "VirtualCard", "Ancillary", "DeckLink",
                "outputd",
            ]),
        .target(
            name: "FakeDeckLink", path: "Tests/FakeDeckLink",
            cxxSettings: [.treatAllWarnings(as: .error)],
            // Several copies live in one process, each with a state of its own.
            linkerSettings: [.unsafeFlags(["-Xlinker", "-Bsymbolic"])]),
        tests("AncillaryTests", ["Ancillary", "Common"]),
        tests("QualityTests", ["Quality", "Common"]),
        tests("LineUpTests", ["LineUp", "Common"]),
        tests("DeckLinkTests", exclude: ["slots.txt"], ["DeckLink", "Common"]),
        tests("SystemdTests", []),
        tests("CommandLineTests", ["CommandLineTool", "Common", "Frames", "Proto"]),
        tests("HouseTests", ["CommandLineTool", "Common", arguments]),
        tests(
            "IntegrationTests",
            [
                "Frames", "Imaging", "Messaging", "Proto", "holdover", "ingressd", "coordinatord",
                "renderd", "outputd", "probe",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

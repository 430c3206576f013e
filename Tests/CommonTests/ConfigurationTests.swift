import Common
import Testing

@Suite struct ConfigurationTests {
    private func load(
        _ text: String?, _ environment: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        try Configuration(
            ConfigurationSettings(text: text, named: "holdover.toml", environment: environment))
    }

    @Test func `an empty file gives the defaults`() throws {
        let configuration = try load("")
        #expect(configuration.format == VideoFormat(parsing: "1280x720p50"))
        #expect(configuration.inputs.map(\.source) == [.bars])
        #expect(configuration.inputDelay == 7)
        #expect(configuration.playout.ringSlotCount == 10)
        #expect(configuration.port("control.http_port") == 8080)
        #expect(ProcessName.output.metricsPort(configuration) == 9464)
    }

    @Test func `the environment wins over the file, the file over the default`() throws {
        let text = """
            [playout]
            scheduled_depth = 5
            ready_target = 3
            """
        let configuration = try load(text, ["HOLDOVER_PLAYOUT_READY_TARGET": "1"])
        #expect(configuration.playout.scheduledDepth == 5)
        #expect(configuration.playout.readyTarget == 1)
        #expect(
            configuration.settings.entries["playout.ready_target"]?.origin
                == .environment("HOLDOVER_PLAYOUT_READY_TARGET"))
        #expect(
            configuration.settings.entries["playout.scheduled_depth"]?.origin
                == .file("holdover.toml", line: 2))
    }

    @Test func `devices are named by number or by name`() throws {
        let text = """
            [[output]]
            device = "decklink:2"
            keyer = "external"
            afd = 0
            [[output]]
            device = "virtual:second"
            [[output]]
            device = "decklink:DeckLink Duo (2)"
            [[input]]
            source = "decklink:1"
            [[input]]
            source = "test:lipsync"
            """
        let configuration = try load(text)
        #expect(
            configuration.outputs.map(\.device) == [
                .decklink(.number(2)), .virtual(name: "second"),
                .decklink(.name("DeckLink Duo (2)")),
            ])
        #expect(configuration.outputs[0].decklink.keyer == .external)
        #expect(configuration.outputs[0].decklink.afd == nil)
        #expect(configuration.outputs[1].decklink.timecode == .clock)
        #expect(
            configuration.inputs.map(\.source) == [.decklink(.number(1)), .lineUp(.lipsync)])
    }

    @Test(arguments: [
        ("sdi:1", "virtual:NAME, or decklink:N"), ("decklink:0", "virtual:NAME, or decklink:N"),
        ("virtual:a b", "virtual:NAME, or decklink:N"),
    ])
    func `a device that is none is refused with what would be one`(
        device: String, remedy: String
    ) {
        #expect {
            try load("[[output]]\ndevice = \"\(device)\"")
        } throws: { error in
            "\(error)".contains(device) && "\(error)".contains(remedy)
        }
    }

    @Test func `one device is one output`() {
        let text = "[[output]]\ndevice = \"decklink:1\"\n[[output]]\ndevice = \"decklink:1\""
        #expect {
            try load(text)
        } throws: { "\($0)".contains("already output 1") }
    }

    @Test func `several inputs are numbered from one`() throws {
        let text = """
            [[input]]
            source = "file:/a.mov"
            on_loss = "still"
            [[input]]
            source = "test:bars"
            """
        let configuration = try load(text, ["HOLDOVER_INPUT_2_ON_LOSS": "input:1"])
        #expect(configuration.inputs.map(\.number) == [1, 2])
        #expect(configuration.inputs[0].source == .file("/a.mov"))
        #expect(configuration.inputs[1].onLoss == .input(1))
    }

    @Test(arguments: [
        ("[playout]\npoool = 3", "holdover.toml:2", "playout.poool"),
        ("\n\n[plaout]\npool = 9", "holdover.toml:4", "plaout.pool"),
        ("[playout]\npool = \"ten\"", "holdover.toml:2", "playout.pool"),
        ("[playout]\npool = 1000", "holdover.toml:2", "playout.pool"),
        ("[channel]\nformat = \"720\"", "holdover.toml:2", "channel.format"),
        ("[channel]\nrole = \"insrt\"", "holdover.toml:2", "channel.role"),
        ("[channel\nrole = 1", "holdover.toml:1", ""),
        ("[input]\nsource = \"test:bars\"", "holdover.toml:1", "input"),
        ("[[input]]\nsource = \"tape:1\"", "holdover.toml:2", "input.1.source"),
        ("[messaging]\nevents_high_water_mark = 0", "holdover.toml:2", "events_high_water_mark"),
        ("[instance]\nname = \"../x\"", "holdover.toml:2", "../x"),
        ("[instance]\nproduction = true", "holdover.toml:2", "channel.role"),
        ("[playout]\nready_target = 6\nready_maximum = 2", "holdover.toml:2", "ready_target"),
        ("pool = 3", "holdover.toml:1", "pool"),
    ])
    func `a mistake names its line, the key and the remedy`(
        text: String, place: String, key: String
    ) throws {
        let error = #expect(throws: ConfigurationError.self) { try load(text) }
        #expect(error?.place == place)
        #expect(error?.problem.contains(key) == true || key.isEmpty)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func `an unknown environment key of a known section is an error, others are not ours`()
        throws
    {
        #expect(throws: ConfigurationError.self) {
            try load(nil, ["HOLDOVER_PLAYOUT_POOOL": "3"])
        }
        _ = try load(nil, ["HOLDOVER_DATA_DIR": "/x", "HOLDOVER_ANYTHING": "y"])
    }

    @Test func `other instances take any free port`() throws {
        let configuration = try load("[instance]\nname = \"studio-2\"")
        #expect(configuration.port("control.http_port") == 0)
        #expect(ProcessName.rendererA.metricsPort(configuration) == 0)
        let offset = try load("[instance]\nname = \"studio-2\"\nport_offset = 100")
        #expect(offset.port("control.http_port") == 8180)
    }

    @Test func `a port that is given to an instance is its port`() throws {
        let configuration = try load(
            "[instance]\nname = \"studio-2\"\n[control]\nhttp_port = 18099",
            ["HOLDOVER_CONTROL_OSC_PORT": "18100"])
        #expect(configuration.port("control.http_port") == 18_099)
        #expect(configuration.port("control.osc_port") == 18_100)
    }

    @Test func `a socket path that is too long is refused with its remedy`() throws {
        let paths = InstancePaths(
            instance: "x",
            environment: ["RUNTIME_DIRECTORY": "/tmp/" + String(repeating: "a", count: 100)])
        #expect(paths.runtime.hasPrefix("/tmp/a"))
        let error = #expect(throws: InstancePathError.self) { try paths.create() }
        #expect("\(try #require(error))".contains("107 bytes"))
    }
}

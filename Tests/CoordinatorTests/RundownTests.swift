import Common
@testable import CoordinatorDecision
import Proto
import Testing

/// A rundown over the two stacks.
@Suite("Rundown")
struct RundownTests {
    private func world(_ items: String) -> RunWorld {
        var world = RunWorld()
        #expect(
            world.perform(
                .importRundown(
                    ImportRundown(
                        name: "night", json: #"{"holdover_rundown":1,"items":["# + items + "]}"))
            ).accepted)
        world.goOnAir()
        #expect(world.perform(.loadRundown(LoadRundown(name: "night"))).accepted)
        return world
    }

    private func take(_ world: inout RunWorld, _ position: UInt32 = 0) -> MutationOutcome {
        world.perform(.takeNextItem(TakeNextItem(position: position)))
    }

    @Test("Cue builds in preview; take is refused until built; the next one is cued")
    func cueAndTake() {
        var world = world(#"{"preset":"show"},{"preset":"show","name":"second"}"#)
        #expect(!take(&world).accepted)
        world.fixture.catalogue = ShaderCatalogue([
            ShaderRules(id: "grade", path: "/g", generation: 12), Fixture.title,
        ])
        #expect(world.perform(.cueItem(CueItem())).accepted)
        #expect(world.fixture.state.preview.layers.count == 2)
        let early = take(&world)
        #expect(!early.accepted && early.errorSentence.contains("being built"))
        world.built("grade", 12)
        #expect(take(&world).accepted)
        #expect(world.run.rundown?.position == 1 && world.run.rundown?.cued == 2)
        #expect(world.fixture.state.programme.layers.count == 2)
    }

    @Test("A second take of the same cue is ignored, by its number and by its haste")
    func secondTake() {
        var world = world(#"{"preset":"show"},{"preset":"show"},{"preset":"show"}"#)
        world.perform(.cueItem(CueItem()))
        #expect(take(&world).accepted)
        let onAir = world.fixture.state.programme
        #expect(take(&world).telemetryNotes == ["item 1 is on air already"])
        world.wait(.seconds(1))
        #expect(take(&world, 1).telemetryNotes == ["item 1 is on air already"])
        #expect(world.fixture.state.programme == onAir)
        #expect(take(&world, 2).accepted && world.run.rundown?.position == 2)
    }

    @Test("Items go on by their duration; held they do not; after the last the run completes")
    func byItself() throws {
        var world = world(
            #"{"preset":"show","seconds":10},{"preset":"show","seconds":5}"#)
        world.perform(.cueItem(CueItem()))
        #expect(take(&world).accepted)
        world.perform(.holdRundown(HoldRundown(held: true)))
        world.wait(.seconds(20))
        #expect(world.run.rundown?.position == 1)
        world.perform(.holdRundown(HoldRundown(held: false)))
        #expect(world.run.rundown?.position == 2)
        world.wait(.milliseconds(4_900))
        #expect(world.run.state == .running)
        world.wait(.milliseconds(200))
        #expect(world.run.state == .stopping && world.run.cause == .rundown)
        world.shows()
        #expect(world.run.state == .completed)
        #expect(try #require(world.fixture.state.finished.last).cause == .rundown)
    }

    @Test("An item with a time of day goes on air then; a jump cues another")
    func timeOfDay() {
        // The world begins at 22:13:20 UTC.
        var world = world(
            #"{"preset":"show","start":"22:13:25"},{"preset":"show"},{"preset":"show"}"#)
        world.perform(.cueItem(CueItem()))
        world.wait(.milliseconds(4_900))
        #expect(world.run.rundown?.position == 0)
        world.wait(.milliseconds(200))
        #expect(world.run.rundown?.position == 1)
        world.perform(.cueItem(CueItem(position: 3)))
        #expect(world.run.rundown?.cued == 3)
        #expect(!world.perform(.cueItem(CueItem(position: 4))).accepted)
    }

    @Test(
        "An item whose second went by unseen goes late, not tomorrow; a clock put back keeps it waiting"
    )
    func timeOfDayMissed() {
        let items = #"{"preset":"show","start":"22:13:25"},{"preset":"show"}"#
        // The clock is put forward over it.
        var jumped = world(items)
        jumped.perform(.cueItem(CueItem()))
        jumped.wait(.seconds(1))
        jumped.wall += 60_000_000_000
        // Nothing else happens that would make anybody look.
        jumped.wait(.milliseconds(1_100))
        #expect(jumped.run.rundown?.position == 1)
        // Held while its time goes by, and then let go.
        var held = world(items)
        held.perform(.cueItem(CueItem()))
        held.perform(.holdRundown(HoldRundown(held: true)))
        held.wait(.seconds(30))
        #expect(held.run.rundown?.position == 0)
        held.perform(.holdRundown(HoldRundown(held: false)))
        #expect(held.run.rundown?.position == 1)
        // Two missed while it was held: both go, and the third has its time still to come.
        var both = world(
            #"{"preset":"show","start":"22:13:25"},{"preset":"show","start":"22:13:40"},"#
                + #"{"preset":"show","start":"22:14:30"}"#)
        both.perform(.cueItem(CueItem()))
        both.perform(.holdRundown(HoldRundown(held: true)))
        both.wait(.seconds(40))
        both.perform(.holdRundown(HoldRundown(held: false)))
        both.wait(.seconds(2))
        #expect(both.run.rundown?.position == 2 && both.run.rundown?.cued == 3)
        both.wait(.seconds(40))
        #expect(both.run.rundown?.position == 3)
        // The clock is put back: its time has not come, and comes once.
        var back = world(items)
        back.perform(.cueItem(CueItem()))
        back.wait(.seconds(4))
        back.wall -= 20_000_000_000
        back.wait(.milliseconds(20_900))
        #expect(back.run.rundown?.position == 0)
        back.wait(.milliseconds(200))
        #expect(back.run.rundown?.position == 1)
        back.wall -= 20_000_000_000
        back.wait(.seconds(60))
        #expect(back.run.rundown?.position == 1)
        // Cued after its time it is tomorrow's.
        var late = world(items)
        late.wait(.seconds(10))
        late.perform(.cueItem(CueItem()))
        late.wait(.seconds(10))
        #expect(late.run.rundown?.position == 0)
    }

    @Test("The item on air, cued anew, is taken anew, once")
    func sameItemAgain() {
        var world = world(#"{"preset":"show"},{"preset":"show"}"#)
        world.perform(.cueItem(CueItem()))
        #expect(take(&world, 1).accepted)
        world.perform(.cueItem(CueItem(position: 1)))
        #expect(take(&world, 1).telemetryNotes.isEmpty && world.run.rundown?.cued == 2)
        #expect(take(&world, 1).telemetryNotes == ["item 1 is on air already"])
    }

    @Test("An item with house timecode goes on air at that frame of that second")
    func houseTimecode() {
        var world = world(#"{"preset":"show","start":"22:13:25:10"}"#)
        let frames = world.context.rate.duration(ofFrames: 10)
        world.perform(.cueItem(CueItem()))
        world.wait(.seconds(5) + frames - .milliseconds(1))
        #expect(world.run.rundown?.position == 0)
        world.wait(.milliseconds(2))
        #expect(world.run.rundown?.position == 1)
    }

    @Test("A rundown that makes no sense is refused with the item's number, and exports as it came")
    func documents() throws {
        var world = RunWorld()
        func outcome(_ json: String) -> MutationOutcome {
            world.perform(.importRundown(ImportRundown(name: "x", json: json)))
        }
        #expect(!outcome("{}").accepted)
        #expect(!outcome(#"{"holdover_rundown":1,"items":[]}"#).accepted)
        #expect(
            outcome(#"{"holdover_rundown":1,"items":[{"preset":"none"}]}"#).errorCode
                == .presetNotFound)
        for start in ["24:00:00", "1:2", "12:00:00:25", "noon"] {
            let json =
                #"{"holdover_rundown":1,"items":[{"preset":"show","start":"\#(start)"}]}"#
            #expect(!outcome(json).accepted, "\(start)")
        }
        let json =
            #"{"holdover_rundown":1,"items":[{"preset":"show","start":"08:05:00:24","frames":3}]}"#
        #expect(outcome(json).accepted)
        #expect(outcome(json).errorCode == .nameTaken)
        let document = RundownLibrary.document(try #require(world.fixture.state.rundowns["x"]))
        #expect(document.contains("08:05:00:24") && document.contains("\"frames\" : 3"))
        #expect(world.perform(.deleteRundown(DeleteRundown(name: "x"))).accepted)
    }
}

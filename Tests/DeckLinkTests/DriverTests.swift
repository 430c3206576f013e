import Common
import DeckLink
import Foundation
import Synchronization
import TestKit
import Testing

/// Finding drivers and cards, and what is said when they are not there.
@Suite struct DriverTests {
    private let fake: FakeDriver
    private let driver: DeckLinkDriver

    init() throws {
        fake = try FakeDriver()
        driver = try DeckLinkDriver(path: fake.path)
    }

    private func error<Value>(_ body: () throws(DeckLinkError) -> Value) -> DeckLinkError? {
        do throws(DeckLinkError) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test func `no driver is one clear error`() {
        let error = error { () throws(DeckLinkError) in try DeckLinkDriver(path: "/nowhere.so") }
        #expect(error?.description.contains("no DeckLink driver") == true)
        #expect(error?.description.contains("decklink.library") == true)
    }

    @Test func `a library without a kernel module, and one without a card`() {
        fake.set("no_kernel", 1)
        #expect(error { () throws(DeckLinkError) in try driver.cards() } == .noKernelModule)
        fake.set("no_kernel", 0)
        fake.set("devices", 0)
        #expect(error { () throws(DeckLinkError) in try driver.cards() } == .noCard)
    }

    @Test func `cards are found by number, name, handle and id`() throws {
        fake.set("devices", 3)
        #expect(driver.version == "14.2.1")
        #expect(driver.isTestedGeneration)
        let cards = try driver.cards()
        #expect(cards.map(\.number) == [1, 2, 3])
        #expect(cards[1].name == "DeckLink Fake 4 (2)")
        #expect(cards[1].canPlay && cards[1].canCapture && cards[1].duplex == .full)
        #expect(try driver.card(.number(3)).number == 3)
        #expect(try driver.card(.name("DeckLink Fake 4 (2)")).number == 2)
        #expect(try driver.card(.name("fake:0")).number == 1)
        #expect(try driver.card(.name("\(0xCAFE_0002)")).number == 3)
        let missing = error { () throws(DeckLinkError) in try driver.card(.number(4)) }
        #expect(missing?.description.contains("decklink:2 (DeckLink Fake 4 (2))") == true)
    }

    @Test func `a number stays with its device when another one is pulled`() throws {
        fake.set("devices", 3)
        var pin: DeckLinkPin?
        #expect(try driver.card(.number(2), &pin).handleText == "fake:1")
        fake.set("present", 0, device: 0)
        #expect(try driver.card(.number(2)).handleText == "fake:2", "numbers shift")
        #expect(try driver.card(.number(2), &pin).handleText == "fake:1")
        fake.set("present", 0, device: 1)
        fake.set("present", 1, device: 0)
        let gone = error { () throws(DeckLinkError) in try driver.card(.number(2), &pin) }
        #expect(gone?.description.contains("there is no decklink:2 (fake:1) any more") == true)
        fake.set("present", 1, device: 1)
        #expect(try driver.card(.number(2), &pin).handleText == "fake:1")
        // One that was not there before takes the number's place.
        fake.set("present", 0, device: 1)
        fake.set("present", 0, device: 2)
        fake.set("devices", 4)
        #expect(try driver.card(.number(2), &pin).handleText == "fake:3")
    }

    @Test func `modes are the device's own`() throws {
        let modes = try driver.card(.number(1)).outputModes()
        #expect(modes.count == 18)
        let formats = ["1280x720p50", "1920x1080i25", "1920x1080p59.94", "3840x2160p50"]
        for text in formats {
            let format = try #require(VideoFormat(parsing: text))
            #expect(modes.filter { $0.carries(format) }.count == 1, "\(text)")
        }
        let lowerFirst = try #require(VideoFormat(parsing: "720x486i29.97"))
        #expect(!modes.contains { $0.carries(lowerFirst) })
    }

    @Test func `plugging is told, and not after stop`() throws {
        let log = Mutex("")
        fake.set("devices", 2)
        let watch = DeckLinkWatch(driver) { name, isPresent in
            log.withLock { $0 += "\(name)\(isPresent ? "+" : "-") " }
        }
        #expect(log.withLock { $0 } == "fake:0+ fake:1+ ")
        fake.set("present", 0, device: 1)
        fake.set("present", 1, device: 1)
        watch?.stop()
        fake.set("present", 0, device: 1)
        #expect(log.withLock { $0 } == "fake:0+ fake:1+ fake:1- fake:1+ ")
        #expect(fake.get("live") == 0)
    }
}

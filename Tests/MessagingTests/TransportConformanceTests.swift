import Common
import Foundation
import Proto
import TestKit
import Testing

@testable import Messaging

/// One suite for every transport: what is promised in `Transport`, seen from outside.
@Suite struct TransportConformanceTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Waits, then looks, until the port gives something.
    private func poll<Result>(_ wait: () -> Void, _ look: () -> Result?) -> Result? {
        let limit = soon()
        while clock.now() < limit {
            if let result = look() { return result }
            wait()
        }
        return nil
    }

    private func connected(_ link: any LinkPort) -> Bool {
        poll({ link.wait(until: soon(), forTelemetry: false) }) { link.isConnected ? true : nil }
            ?? false
    }

    @Test(arguments: TransportKind.allCases) func requestAndReply(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let link = try plane.transport.connect(receivingEvents: false)
        #expect(link.send(bytes("early")) == .unreachable)
        let coordinator = try plane.transport.bind()
        #expect(connected(link))
        #expect(link.send(bytes("question")) == .sent)
        let request = try #require(
            poll({ coordinator.wait(until: soon()) }) { coordinator.receiveControl() })
        #expect(request.bytes == bytes("question"))
        #expect(coordinator.reply(bytes("answer"), to: request.peer) == .sent)
        let answer = poll({ link.wait(until: soon(), forTelemetry: false) }) { link.receive() }
        #expect(answer == bytes("answer"))
        let stranger = PeerAddress(bytes: [0, 9, 9, 9, 9])
        #expect(coordinator.reply(bytes("lost"), to: stranger) == .unreachable)
        link.close()
        coordinator.close()
    }

    @Test(arguments: TransportKind.allCases) func eventsAndTelemetry(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let coordinator = try plane.transport.bind()
        let link = try plane.transport.connect(receivingEvents: true)
        #expect(connected(link))
        let event = poll({ link.wait(until: clock.now() + .milliseconds(5), forTelemetry: false) })
        {
            _ = coordinator.publish(bytes("event"))
            return link.receiveEvent()
        }
        #expect(event == bytes("event"))
        let sent = poll({ link.wait(until: soon(), forTelemetry: true) }) {
            link.sendTelemetry(bytes("sample")) == .sent ? true : nil
        }
        #expect(sent == true)
        let sample = poll({ coordinator.wait(until: soon()) }) { coordinator.receiveTelemetry() }
        #expect(sample == bytes("sample"))
        link.close()
        coordinator.close()
    }

    @Test(arguments: TransportKind.allCases) func secondBindIsRefused(_ kind: TransportKind) throws
    {
        let plane = try Plane(kind)
        let coordinator = try plane.transport.bind()
        #expect(throws: TransportError.self) { try plane.transport.bind() }
        coordinator.close()
    }

    @Test(arguments: TransportKind.allCases)
    func bindIsFreeAgainAfterClose(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        for _ in 0..<3 {
            let coordinator = try plane.transport.bind()
            coordinator.close()
        }
    }

    @Test(arguments: TransportKind.allCases) func fullIsSaidAtOnce(_ kind: TransportKind) throws {
        let plane = try Plane(kind, mark: 4)
        let coordinator = try plane.transport.bind()
        let link = try plane.transport.connect(receivingEvents: false)
        #expect(connected(link))
        // Large ones, so that the kernel's own buffers fill too.
        let message = [UInt8](repeating: 7, count: 200_000)
        var sent = 0
        while sent < 10_000, link.send(message) == .sent { sent += 1 }
        #expect(sent < 10_000)
        #expect(link.send(message) == .full)
        #expect(connected(link))
        link.close()
        coordinator.close()
    }

    @Test(arguments: TransportKind.allCases)
    func stalledSubscriberBlocksNobody(_ kind: TransportKind) throws {
        let plane = try Plane(kind, mark: 4)
        let coordinator = try plane.transport.bind()
        let link = try plane.transport.connect(receivingEvents: true)
        #expect(connected(link))
        let message = [UInt8](repeating: 7, count: 50_000)
        for _ in 0..<2_000 { #expect(coordinator.publish(message) == .sent) }
        var received = 0
        while poll({}, { link.receiveEvent() ?? (received > 0 ? [] : nil) })?.isEmpty == false {
            received += 1
        }
        #expect(received < 2_000)
        link.close()
        coordinator.close()
    }

    @Test(arguments: TransportKind.allCases) func tooLongIsRefused(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let coordinator = try plane.transport.bind()
        let link = try plane.transport.connect(receivingEvents: false)
        #expect(connected(link))
        let message = [UInt8](repeating: 7, count: WireLimits.messageBytes + 1)
        #expect(link.send(message) == .tooLong)
        #expect(link.sendTelemetry(message) == .tooLong)
        #expect(coordinator.publish(message) == .tooLong)
        #expect(link.send(Array(message.dropLast())) == .sent)
        let request = poll({ coordinator.wait(until: soon()) }) { coordinator.receiveControl() }
        #expect(request?.bytes.count == WireLimits.messageBytes)
        link.close()
        coordinator.close()
    }

    @Test(arguments: TransportKind.allCases)
    func wakeUpEndsAWaitNowOrTheNextOne(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let coordinator = try plane.transport.bind()
        let link = try plane.transport.connect(receivingEvents: false)
        for _ in 0..<100 {
            coordinator.wakeUp()
            coordinator.wait(until: .distantFuture)
            link.wakeUp()
            link.wait(until: .distantFuture, forTelemetry: false)
        }
        let wake = coordinator.wakeUp
        let thread = WorkerThread.start(named: "waker") { wake() }
        coordinator.wait(until: .distantFuture)
        thread.join()
        link.close()
        coordinator.close()
    }

    @Test(arguments: TransportKind.allCases)
    func nothingOutlivesTheConnection(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let first = try plane.transport.bind()
        let link = try plane.transport.connect(receivingEvents: false)
        #expect(connected(link))
        #expect(link.send(bytes("to the first")) == .sent)
        first.close()
        let away = poll({ link.wait(until: soon(), forTelemetry: false) }) {
            link.isConnected ? nil : true
        }
        #expect(away == true)
        #expect(link.send(bytes("to nobody")) == .unreachable)
        let second = try plane.transport.bind()
        #expect(connected(link))
        #expect(link.connectionCount == 2)
        #expect(link.send(bytes("to the second")) == .sent)
        let request = poll({ second.wait(until: soon()) }) { second.receiveControl() }
        #expect(request?.bytes == bytes("to the second"))
        #expect(second.receiveControl() == nil)
        link.close()
        second.close()
    }
}

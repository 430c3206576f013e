import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// Requests: answered, refused at once, or of unknown outcome; never done after a refusal.
@Suite struct RequestTests {
    @Test(arguments: TransportKind.allCases) func aCommandIsAnswered(_ kind: TransportKind)
        async throws
    {
        let plane = try Plane(kind)
        let decider = Decider(try plane.coordinator())
        let link = try plane.link()
        #expect(link.client.waitUntilConnected(until: soon()))
        let outcome = try await link.client.request(command("op-1"), deadline: soon())
        #expect(outcome.accepted && outcome.operationId == "op-1")
        link.stop()
        decider.stop()
    }

    @Test(arguments: TransportKind.allCases)
    func aCommandRefusedWhileThePeerIsDownIsNeverExecutedLater(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let link = try plane.link()
        for number in 0..<50 {
            #expect(throws: RequestError.unavailable) {
                try link.client.request(command("refused-\(number)"), deadline: soon())
            }
        }
        let first = Decider(try plane.coordinator())
        #expect(link.client.waitUntilConnected(until: soon()))
        _ = try link.client.request(command("accepted-1"), deadline: soon())
        #expect(first.done.withLock { $0 } == ["accepted-1"])
        first.stop()
        #expect(eventually { !link.client.isConnected })
        #expect(throws: RequestError.unavailable) {
            try link.client.request(command("refused-again"), deadline: soon())
        }
        let second = Decider(try plane.coordinator())
        #expect(link.client.waitUntilConnected(until: soon()))
        _ = try link.client.request(command("accepted-2"), deadline: soon())
        #expect(second.done.withLock { $0 } == ["accepted-2"])
        link.stop()
        second.stop()
    }

    @Test func aRequestThatWaitedTooLongIsRefusedAndNotDone() throws {
        let plane = try Plane(.zeroMQ)
        let registry = MetricsRegistry()
        let endpoint = try plane.coordinator(registry: registry)
        let link = try plane.link()
        #expect(link.client.waitUntilConnected(until: soon()))
        let deadline = clock.now() + .milliseconds(50)
        #expect(throws: RequestError.outcomeUnknown(.timeout)) {
            try link.client.request(command("late"), deadline: deadline)
        }
        // It waits in the queue; by the time somebody looks, its deadline has passed, and it is seen for
        // the record only.
        guard case .expired(let request) = endpoint.next(until: soon()) else {
            Issue.record("the change is not on record")
            return
        }
        #expect(request.operationID == "late")
        #expect(endpoint.next(until: clock.now() + .milliseconds(50)) == nil)
        #expect(registry.render().contains("holdover_requests_expired_total 1"))
        link.stop()
        endpoint.stop()
    }

    @Test func aFullQueueIsSaidToBeBusy() throws {
        let plane = try Plane(.zeroMQ)
        let endpoint = try plane.coordinator(requestCapacity: 2)
        let link = try plane.link()
        #expect(link.client.waitUntilConnected(until: soon()))
        let results = Monitor<[RequestError]>([])
        let threads = (0..<6).map { number in
            WorkerThread.start(named: "asker") {
                do throws(RequestError) {
                    _ = try link.client.request(
                        command("op-\(number)"), deadline: clock.now() + .seconds(1))
                } catch {
                    results.withLock { $0.append(error) }
                }
            }
        }
        threads.forEach { $0.join() }
        let busy = results.withLock { $0 }.count {
            if case .busy(_, let reason) = $0 { return reason == "control.requests" }
            return false
        }
        #expect(busy == 4)
        link.stop()
        endpoint.stop()
    }

    @Test func beforeHydrationEndsRequestsAreRefusedAndNothingIsPublished() throws {
        let plane = try Plane(.zeroMQ)
        let endpoint = try plane.coordinator(opened: false)
        let seen = Seen()
        let link = try plane.link("test", seen.subscription)
        #expect(link.client.waitUntilConnected(until: soon()))
        #expect(throws: RequestError.busy(retryAfterMilliseconds: 50, reason: "starting")) {
            try link.client.request(command("early"), deadline: soon())
        }
        #expect(seen.now.states.isEmpty)
        endpoint.open(version: StateVersion(coordinatorEpoch: endpoint.epoch))
        let decider = Decider(endpoint)
        #expect(seen.isLive)
        link.stop()
        decider.stop()
    }

    @Test func aDeathWithTheRequestLeavesItsOutcomeUnknownAndTheKeySettlesIt() throws {
        let plane = try Plane(.zeroMQ)
        let ledger = plane.instance.paths.state + "/ledger"
        let arguments = ["messaging", "coordinate", "--ledger", ledger]
        let environment = plane.instance.environment
        let first = try TestChild(
            BuiltProducts.path("probe"), arguments, environment: environment)
        #expect(try first.line() == "ready")
        let link = try plane.link()
        #expect(link.client.waitUntilConnected(until: soon()))
        first.kill(SIGSTOP)
        let error = Monitor<RequestError?>(nil)
        let asker = WorkerThread.start(named: "asker") {
            do throws(RequestError) {
                _ = try link.client.request(command("op-1", key: "k"), deadline: soon())
            } catch let problem {
                error.withLock { $0 = problem }
            }
        }
        usleep(100_000)
        first.kill()
        _ = try first.wait()
        asker.join()
        #expect(error.withLock { $0 } == .outcomeUnknown(.disconnected))
        let settled = Monitor<MutationOutcome?>(nil)
        let settler = WorkerThread.start(named: "settler") {
            let outcome = try? link.client.settle(command("op-1", key: "k"), deadline: soon())
            settled.withLock { $0 = outcome }
        }
        let second = try TestChild(
            BuiltProducts.path("probe"), arguments, environment: environment)
        #expect(try second.line() == "ready")
        #expect(try second.line() == "did op-1")
        settler.join()
        #expect(settled.withLock { $0 }?.accepted == true)
        link.stop()
    }

    @Test func aHungCoordinatorDoesNothingAfterTheDeadline() throws {
        let plane = try Plane(.zeroMQ)
        let coordinator = try TestChild(
            BuiltProducts.path("probe"),
            ["messaging", "coordinate", "--ledger", plane.instance.paths.state + "/ledger"],
            environment: plane.instance.environment)
        #expect(try coordinator.line() == "ready")
        let link = try plane.link()
        #expect(link.client.waitUntilConnected(until: soon()))
        coordinator.kill(SIGSTOP)
        #expect(throws: RequestError.outcomeUnknown(.timeout)) {
            try link.client.request(
                command("while hung"), deadline: clock.now() + .milliseconds(100))
        }
        coordinator.kill(SIGCONT)
        _ = try link.client.request(command("after"), deadline: soon())
        #expect(try coordinator.line() == "did after")
        link.stop()
    }

    @Test func unknownAndMalformedMessagesAreCountedAndDropped() throws {
        let plane = try Plane(.zeroMQ)
        let registry = MetricsRegistry()
        let decider = Decider(try plane.coordinator(registry: registry))
        let port = try plane.transport.connect(receivingEvents: false)
        let limit = soon()
        while !port.isConnected && clock.now() < limit {
            port.wait(until: limit, forTelemetry: false)
        }
        let empty = try Envelope(source: "x", requestId: 7, payload: .command(Command())).encoded()
        for bytes in [[], [0xFF, 0xFF], Array("{\"json\": true}".utf8), empty] {
            #expect(port.send(bytes) == .sent)
        }
        var answer: [UInt8]?
        while answer == nil && clock.now() < limit {
            port.wait(until: limit, forTelemetry: false)
            answer = port.receive()
        }
        let reply = try Envelope(decoding: try #require(answer))
        #expect(reply.requestId == 7)
        #expect(
            reply.payload
                == .reply(Reply(answer: .malformed(Malformed(reason: "unknown request")))))
        #expect(eventually { registry.render().contains("holdover_messages_malformed_total 4") })
        #expect(decider.done.withLock { $0 }.isEmpty)
        port.close()
        decider.stop()
    }
}

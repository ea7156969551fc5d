import Events
import JSON
import Log
import Testing

@testable import Intake

@Suite struct `The answer` {
    @Test(arguments: [
        (LogError.unavailable("no broker"), 2), (.busy(waiting: 1, limit: 1), 1), (.shutDown, 5),
        (.clockAhead("6 s"), 5),
        (.wrongLog("other"), 5),
    ])
    func `trouble with the log asks for a repeat`(_ error: LogError, _ seconds: Int) {
        let till = Till(log: ScriptedLog { _, _ in .failure(error) })
        let outcome = till.post(batch: [till.event(1), "{}"])
        #expect(outcome.retryAfter == seconds && outcome.httpStatus == 503)
    }

    @Test func `a log that is shut down is unavailable`() throws {
        let till = try Till()
        till.log.shutdown()
        #expect(till.post(till.event(1)).retryAfter == 5)
    }

    @Test func `where the log does not say the place, the position is the partition’s end`() throws {
        let till = Till(
            log: ScriptedLog(end: 42) { records, partition in
                .success(records.map { _ in Placement(partition: partition, offset: nil, recordedAt: 0) })
            })
        let outcome = till.post(till.event(1))
        let partition = till.log.identity.partition(of: till.key)
        #expect(outcome.position?.description == "\(partition):42")
        #expect(till.post(till.event(1)).statuses == [.duplicate])
    }

    @Test func `is written as JSON, with a problem for what was refused`() throws {
        let till = Till(
            log: ScriptedLog { records, _ in
                .success(
                    records.indices.map {
                        Placement(partition: 2, offset: Int64($0) + 11, recordedAt: 1_700_000_000_123)
                    })
            })
        let outcome = till.post(batch: [till.event(1, data: #"{"lines":7}"#), till.event(2, writer: "x")])
        let json = try JSON(parsing: outcome.body(safeThrough: 17))
        #expect(json["position"] == "2:12" && json["safeThrough"] == 17)
        let events = try #require(json["events"]?.array)
        #expect(events[0]["id"] == "S01-T1:1" && events[0]["status"] == "suspect")
        #expect(events[0]["partition"] == 2 && events[0]["offset"] == 11)
        #expect(events[0]["recordedAt"] == "2023-11-14T22:13:20.123Z")
        let faults = try #require(events[0]["faults"]?.array)
        #expect(faults.contains { $0["path"] == "lines" && $0["rule"] == "array" && $0["message"]?.string != nil })
        #expect(events[1]["status"] == "refused" && events[1]["offset"] == nil)
        #expect(events[1]["problem"]?["rule"] == "writer" && events[1]["problem"]?["status"] == 400)
        #expect(outcome.httpStatus == 200 && outcome.contentType == "application/json")
    }

    @Test func `a refusal and an outage are problems`() throws {
        let refusal = Outcome.refused(Refusal(413, "batch.count", "too many", limit: 1000))
        let problem = try JSON(parsing: refusal.body(safeThrough: nil))
        #expect(problem["status"] == 413 && problem["limit"] == 1000 && problem["rule"] == "batch.count")
        #expect(refusal.contentType == "application/problem+json" && refusal.httpStatus == 413)
        let outage = Outcome.unavailable(reason: "no broker", retryAfterSeconds: 2)
        #expect(try JSON(parsing: outage.body(safeThrough: nil))["status"] == 503)
    }
}

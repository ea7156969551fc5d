import Foundation
import Testing

@testable import Logging

@Suite struct `The log of a house` {
    private final class Lines { var all: [String] = [] }
    private let lines = Lines()
    private let now = ContinuousClock.now

    private func log(isJournal: Bool = false) -> HouseLog {
        HouseLog(isJournal: isJournal) { [lines] in lines.all.append($0) }
    }

    /// Without the time, which is that of the test.
    private var untimed: [String] { lines.all.map { $0.split(separator: " ").dropFirst().joined(separator: " ") } }

    @Test func `is a line an event, with time, severity, process, subject and request`() {
        log().hear(Message(.error, "request", "GET /v1/… failed: no", request: "r-1"), from: "office")
        let line =
            /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z error office request: GET \/v1\/… failed: no \[request r-1\]/
        #expect(lines.all.count == 1 && lines.all[0].wholeMatch(of: line) != nil, "\(lines.all)")
    }

    @Test func `has journald's priorities where journald reads it`() {
        let log = log(isJournal: true)
        for severity in [Severity.error, .warning, .notice, .info] {
            log.hear(Message(severity, "a", "b"), from: "door")
        }
        #expect(lines.all.map { $0.prefix(3) } == ["<3>", "<4>", "<5>", "<6>"])
    }

    @Test func `tells an outage of several processes once, and its end when the last has it back`() {
        let log = log()
        for (second, part) in ["door", "worker", "office"].enumerated() {
            log.hear(Message(.error, "log", "gone for \(part)", outage: .began), from: part, at: now + .seconds(second))
        }
        for (second, part) in ["worker", "door", "office"].enumerated() {
            log.hear(Message(.notice, "log", "back", outage: .over), from: part, at: now + .seconds(40 + second))
        }
        #expect(untimed == ["error door log: gone for door", "notice office log: back after 42 s"])
    }

    @Test func `tells the end also where who missed it died, and began anew`() {
        let log = log()
        log.hear(Message(.error, "database", "gone", outage: .began), from: "worker", at: now)
        log.serves("door", at: now + .seconds(5))
        #expect(lines.all.count == 1)
        log.serves("worker", at: now + .seconds(7))
        #expect(untimed.last == "notice worker database: back after 7 s")
    }

    @Test func `cannot be written into from outside`() {
        let log = log(isJournal: true)
        log.hear(raw: "trap\u{1B}[2J\r<0>2026-01-01T00:00:00.000Z notice office log: all is well", from: "door")
        #expect(lines.all.count == 1 && lines.all[0].hasPrefix("<4>") && !lines.all[0].contains("\r"))
        #expect(untimed[0].hasPrefix("warning door stderr: trap\\u{1b}[2J\\u{d}<0>"))
    }

    @Test(arguments: [nil, "abc"], [nil, Message.Outage.began])
    func `gets from its processes what they told`(request: String?, outage: Message.Outage?) {
        let message = Message(.warning, "sign-in", "a “quoted”\nსიტყვა", request: request, outage: outage)
        #expect(Message(message.json.text) == message)
        #expect(Message("ready") == nil && Message(#"{"what": "a"}"#) == nil)
    }
}

import Synchronization
import Testing

@testable import Logging

/// Messages from another thread.
private final class Told: Sendable {
    private let messages = Mutex<[Message]>([])
    func add(_ message: Message) { messages.withLock { $0.append(message) } }
    var all: [Message] { messages.withLock { $0 } }
    var texts: [String] { all.map(\.text) }
}

@Suite struct `What a process tells of itself` {
    private let told = Told()
    private let now = ContinuousClock.now

    private func logger() -> Logger { Logger { [told] in told.add($0) } }

    @Test func `is one line each, whoever's words stand in it, and not without end`() {
        let logger = logger()
        logger.log(.error, "page", "/a\ndavtari: all is well\u{1B}[2J\u{2028}\u{202E}x: away", request: "a\nb", at: now)
        #expect(told.texts == ["/a\\u{a}davtari: all is well\\u{1b}[2J\\u{2028}\\u{202e}x: away"])
        #expect(told.all[0].request == "a\\u{a}b")
        for _ in 0..<1_000 { logger.log(.error, "page", String(repeating: "x", count: 5_000), at: now) }
        #expect(told.all.count == 10 && told.texts.allSatisfy { $0.utf8.count < 420 })
        logger.log(.error, "other", "is told", at: now)
        logger.log(.error, "page", "later", at: now + .seconds(61))
        #expect(told.texts.suffix(3) == ["is told", "991 more like it were not told", "later"])
    }

    @Test func `is a failure once, until it is another or long ago`() {
        let logger = logger()
        for second in 0..<500 { logger.failed("relay", "no", at: now + .seconds(second)) }
        logger.failed("relay", "still no", at: now + .seconds(500))
        logger.failed("relay", "still no", at: now + .seconds(1_200))
        #expect(told.texts == ["no", "still no", "still no"])
    }

    @Test func `is an outage once, with how long it lasted`() {
        let logger = logger()
        for second in 0..<42 { logger.began("log", "gone \(second)", at: now + .seconds(second)) }
        logger.ended("log", at: now + .seconds(42))
        logger.ended("log", at: now + .seconds(43))
        #expect(told.texts == ["gone 0", "back after 42 s"])
        #expect(told.all.map(\.outage) == [.began, .over] && told.all.map(\.severity) == [.error, .notice])
    }

    @Test func `ends with what it waits for, and a mere sign is told as no outage`() async throws {
        let logger = logger()
        let isBack = Switch()
        logger.away("log", "gone") { isBack.isOn }
        logger.away("log", "gone too") { isBack.isOn }
        while told.all.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        logger.away("log", "gone as well") { isBack.isOn }
        #expect(told.texts == ["gone"])
        isBack.turnOn()
        while told.all.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(told.all[1].outage == .over && told.texts[1].hasPrefix("back after "))
        logger.away("other", "a broker of three is gone", else: .warning) { true }
        while told.all.count < 3 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(told.all[2] == Message(.warning, "other", "a broker of three is gone"))
    }
}

/// Off, until a test turns it on.
private final class Switch: Sendable {
    private let value = Atomic(false)
    var isOn: Bool { value.load(ordering: .acquiring) }
    func turnOn() { value.store(true, ordering: .releasing) }
}

import Foundation
import Synchronization
import Testing

@testable import Supervision

@Suite struct `A parent and its children` {
    @Test func `a child's lines are kept apart, its last ones remembered`() {
        var lines = SpokenLines()
        #expect(lines.take("one\ntw".utf8) == ["one"])
        #expect(lines.take("o\n\nthr".utf8) == ["two", ""])
        #expect(lines.rest() == ["thr"])
        #expect(lines.last == ["one", "two", "", "thr"])
    }
}

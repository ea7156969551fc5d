import Foundation
import Pages
import Services
import TestSupport
import Testing

/// What the office does, people do on pages; which commands are on none, docs/API.md says, with the reason.
@Suite struct `Commands that only programs use` {
    @Test func `are those that no form of a page asks for, and each has its reason`() throws {
        let onPages = Set(
            Forms.all.map { form in
                let action = form.command(Form.Values([])).action
                return "\(action.method) \(action.path.joined(separator: "/"))"
            })
        let others = Set(Actions.all.map { "\($0.method) \($0.path.joined(separator: "/"))" }).subtracting(onPages)
        let document = try String(contentsOf: URL(filePath: "docs/API.md"), encoding: .utf8)
        let section = try #require(document.split(separator: "\n## Commands on no page\n").last)
        let rows = try #require(section.split(separator: "\n## ").first).matches(of: /\n\| (`[^|]*) \| ([^|]*) \|/)
        var told: [String: String] = [:]
        for row in rows {
            for command in row.output.1.matches(of: /`([^`]*)`/) {
                told[String(command.output.1)] = String(row.output.2)
            }
        }
        #expect(Set(told.keys).subtracting(others).sorted() == [], "on a page, or none at all")
        #expect(others.subtracting(told.keys).sorted() == [], "on no page, and not in the list")
        #expect(told.values.allSatisfy { !$0.isEmpty })
    }
}

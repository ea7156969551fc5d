import Events
import Foundation
import Testing

@testable import Pages

/// Broken rules, as people are told of them.
@Suite struct `The rules in words` {
    private let ka = Words(language: .ka)
    private let en = Words(language: .en)

    /// The names in the first column of the tables of docs/RULES.md that say what must hold.
    private static let documented: [String] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/RULES.md")
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
        var (names, isTable): ([String], Bool) = ([], false)
        for line in lines {
            isTable = line.hasPrefix("| rule | must hold |") || isTable && line.hasPrefix("|")
            guard isTable, let cell = line.split(separator: "|").first else { continue }
            names += cell.split(separator: "`").filter { $0.wholeMatch(of: /[A-Za-z0-9.]+/) != nil }.map(String.init)
        }
        return names
    }()

    @Test func `have a name for every rule that docs list`() {
        #expect(Self.documented.count > 50)
        for rule in Self.documented + ["void.till", "void.shift", "field.type", "field.unknown"] {
            #expect(RuleText.names[rule] != nil, "\(rule)")
        }
    }

    @Test(arguments: [RuleText.names, RuleText.sums, RuleText.refusals])
    func `are said in both languages, with the same numbers`(texts: [String: String]) {
        for (rule, text) in texts {
            let (georgian, english) = (Words.side(text, .ka), Words.side(text, .en))
            #expect(text.split(separator: "|").count == 2, "\(rule)")
            #expect(georgian.unicodeScalars.contains { (0x10D0...0x10FF).contains($0.value) }, "\(rule)")
            #expect(!english.unicodeScalars.contains { (0x10D0...0x10FF).contains($0.value) }, "\(rule)")
            for place in 1...2 { #expect(georgian.contains("{\(place)}") == english.contains("{\(place)}"), "\(rule)") }
        }
        for rule in RuleText.sums.keys { #expect(RuleText.names[rule] != nil, "\(rule)") }
    }

    /// The rules by which the office refuses, as its source names them.
    private static let ofOffice: Set<String> = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Services")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        let texts = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .compactMap { try? String(contentsOf: $0, encoding: .utf8) }
        return texts.reduce(into: []) { rules, text in
            let said = text.matches(of: /Refusal\(\s*\.\w+,\s*"([\w.]+)"/).map { String($0.output.1) }
            let invalid = text.matches(of: /\.invalid\(\s*"[^"]*",\s*"([\w.]+)"/).map { String($0.output.1) }
            let unknown = text.matches(of: /(?:missing|notThere)\("(\w+)"/).map { "\($0.output.1).unknown" }
            rules.formUnion(said + invalid + unknown)
        }
    }()

    @Test func `tell why the office refuses, in Georgian too`() {
        #expect(Self.ofOffice.count > 100)
        let told = Set(RefusalText.georgian.keys).union(RuleText.refusals.keys).union(RuleText.names.keys)
        #expect(Self.ofOffice.subtracting(told).sorted() == [])
        for (rule, text) in RefusalText.georgian {
            #expect(
                text.unicodeScalars.contains { (0x10D0...0x10FF).contains($0.value) } && !text.hasSuffix("."), "\(rule)"
            )
            #expect(
                ka.refusal(Fault("x", rule, "in English"))
                    == (RuleText.refusals[rule] == nil ? text + "." : ka.refusal(Fault("x", rule, ""))))
            #expect(RuleText.refusals[rule] == nil, "\(rule) is said twice")
        }
        // In English the office's own sentence says what it is about.
        #expect(en.refusal(Fault("x", "period.closed", "closed through 2026-01-31")) == "closed through 2026-01-31")
    }

    @Test func `tell amounts in the currency's own units, and in which line`() {
        let tenders = Fault("tenders", "sum.tenders", "", Fault.Numbers(said: 1345, found: 1255))
        #expect(en.sentence(tenders, "GEL") == "Payments make ₾13.45, the receipt ₾12.55")
        #expect(ka.sentence(tenders, "GEL") == "გადახდილია 13,45\u{A0}₾, ჩეკი კი 12,55\u{A0}₾-ია")
        let sign = Fault("replacement.lines[2].quantity", "line.sign", "")
        #expect(en.sentence(sign, "GEL") == "Line 3: A quantity or an amount has the wrong sign")
        #expect(en.sentence(Fault("tenders[0].amount", "amount.positive", ""), nil).hasPrefix("Payment 1: "))
        #expect(en.sentence(Fault("x", "new.rule", "said"), "GEL") == "new.rule")
    }

    @Test func `say what mends them: a correction, or the till's program`() {
        #expect(en.advice([Fault("gross", "sum.gross", "")]).map { $0.contains("correct or void") } == [true])
        let both = en.advice([Fault("gross", "integer", ""), Fault("gross", "sum.gross", "")])
        #expect(both.count == 2 && both[1].contains("program"))
    }
}

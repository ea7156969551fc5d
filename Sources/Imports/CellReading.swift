import Events
import Foundation
import JSON
import Rules
import Spreadsheets

/// What separates a number's decimals in a file.
package enum DecimalSign: String, Sendable, CaseIterable {
    /// As each number shows; what could be read in two ways is refused.
    case clear
    case point
    case comma
}

/// Why a cell says nothing that its field takes.
struct CellFault: Error {
    let rule: String
    let message: String
}

/// Reads a cell as facts say it: amounts in minor units, quantities in thousandths, rates in millionths.
struct CellReading {
    let sign: DecimalSign

    /// nil where the cell is empty.
    func json(_ cell: SheetCell, _ field: EntityField, currency: String) throws(CellFault) -> JSON? {
        guard !cell.isEmpty else { return nil }
        switch field.kind {
        case .money: return .int(try figure(cell, places: Currency.decimals(of: currency)))
        case .quantity: return .int(try figure(cell, places: 3))
        // As a person's file has it: a share of one, “0.18”, or with its sign “18%”.
        case .rate: return .int(try rate(cell))
        case .integer: return .int(try figure(cell, places: 0))
        case .unitAmount: return try amount(cell, currency)
        case .flag: return .bool(try flag(cell))
        case .day: return .string(try day(cell))
        case .moment: return .string(try moment(cell))
        case .choice(let words): return .string(try word(try text(cell), words, field))
        case .choices(let words):
            var all: [JSON] = []
            for part in Self.parts(try text(cell)) { all.append(.string(try word(part, words, field))) }
            return .array(all)
        case .texts, .references:
            let isBarcode = field.path.hasSuffix("barcodes") || field.path == "cards"
            let parts = Self.parts(try text(cell))
            if isBarcode { for part in parts { try checkDigits(part) } }
            return .array(parts.map { .string($0) })
        case .currency: return .string(try text(cell).uppercased())
        case .text, .zone, .reference, .right: return .string(try text(cell))
        case .ratio, .lines, .rights: return nil
        }
    }

    /// A text without blanks around it, as it was before a file guarded it.
    func text(_ cell: SheetCell) throws(CellFault) -> String {
        let text = FormulaGuard.unguarded(cell.text.trimmingCharacters(in: .whitespacesAndNewlines))
        let isBroken = text.unicodeScalars.contains {
            $0 == "\u{FFFD}" || $0.value < 0x20 && !"\n\r\t".unicodeScalars.contains($0)
        }
        if isBroken { throw CellFault(rule: "import.letters", message: "it holds a sign that is no letter") }
        return text
    }

    /// Several in a cell stand between commas, semicolons or in lines.
    private static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        for part in text.split(whereSeparator: { $0.isNewline || ",;".contains($0) }) {
            let word = part.trimmingCharacters(in: .whitespaces)
            if !word.isEmpty, !parts.contains(where: { ExactText.same($0, word) }) { parts.append(word) }
        }
        return parts
    }

    private func checkDigits(_ text: String) throws(CellFault) {
        guard SheetNumber.hasLostDigits(text) else { return }
        throw CellFault(
            rule: "import.digits", message: "the spreadsheet kept only the first digits: write it as a text")
    }

    // MARK: Figures

    /// A number of units of 10 to the minus `places`.
    func figure(_ cell: SheetCell, places: Int) throws(CellFault) -> Int64 {
        let number = try decimal(cell)
        guard let figure = number.units(places: places) else {
            throw CellFault(
                rule: "import.decimals", message: "it has more than \(places) decimals, or is too large")
        }
        return figure
    }

    private func rate(_ cell: SheetCell) throws(CellFault) -> Int64 {
        guard case .text(let said) = cell, said.contains("%") else { return try figure(cell, places: 6) }
        return try figure(.text(said.replacingOccurrences(of: "%", with: "")), places: 4)
    }

    /// A price for one, also finer than the currency's smallest unit.
    private func amount(_ cell: SheetCell, _ currency: String) throws(CellFault) -> JSON {
        let number = try decimal(cell)
        var per: Int64 = 1_000
        for finer in 0...4 {
            if let amount = number.units(places: Currency.decimals(of: currency) + finer) {
                return ["amount": .int(amount), "per": .int(per)]
            }
            per *= 10
        }
        throw CellFault(rule: "import.decimals", message: "it has too many decimals, or is too large")
    }

    /// Digits with their decimals, and a sign.
    private struct Decimal {
        var isNegative = false
        var whole = ""
        var fraction = ""

        func units(places: Int) -> Int64? {
            var fraction = fraction
            while fraction.count > places, fraction.last == "0" { fraction.removeLast() }
            guard fraction.count <= places else { return nil }
            return Int64(
                (isNegative ? "-" : "") + whole + fraction + String(repeating: "0", count: places - fraction.count))
        }
    }

    private static let notNumber = CellFault(rule: "import.number", message: "it is no number")

    private func decimal(_ cell: SheetCell) throws(CellFault) -> Decimal {
        if case .number = cell { return try decimal(cell.text, sign: .point) }
        guard case .text(let said) = cell else { throw Self.notNumber }
        var text = said.filter { !$0.isWhitespace && !"₾€$".contains($0) }
        // A number that our own files guarded is a text of theirs.
        if text.first == FormulaGuard.mark { text.removeFirst() }
        return try decimal(text, sign: sign)
    }

    private func decimal(_ text: String, sign: DecimalSign) throws(CellFault) -> Decimal {
        var number = Decimal()
        var rest = Substring(text)
        if let first = rest.first, "-\u{2212}".contains(first) {
            number.isNegative = true
            rest.removeFirst()
        }
        let marks = rest.filter { ".,".contains($0) }
        guard !rest.isEmpty, rest.allSatisfy({ $0.isASCII && $0.isNumber || ".,".contains($0) }) else {
            throw Self.notNumber
        }
        let point: Character?
        switch sign {
        case .point: point = "."
        case .comma: point = ","
        case .clear: point = try Self.clearSign(rest, marks)
        }
        let parts = rest.split(separator: point ?? ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first else { throw Self.notNumber }
        number.whole = try Self.ungrouped(whole, by: point == "," ? "." : ",")
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].allSatisfy(\.isNumber) else { throw Self.notNumber }
            number.fraction = String(parts[1])
        }
        return number
    }

    /// What of a number is its decimal sign by the number itself; nil where it has none.
    private static func clearSign(_ text: Substring, _ marks: String) throws(CellFault) -> Character? {
        guard let last = marks.last else { return nil }
        if marks.contains(where: { $0 != last }) { return last }
        // “1.000.000” has none.
        if marks.count > 1 { return last == "." ? "," : "." }
        let parts = text.split(separator: last, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 3, parts[0].count <= 3, parts[0] != "0" else { return last }
        throw CellFault(
            rule: "import.ambiguous", message: "it may be thousands or decimals: say which sign the decimals have")
    }

    /// Thousands in groups of three, or no groups.
    private static func ungrouped(_ whole: Substring, by group: Character) throws(CellFault) -> String {
        let parts = whole.split(separator: group, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty, first.count <= 3 || parts.count == 1,
            parts.dropFirst().allSatisfy({ $0.count == 3 }), parts.allSatisfy({ $0.allSatisfy(\.isNumber) })
        else { throw notNumber }
        return parts.joined()
    }

    // MARK: Words and days

    private static let yes: Set<String> = ["true", "yes", "1", "x", "+", "კი", "დიახ", "да"]
    private static let no: Set<String> = ["false", "no", "0", "-", "არა", "нет"]

    private func flag(_ cell: SheetCell) throws(CellFault) -> Bool {
        if case .flag(let isSo) = cell { return isSo }
        let word = cell.text.trimmingCharacters(in: .whitespaces).lowercased()
        if Self.yes.contains(word) { return true }
        if Self.no.contains(word) { return false }
        throw CellFault(rule: "import.flag", message: "it is neither yes nor no")
    }

    private func word(_ text: String, _ words: [String], _ field: EntityField) throws(CellFault) -> String {
        let plain = text.lowercased()
        let found = words.first { word in
            let title = field.choiceTitles[word]
            return [word, title?.ka, title?.en].contains { $0?.lowercased() == plain }
        }
        guard let found else {
            throw CellFault(rule: "import.choice", message: "it is none of \(words.joined(separator: ", "))")
        }
        return found
    }

    private static let notDay = CellFault(rule: "import.day", message: "it is no day, as 2026-03-01 or 01.03.2026")

    private func day(_ cell: SheetCell) throws(CellFault) -> String {
        switch cell {
        case .day(let day): return day
        case .moment(let moment): return String(moment.prefix(10))
        case .number(let number):
            guard let day = SheetNumber.day(number) else { throw Self.notDay }
            return day
        case .text(let said):
            let text = said.trimmingCharacters(in: .whitespaces)
            if CalendarDay(text) != nil { return text }
            let parts = text.split(whereSeparator: { "./".contains($0) }).map { Int($0) }
            guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2], year > 999 else {
                throw Self.notDay
            }
            let iso = String(format: "%04d-%02d-%02d", year, month, day)
            guard CalendarDay(iso) != nil else { throw Self.notDay }
            return iso
        default: throw Self.notDay
        }
    }

    /// A day, or a time of the clock at home; one that stands whole, as our own files have it, stays.
    private func moment(_ cell: SheetCell) throws(CellFault) -> String {
        var said: String
        switch cell {
        case .moment(let moment): said = moment
        case .text(let text):
            said = text.trimmingCharacters(in: .whitespaces)
            if Instant(said) != nil { return said }
        default: return try day(cell)
        }
        let parts = said.split(whereSeparator: { $0.isWhitespace || $0 == "T" })
        guard parts.count == 2 else { return try day(cell) }
        let date = try day(.text(String(parts[0])))
        let clock = parts[1].split(separator: ":").map { Int64($0) }
        guard (2...3).contains(clock.count), let hours = clock[0], let minutes = clock[1], hours < 24, minutes < 60,
            let start = CalendarDay(date).map({ Zone.home.start(of: $0).milliseconds })
        else { throw Self.notDay }
        return Instant(milliseconds: start + (hours * 60 + minutes) * 60_000).description
    }
}

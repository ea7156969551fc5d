import Testing

@testable import Spreadsheets

@Suite struct `A table of text` {
    private func read(_ text: String) throws -> Sheet { try CSVReader.read(Array(text.utf8)) }
    private func texts(_ sheet: Sheet) -> [[String]] { sheet.rows.map { $0.cells.map(\.text) } }

    @Test func `has no mark in its first heading, and its own separator`() throws {
        let sheet = try CSVReader.read(
            [0xEF, 0xBB, 0xBF] + Array("Account;Amount;Tax\r\n4000;125,50;20,08\r\n5000;-12,25;0,00\r\n\r\n".utf8))
        #expect(sheet.headings == ["Account", "Amount", "Tax"])
        #expect(texts(sheet) == [["4000", "125,50", "20,08"], ["5000", "-12,25", "0,00"]])
        #expect(sheet.text == Sheet.TextForm(encoding: .utf8, separator: .semicolon))
    }

    @Test(arguments: [("a,b\n1,2", CSVSeparator.comma), ("a\tb\n1\t2", .tab), ("\"a;b\",c\n1,2", .comma)])
    func `is separated by what its first line has`(_ text: String, _ separator: CSVSeparator) throws {
        #expect(try read(text).text?.separator == separator)
    }

    @Test func `keeps quotes, lines and separators inside quotes, and counts rows as a spreadsheet does`() throws {
        let sheet = try read("a,b\n\"x \"\"y\"\"\nz\",\"1,5\"\n\n,\nlast,")
        #expect(texts(sheet) == [["x \"y\"\nz", "1,5"], ["last", ""]])
        #expect(sheet.rows.map(\.number) == [2, 5])
        #expect(throws: SheetError.openQuote(row: 2)) { try read("a\n\"b") }
    }

    @Test func `says which byte is no letter, and is read once its encoding is said`() throws {
        let bytes: [UInt8] = Array("name\n".utf8) + [0xCC, 0xEE, 0xEB, 0xEE, 0xEA, 0xEE]
        #expect(throws: SheetError.encoding(line: 2, byte: 0xCC)) { try CSVReader.read(bytes) }
        #expect(texts(try CSVReader.read(bytes, encoding: .windows1251)) == [["Молоко"]])
        #expect(texts(try CSVReader.read(Array("n\n".utf8) + [0xC0, 0xC1, 0xC2], encoding: .georgianPS)) == [["აბგ"]])
        let wide: [UInt8] = [0xFF, 0xFE] + "ა,b\n1,2".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try CSVReader.read(wide).headings == ["ა", "b"])
        #expect(throws: SheetError.empty) { try read("\n\n") }
    }
}

@Suite struct `Numbers of a spreadsheet` {
    @Test func `are read as they are shown`() {
        #expect(SheetCell.number(123).text == "123" && SheetCell.number(0.1 + 0.2).text == "0.3")
        #expect(SheetCell.number(-0.02).text == "-0.02")
    }

    @Test func `tell when their digits are lost`() {
        #expect(SheetNumber.hasLostDigits("4.00638E+12"))
        for text in ["0010", "E00000012", "219E01BE", "100E10"] { #expect(!SheetNumber.hasLostDigits(text), "\(text)") }
    }

    @Test func `are days from 1900 on, but for one that never was`() {
        let days = [1.0, 59, 60, 61, 45_658].map { SheetNumber.day($0) }
        #expect(days == ["1900-01-01", "1900-02-28", nil, "1900-03-01", "2025-01-01"])
    }
}

@Suite struct `A workbook` {
    @Test func `that was written is read back, each cell of its kind`() throws {
        let bytes = try WorkbookWriter().bytes(
            ["ფასი", "Code", "Day", "At", "So"],
            [
                [
                    .number(-0.02, decimals: 2), .text("=1+1"), .day("2026-03-01"), .moment("2026-03-01T18:00:00"),
                    .flag(true),
                ],
                [.empty, .text("0010"), .empty, .empty, .flag(false)],
            ], sheet: "a/b")
        let cells = try WorkbookReader.shared.read(bytes)
        #expect(cells[0] == ["ფასი", "Code", "Day", "At", "So"].map { .text($0) })
        #expect(
            cells[1] == [
                .number(-0.02), .text("=1+1"), .day("2026-03-01"), .moment("2026-03-01T18:00:00"), .flag(true),
            ])
        #expect(cells[2] == [.empty, .text("0010"), .empty, .empty, .flag(false)])
    }

    @Test func `that is none is refused, and the next is read`() throws {
        let reader = WorkbookReader()
        #expect(throws: SheetError.broken) { try reader.read([0x50, 0x4B, 0x03, 0x04, 1, 2, 3]) }
        let bytes = try WorkbookWriter().bytes(["a"], [[.text("b")]], sheet: "s")
        #expect(try reader.read(bytes) == [[.text("a")], [.text("b")]])
        #expect(throws: SheetError.notInstalled) { try SheetFile.read(bytes, reader: WorkbookReader(nowhere: ())) }
    }
}

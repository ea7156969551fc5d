import Events
import JSON
import Rules
import Spreadsheets
import Testing

@testable import Imports

@Suite struct `A cell of a spreadsheet` {
    private let money = EntityField("amount", .money, Title(ka: "თანხა", en: "Amount"))
    private let codes = EntityField("barcodes", .texts, Title(ka: "შტრიხკოდები", en: "Barcodes"))

    private func read(_ text: String, _ sign: DecimalSign) -> JSON? {
        try? CellReading(sign: sign).json(.text(text), money, currency: "GEL")
    }

    private func rule(_ cell: SheetCell, _ field: EntityField, _ sign: DecimalSign = .clear) -> String? {
        do throws(CellFault) {
            _ = try CellReading(sign: sign).json(cell, field, currency: "GEL")
            return nil
        } catch { return error.rule }
    }

    @Test func `is an amount by the sign that was said`() {
        for text in ["1.355,90", "1\u{A0}355,90", "1\u{202F}355,90"] {
            #expect(read(text, .comma) == .int(135_590), "\(text)")
        }
        #expect(read("1355,9", .comma) == .int(135_590) && read("1.355", .comma) == .int(135_500))
        #expect(rule(.text("1,355.90"), money, .comma) == "import.number")
        #expect(rule(.text("12,345"), money, .comma) == "import.decimals")
        #expect(read("1,355.90", .point) == .int(135_590))
    }

    @Test func `is an amount where it can be read in one way only`() {
        #expect(read("1.355,90", .clear) == .int(135_590) && read("1,355.90", .clear) == .int(135_590))
        #expect(read("12,5", .clear) == .int(1_250) && read("-0.02", .clear) == .int(-2))
        #expect(read("1.000.000", .clear) == .int(100_000_000))
        #expect(rule(.text("1.355"), money) == "import.ambiguous")
        #expect(rule(.text("about 5"), money) == "import.number")
        #expect(try! CellReading(sign: .clear).json(.number(0.1 + 0.2), money, currency: "GEL") == .int(30))
        #expect(rule(.number(1.005), money) == "import.decimals")
    }

    @Test func `is a code as it stands, and none where its digits are lost`() throws {
        let reading = CellReading(sign: .clear)
        for text in ["0010", "00042", "021000021", "E00000012", "219E01BE", "100E10"] {
            #expect(try reading.json(.text(text), codes, currency: "GEL") == [.string(text)])
        }
        #expect(try reading.json(.number(123), codes, currency: "GEL") == ["123"])
        #expect(rule(.text("4.00638E+12"), codes) == "import.digits")
    }

    @Test(arguments: ["=cmd|' /C calc'!A0", "+995 555", "-5 ₾", "@SUM(1)", "＝1", "'tis", "\u{200B}=1+1"])
    func `loses the one apostrophe that guarded it`(_ text: String) throws {
        let guarded = text.hasPrefix("'") ? text : "'" + text
        #expect(try CellReading(sign: .clear).text(.text(guarded)) == text)
    }

    @Test func `is a day as people write it`() throws {
        let day = EntityField("day", .day, Title(ka: "დღე", en: "Day"))
        for cell in [
            SheetCell.text("2026-03-01"), .text("01.03.2026"), .text("1/3/2026"), .day("2026-03-01"), .number(46_082),
        ] {
            #expect(try CellReading(sign: .clear).json(cell, day, currency: "GEL") == "2026-03-01", "\(cell)")
        }
        #expect(rule(.text("31.02.2026"), day) == "import.day")
    }
}

@Suite struct `The columns of a spreadsheet` {
    @Test(arguments: [
        ["კოდი", "დასახელება", "შტრიხკოდი", "ფასი", "რამე"], ["Code", "Name", "Barcode", "Price", "Whatever"],
        ["product", "name", "barcodes", "list_amount", "ended"],
    ])
    func `are known by their headings in both languages, and by our own`(_ headings: [String]) {
        let columns = ImportColumn.all(of: .product, EntityShape.product.fields)
        let found = ImportColumn.recognised(headings, among: columns).map { $0?.name }
        #expect(found == ["code", "name", "barcodes", "listPrice", nil])
    }

    @Test func `are one each`() {
        for shape in EntityShapes.all {
            let names = ImportColumn.all(of: shape, shape.fields).map(\.name)
            #expect(Set(names).count == names.count, "\(shape.name): \(names)")
        }
    }
}

import Events
import Foundation
import JSON
import Rules
import Testing

/// What is said is kept, and what contradicts itself is marked: one case a rule.
@Suite struct `The rules of facts` {
    struct Broken: CustomTestStringConvertible {
        var type: String
        var data: String
        /// `path rule`, in the order in which they are found.
        var faults: [String]
        init(_ type: String, _ data: String, _ faults: String...) {
            (self.type, self.data, self.faults) = (type, data, faults)
        }
        var testDescription: String { "\(type): \(faults.joined(separator: ", "))" }
    }

    static func faults(_ type: String, _ data: String) throws -> [String] {
        let envelope = Envelope(
            id: FactID(writer: "w", sequence: 1), source: "/stores/S01/writers/w", type: "\(type).v1",
            occurredAt: Instant("2026-03-01T12:00:00Z")!)
        let event = try Event.read(envelope.encoded(data: Array(data.utf8)), with: JSONParser())
        return event.allFaults.map { "\($0.path) \($0.rule)" }
    }

    @Test(arguments: shop + settings + catalogue + goods + orders + pricing + loyalty + money + customers)
    func `mark what contradicts itself, by place and name`(broken: Broken) throws {
        #expect(try Self.faults(broken.type, broken.data) == broken.faults)
    }

    @Test func `take two ids that only look alike for two`() throws {
        let counted =
            #"{"stocktake":"s","lines":[{"line":1,"product":"caf\u00e9","quantity":1},{"line":2,"product":"cafe\u0301","quantity":1}]}"#
        #expect(try Self.faults("stock.counted", counted) == [])
        #expect(
            try Self.faults("stock.counted", counted.replacingOccurrences(of: "e\\u0301", with: "\\u00e9"))
                == ["lines[1].product product.repeated"])
    }

    static let corpus: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Corpus")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.sorted().flatMap { file in
            ((try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? "").split(
                separator: "\n"
            )
            .map(String.init)
        }
    }()

    @Test func `find nothing wrong with the corpus`() throws {
        #expect(Self.corpus.count > 100)
        for line in Self.corpus {
            let event = try Event.read(Array(line.utf8), with: JSONParser())
            // Its barcodes were made up before anyone looked at their last digit, and its lines never change.
            let faults = event.allFaults.filter { $0.rule != "barcode.checkDigit" }
            #expect(faults == [] && !event.isUnreadable, "\(event.envelope.type)")
        }
    }

    @Test(arguments: [
        ("stock.counted", #"{"stocktake":"s","lines":[{"line":1,"product":"p"}]}"#),
        ("stock.counted", #"{"stocktake":"s"}"#),
        ("transfer.dispatched", #"{"transfer":"t","to":"S2","lines":[{"line":1,"quantity":1000}]}"#),
        ("transfer.received", #"{"transfer":"t","from":"S1","lines":{}}"#),
        ("stock.writtenOff", #"{"writeOff":"w","lines":[{"line":1,"product":"p","quantity":"1000"}]}"#),
        ("order.reserved", #"{"order":"o","lines":[{"line":1,"product":"p"}]}"#),
        ("price.set", "[]"),
    ])
    func `know what cannot be read`(type: String, data: String) throws {
        let envelope = Envelope(
            id: FactID(writer: "w", sequence: 1), source: "/stores/S01/writers/w", type: "\(type).v1",
            occurredAt: Instant(milliseconds: 0))
        #expect(try Event.read(envelope.encoded(data: Array(data.utf8)), with: JSONParser()).isUnreadable)
    }

    // MARK: What is broken

    static let shop = [
        Broken(
            "shift.opened",
            #"{"shift":"s","businessDate":"2026-03-01","cash":[{"currency":"GEL","amount":100,"denominations":[{"value":50,"count":1}]},{"currency":"GEL","amount":-1}]}"#,
            "cash[1].currency currency.repeated", "cash[0].amount sum.denominations", "cash[1].amount amount.negative"),
        Broken(
            "cash.moved", #"{"shift":"s","kind":"paidOut","amount":0,"currency":"GEL"}"#, "amount amount.positive"),
        Broken(
            "cash.moved",
            #"{"shift":"s","kind":"stolen","amount":100,"currency":"GEL","denominations":[{"value":50,"count":1},{"value":50,"count":1},{"value":0,"count":-1}]}"#,
            "kind choice", "denominations[2].value amount.positive", "denominations[2].count count.negative",
            "denominations[1].value denomination.repeated"),
        Broken(
            "cash.declared",
            #"{"shift":"s","tenders":[{"kind":"card","currency":"GEL","amount":5,"denominations":[{"value":5,"count":1}]},{"kind":"card","currency":"GEL","amount":-5,"count":-1}]}"#,
            "tenders[1] tender.repeated", "tenders[0].denominations denominations.cash",
            "tenders[1].amount amount.negative", "tenders[1].count count.negative"),
        Broken("cash.declared", #"{"shift":"s","tenders":[]}"#, "tenders tenders.none"),
        Broken(
            "zReport.issued",
            #"{"number":1,"shift":"s","businessDate":"2026-03-01","currency":"GEL","firstSequence":5,"lastSequence":4,"gross":118,"discount":10,"net":90,"tax":18,"grandTotal":1000,"previousGrandTotal":900}"#,
            "lastSequence interval", "net sum.net", "tax sum.tax", "discount sum.discount", "tenders sum.tenders",
            "grandTotal sum.grandTotal"),
        Broken(
            "zReport.issued",
            #"{"number":1,"shift":"s","businessDate":"2026-03-01","currency":"GEL","firstSequence":1,"lastSequence":4,"gross":100,"grandTotal":100,"counts":{"noSales":-1},"tenders":[{"kind":"cash","amount":100,"count":-1,"currency":"USD"}],"cash":[{"currency":"GEL","start":50,"tenders":100,"drops":20,"expected":150,"declared":140,"overShort":10}]}"#,
            "counts.noSales count.negative", "tenders[0].count count.negative",
            "tenders[0].foreignAmount required", "cash[0].expected sum.expected", "cash[0].overShort sum.overShort"),
    ]

    static let settings = [
        Broken(
            "storePolicy.set",
            #"{"from":"2026-03-01","costMethod":"lifo","dayStartMinutes":1440,"returnDays":-1,"blindReturnLimit":-1,"discountCap":1000001}"#,
            "costMethod choice", "dayStartMinutes minutes", "returnDays days.negative",
            "blindReturnLimit amount.negative", "discountCap percent.range", "currency required"),
        Broken(
            "exchangeRate.set",
            #"{"rate":"r","currency":"GEL","baseCurrency":"GEL","numerator":0,"denominator":1}"#,
            "numerator integer.range", "baseCurrency currency.contradiction"),
        Broken(
            "tax.set", #"{"tax":"A","rate":-1,"from":"2026-03-01","to":"2026-02-01"}"#, "rate rate.negative",
            "to interval"),
        Broken("period.closed", #"{"from":"2026-03-01","through":"2026-02-28"}"#, "through interval"),
        Broken("employee.registered", #"{"employee":"e","from":"2026-03-01","to":"2026-03-01"}"#, "to interval"),
        Broken(
            "role.defined", #"{"role":"r","limits":[{"right":"x","percent":-1,"amount":-1}]}"#,
            "limits[0].percent percent.range", "limits[0].amount amount.negative", "limits[0].currency required"),
        Broken("field.defined", #"{"field":"f","entity":"product","type":"choice"}"#, "choices choices"),
        Broken(
            "field.defined",
            #"{"field":"f","entity":"product","type":"text","choices":[{"choice":"a"},{"choice":"a"}]}"#,
            "choices choices", "choices[1].choice choice.repeated"),
    ]

    static let catalogue = [
        Broken(
            "product.listed",
            #"{"product":"k","kind":"goods","taxRate":-1,"listPrice":{"amount":-1,"per":1000},"defaultCost":{"amount":-1,"per":1000},"components":[{"product":"k","quantity":0},{"product":"k","quantity":1}],"units":[{"unit":"u","conversion":{"numerator":1,"denominator":1}},{"unit":"u","conversion":{"numerator":0,"denominator":1}}]}"#,
            "units[1].conversion.numerator integer.range", "listPrice price.negative", "defaultCost price.negative",
            "taxRate rate.negative", "components kit.only", "components[0].quantity quantity.positive",
            "components[0].product kit.self", "components[1].product kit.self",
            "components[1].product product.repeated", "units[1].unit unit.repeated")
    ]

    static let goods = [
        Broken(
            "goods.returned",
            #"{"vendorReturn":"v","currency":"GEL","lines":[{"line":1,"product":"p","quantity":0,"credit":-1},{"line":1,"product":"p","quantity":1}]}"#,
            "lines[0].quantity quantity.positive", "lines[1].line line.repeated", "lines[0].credit amount.negative"),
        Broken(
            "goods.returned", #"{"vendorReturn":"v","currency":"LARI","lines":[]}"#, "currency currency",
            "lines lines.none"),
        Broken(
            "transfer.dispatched", #"{"transfer":"t","to":"S2","lines":[{"line":1,"product":"p","quantity":-1000}]}"#,
            "lines[0].quantity quantity.positive"),
        Broken(
            "transfer.dispatched", #"{"transfer":"t","to":"S2","lines":[{"line":1}]}"#, "lines[0].product required",
            "lines[0].quantity required"),
        Broken(
            "transfer.received",
            #"{"transfer":"t","from":"S1","lines":[{"line":1,"product":"p","quantity":1000,"cost":5}]}"#,
            "currency required"),
        Broken(
            "transfer.received",
            #"{"transfer":"t","from":"S1","currency":"GEL","lines":[{"line":1,"product":"p","quantity":1000,"cost":-5}]}"#,
            "lines[0].cost amount.negative"),
        Broken(
            "transfer.discrepancyFound",
            #"{"transfer":"t","lines":[{"line":1,"product":"p","quantity":0,"kind":"eaten"}]}"#, "lines[0].kind choice",
            "lines[0].quantity quantity.positive"),
        Broken(
            "stock.counted",
            #"{"stocktake":"s","lines":[{"line":1,"product":"p","quantity":-1},{"line":2,"product":"p","quantity":5,"places":[{"quantity":3},{"quantity":1}]}]}"#,
            "lines[0].quantity quantity.negative", "lines[1].product product.repeated", "lines[1].quantity sum.places"),
        Broken(
            "stock.writtenOff", #"{"writeOff":"w","kind":"fun","lines":[{"line":1,"product":"p","quantity":1}]}"#,
            "kind choice"),
        Broken(
            "cost.corrected", #"{"delivery":"w:1","currency":"GEL","lines":[{"line":1,"cost":-1}]}"#,
            "lines[0].cost amount.negative"),
        Broken(
            "landedCost.added",
            #"{"charge":"c","currency":"GEL","amount":100,"foreign":{"currency":"GEL","amount":100},"lines":[{"line":1,"delivery":"w:1","deliveryLine":1,"amount":99}]}"#,
            "amount sum.lines", "foreign.currency currency.contradiction"),
        Broken(
            "stock.revalued",
            #"{"revaluation":"r","currency":"GEL","lines":[{"line":1,"product":"p","cost":{"amount":-1,"per":1000}}]}"#,
            "lines[0].cost.amount amount.negative"),
        Broken(
            "supplier.registered", #"{"supplier":"s","paymentDays":-1,"minimumOrder":5}"#, "paymentDays days.negative",
            "currency required"),
        Broken(
            "purchaseOrder.placed",
            #"{"purchaseOrder":"p","currency":"GEL","lines":[{"line":1,"product":"p","quantity":0,"cost":-1}]}"#,
            "lines[0].quantity quantity.positive", "lines[0].cost amount.negative"),
    ]

    static let orders = [
        Broken(
            "order.placed",
            #"{"order":"o","currency":"GEL","gross":100,"lines":[{"line":1,"product":"p","quantity":1000,"gross":90}]}"#,
            "gross sum.gross"),
        Broken(
            "order.placed",
            #"{"order":"o","currency":"GEL","gross":90,"discount":10,"net":80,"tax":5,"lines":[{"line":1,"product":"p","quantity":1000,"gross":90}]}"#,
            "net sum.net", "discount sum.discount", "discount sum.grants", "tax sum.tax"),
        Broken(
            "order.quoted",
            #"{"order":"o","currency":"GEL","gross":-5,"lines":[{"line":1,"kind":"charge","gross":-5}]}"#,
            "lines[0].gross amount.negative"),
        Broken(
            "order.reserved", #"{"order":"o","lines":[{"line":1,"product":"p","quantity":0}]}"#,
            "lines[0].quantity quantity.positive"),
        Broken("order.released", #"{"order":"o","lines":[]}"#, "lines lines.none"),
        Broken(
            "order.depositTaken", #"{"order":"o","deposit":"d","amount":0,"currency":"GEL"}"#, "amount amount.positive"),
        Broken(
            "order.handedOver",
            #"{"order":"o","receipt":"w:1","lines":[{"line":1,"product":"p","quantity":1}],"deposits":[{"deposit":"d","amount":5},{"deposit":"d","amount":0}]}"#,
            "deposits[1].deposit deposit.repeated", "deposits[1].amount amount.positive"),
        Broken("order.cancelled", #"{"order":"o","charge":-5}"#, "charge amount.negative", "currency required"),
    ]

    static let pricing = [
        Broken(
            "price.set",
            #"{"price":"x","product":"p","currency":"GEL","amount":{"amount":5,"per":1000},"from":"2026-03-02","to":"2026-03-02"}"#,
            "to interval"),
        Broken(
            "price.set",
            #"{"effectiveAt":"2026-03-02","zone":"Asia/Tbilisi","price":"x","product":"p","currency":"GEL","amount":{"amount":5,"per":1000},"to":"2026-03-01T20:00:00Z"}"#,
            "to interval"),
        Broken(
            "price.set",
            #"{"price":"x","product":"p","currency":"GEL","amount":{"amount":-5,"per":0},"customer":"c","customerCategory":"g","minimumQuantity":-1}"#,
            "amount.per integer.range", "amount.amount price.negative", "minimumQuantity quantity.negative",
            "customerCategory scope.ambiguous"),
        Broken(
            "discountRule.defined", #"{"rule":"r","version":1,"stage":"line","mode":"compound","effects":[]}"#,
            "effects effects.none"),
        Broken(
            "discountRule.defined",
            #"{"rule":"r","version":1,"stage":"line","mode":"compound","from":"2026-03-02","to":"2026-03-01","effects":[{"kind":"percent"},{"kind":"percent","percent":1000001},{"kind":"setPrice"},{"kind":"amount","amount":-1}]}"#,
            "to interval", "effects[0].percent effect.incomplete", "effects[1].percent percent.range",
            "effects[2].price effect.incomplete", "effects[3].amount amount.negative", "currency required"),
        Broken(
            "discountRule.defined",
            #"{"rule":"r","version":1,"stage":"line","mode":"compound","currency":"GEL","conditions":{"hours":[{"fromMinute":600,"toMinute":600}],"turnover":{"window":"rollingDays","minimum":10,"below":10},"groups":[{"group":"g","quantity":0},{"group":"g","quantity":1}]},"effects":[{"kind":"percent","percent":1,"group":"h"}]}"#,
            "effects[0].group group.unknown", "conditions.hours[0] interval", "conditions.turnover.days window",
            "conditions.turnover.below interval", "conditions.groups[1].group group.repeated",
            "conditions.groups[0].quantity quantity.positive", "conditions.groups stage"),
        Broken(
            "discount.granted", #"{"grant":"g","kind":"personal","percent":-1,"amount":5}"#, "percent percent.range",
            "reason required", "currency required"),
    ]

    static let loyalty = [
        Broken("coupon.issued", #"{"coupon":"c","rule":"r","from":"2026-03-02","to":"2026-03-01"}"#, "to interval"),
        Broken("giftCard.issued", #"{"serial":"s","amount":0,"currency":"GEL"}"#, "amount amount.positive"),
        Broken(
            "giftCard.captured", #"{"serial":"s","amount":-5,"currency":"XXQ"}"#, "currency currency",
            "amount amount.positive"),
        Broken(
            "giftCard.reserved", #"{"serial":"s","hold":"h","amount":0,"currency":"GEL"}"#, "amount amount.positive"),
        Broken(
            "points.earned", #"{"customer":"c","points":0,"base":5}"#, "points points.positive", "currency required"),
        Broken(
            "points.burned", #"{"customer":"c","points":5,"amount":-1,"spent":[{"earning":"w:1","points":4}]}"#,
            "amount amount.negative", "currency required", "points sum.spent"),
        Broken(
            "points.expired",
            #"{"customer":"c","points":4,"spent":[{"earning":"w:1","points":5},{"earning":"w:2","points":-1}]}"#,
            "spent[1].points points.positive"),
        Broken("points.reversed", #"{"customer":"c","kind":"earned","points":-4}"#, "points points.positive"),
    ]

    static let money = [
        Broken(
            "payment.initiated", #"{"payment":"p","method":"card","purpose":"refund","amount":0,"currency":"GEL"}"#,
            "amount amount.positive", "original required"),
        Broken("payment.captured", #"{"payment":"p","amount":5,"currency":"GEL","fee":-1}"#, "fee amount.negative"),
        Broken("payment.refunded", #"{"payment":"p","refund":"p","amount":5,"currency":"GEL"}"#, "refund refund.self"),
        Broken(
            "account.paid",
            #"{"customer":"c","amount":5,"currency":"GEL","settles":[{"receipt":"w:1","amount":5},{"receipt":"w:1","amount":5}]}"#,
            "settles[1].receipt receipt.repeated", "settles sum.settles"),
        Broken(
            "account.adjusted", #"{"customer":"c","kind":"correction","amount":5,"currency":"GEL"}"#, "reason required"),
    ]

    static let customers = [
        Broken("customer.merged", #"{"customer":"c","with":"c"}"#, "with merge.self"),
        Broken(
            "contract.signed", #"{"contract":"k","from":"2026-03-02","to":"2026-03-02","creditLimit":-1}"#,
            "to interval",
            "creditLimit amount.negative", "currency required"),
        Broken(
            "serviceVisit.recorded",
            #"{"visit":"v","startedAt":"2026-03-01T12:00:00Z","endedAt":"2026-03-01T12:00:00+01:00","services":[{"product":"s","quantity":0}]}"#,
            "endedAt interval", "services[0].quantity quantity.positive"),
        Broken(
            "document.attached",
            #"{"document":"d","entity":{"kind":"order","id":"o"},"byteCount":-1,"sha256":"cafe","sealed":"AAEC"}"#,
            "byteCount size.negative", "sha256 sha256", "customer required"),
        Broken(
            "reminder.set", #"{"reminder":"r","dueAt":"soon","sealed":"AAEC"}"#, "dueAt instant", "customer required"),
    ]
}

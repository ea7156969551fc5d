import Events

/// One writer's book of the dense chain: the next fact's bytes, numbered.
struct DenseFacts {
    private let writer: [UInt8]
    private let source: [UInt8]
    private var number = 0
    private var text = ByteText()
    private var dates: (day: Int, text: [UInt8]) = (-1, [])

    struct Sold {
        var product: Int
        var units: Int
        var isReduced: Bool
    }

    init(writer: String, source: String) { (self.writer, self.source) = (Array(writer.utf8), Array(source.utf8)) }

    static func office(_ shop: Int) -> DenseFacts { of(shop, "office") }
    /// A second desk of the shop's, whose book begins when the history is over.
    static func late(_ shop: Int) -> DenseFacts { of(shop, "late") }
    static func till(_ shop: Int, _ till: Int) -> DenseFacts { of(shop, "t\(till + 1)") }

    private static func of(_ shop: Int, _ name: String) -> DenseFacts {
        let store = DenseChain.shopName(shop)
        return DenseFacts(writer: "\(store)-\(name)", source: "/stores/\(store)/writers/\(store)-\(name)")
    }

    /// A price in minor units, and a cost at two thirds of it: a rule, so that margins mean something.
    static func price(_ product: Int) -> Int { 90 + product * 7919 % 4_900 }
    static func cost(_ product: Int) -> Int { price(product) * 2 / 3 }

    mutating func opened(_ shop: Int, day: Int) -> [UInt8] {
        begin("store.opened.v1", day: day, minute: 0)
        text.put("\"store\":\"dense-")
        text.put(shop + 1)
        text.put("\",\"name\":{\"ka\":\"მაღაზია ")
        text.put(shop + 1)
        text.put("\",\"en\":\"Shop ")
        text.put(shop + 1)
        text.put("\"},\"zone\":\"Asia/Tbilisi\",\"currency\":\"GEL\",\"opensOn\":\"")
        text.put(dates.text)
        text.put("\"}}")
        return text.take()
    }

    mutating func registered(_ shop: Int, _ till: Int, day: Int) -> [UInt8] {
        begin("till.registered.v1", day: day, minute: 0)
        text.put("\"writer\":\"dense-")
        text.put(shop + 1)
        text.put("-t")
        text.put(till + 1)
        text.put("\",\"store\":\"dense-")
        text.put(shop + 1)
        text.put("\",\"till\":\"t")
        text.put(till + 1)
        text.put("\",\"name\":\"Till ")
        text.put(till + 1)
        text.put("\"}}")
        return text.take()
    }

    mutating func listed(_ product: Int, day: Int) -> [UInt8] {
        begin("product.listed.v1", day: day, minute: 0)
        text.put("\"product\":\"dense-p-")
        text.put(product + 1)
        text.put("\",\"name\":{\"ka\":\"საქონელი ")
        text.put(product + 1)
        text.put("\",\"en\":\"Product ")
        text.put(product + 1)
        text.put("\"},\"hierarchy\":[\"Department ")
        text.put(product % 12)
        text.put("\",\"Category ")
        text.put(product % 120)
        text.put("\"],\"brand\":\"Brand ")
        text.put(product % 300)
        text.put("\",\"defaultCost\":{\"amount\":")
        text.put(Self.cost(product))
        text.put(",\"per\":1000}}}")
        return text.take()
    }

    mutating func delivery(_ shop: Int, _ list: ArraySlice<(product: Int, units: Int)>, day: Int) -> [UInt8] {
        begin("goods.received.v1", day: day, minute: 0)
        text.put("\"zone\":\"Asia/Tbilisi\",\"delivery\":\"")
        text.put(writer)
        text.put("-")
        text.put(number)
        text.put("\",\"currency\":\"GEL\",\"lines\":[")
        for (place, (product, units)) in list.enumerated() {
            text.put(place == 0 ? "{\"line\":" : ",{\"line\":")
            text.put(place + 1)
            text.put(",\"product\":\"dense-p-")
            text.put(product + 1)
            text.put("\",\"quantity\":")
            text.put(units * 1000)
            text.put(",\"cost\":")
            // Invoices differ by a little, so that averages move.
            text.put(units * Self.cost(product) + (number + product) % 7)
            text.put("}")
        }
        text.put("]}}")
        return text.take()
    }

    mutating func receipt(
        _ shop: Int, _ lines: ArraySlice<Sold>, day: Int, minute: Int, customer: Int?
    ) -> [UInt8] {
        begin("receipt.completed.v1", day: day, minute: minute)
        text.put("\"number\":\"")
        text.put(number)
        text.put("\",\"businessDate\":\"")
        text.put(dates.text)
        text.put("\",\"channel\":\"store\",\"training\":false,\"currency\":\"GEL\"")
        if let customer {
            text.put(",\"customer\":\"dense-c-")
            text.put(customer + 1)
            text.put("\"")
        }
        ReceiptLines.put(lines, into: &text)
        text.put("}}")
        return text.take()
    }

    /// The envelope, up to the first member of `data`.
    private mutating func begin(_ type: StaticString, day: Int, minute: Int) {
        number += 1
        if dates.day != day { dates = (day, Array(CalendarDay(daysSince1970: Int32(day)).description.utf8)) }
        text.put("{\"specversion\":\"1.0\",\"id\":\"")
        text.put(writer)
        text.put(":")
        text.put(number)
        text.put("\",\"source\":\"")
        text.put(source)
        text.put("\",\"type\":\"")
        text.put(type)
        text.put("\",\"time\":\"")
        text.put(dates.text)
        text.put("T")
        text.put(minute / 60, width: 2)
        text.put(":")
        text.put(minute % 60, width: 2)
        text.put(":00+04:00\",\"datacontenttype\":\"application/json\",\"writer\":\"")
        text.put(writer)
        text.put("\",\"writerseq\":")
        text.put(number)
        text.put(",\"data\":{")
    }
}

/// A receipt's money: its lines, their discounts with the grants behind them, and a tender that pays it all.
enum ReceiptLines {
    /// From `"gross"` to the end of the tenders, with a comma before.
    static func put(_ lines: ArraySlice<DenseFacts.Sold>, into text: inout ByteText) {
        var (gross, discount) = (0, 0)
        for line in lines {
            let off = reduction(line)
            gross += line.units * DenseFacts.price(line.product) - off
            discount += off
        }
        text.put(",\"gross\":")
        text.put(gross)
        text.put(",\"discount\":")
        text.put(discount)
        text.put(",\"net\":")
        text.put(gross)
        text.put(",\"tax\":0,\"lines\":[")
        for (place, line) in lines.enumerated() { put(line, place, into: &text) }
        text.put("],\"tenders\":[{\"tender\":1,\"kind\":\"cash\",\"amount\":")
        text.put(gross)
        text.put("}]")
    }

    private static func put(_ line: DenseFacts.Sold, _ place: Int, into text: inout ByteText) {
        let (list, off) = (line.units * DenseFacts.price(line.product), reduction(line))
        text.put(place == 0 ? "{\"line\":" : ",{\"line\":")
        text.put(place + 1)
        text.put(",\"kind\":\"sale\",\"product\":\"dense-p-")
        text.put(line.product + 1)
        text.put("\",\"quantity\":")
        text.put(line.units * 1000)
        text.put(",\"listPrice\":{\"amount\":")
        text.put(DenseFacts.price(line.product))
        text.put(",\"per\":1000},\"gross\":")
        text.put(list - off)
        text.put(",\"discount\":")
        text.put(off)
        text.put(",\"net\":")
        text.put(list - off)
        if off > 0 {
            text.put(",\"grants\":[{\"rule\":\"dense-tenth\",\"version\":1,\"kind\":\"promotion\",\"base\":")
            text.put(list)
            text.put(",\"amount\":")
            text.put(off)
            text.put("}]")
        }
        text.put("}")
    }

    private static func reduction(_ line: DenseFacts.Sold) -> Int {
        line.isReduced ? line.units * DenseFacts.price(line.product) / 10 : 0
    }
}

/// ISO 4217: the active currencies and how many decimals their minor unit has.
package enum Currency {
    /// Decimals of a currency's minor unit; nil when the code is not in ISO 4217.
    package static func exponent(of code: String) -> Int? {
        guard let place = place(of: code.utf8), exponents[place] != unknown else { return nil }
        return Int(exponents[place])
    }

    /// The same as people expect it of a code that is none.
    package static func decimals(of code: String) -> Int { exponent(of: code) ?? 2 }

    /// The house's, where nothing else is said.
    package static let home = "GEL"

    /// Every code, in the alphabet's order.
    package static let codes: [String] = exponents.indices.filter { exponents[$0] != unknown }.map(code)

    private static func code(at place: Int) -> String {
        let letters: [Int] = [place / 676, place / 26 % 26, place % 26]
        return String(decoding: letters.map { UInt8(ascii: "A") + UInt8($0) }, as: UTF8.self)
    }

    /// Where a code of three capital letters stands in the table.
    private static func place(of code: some Collection<UInt8>) -> Int? {
        guard code.count == 3 else { return nil }
        var place = 0
        for letter in code {
            guard case UInt8(ascii: "A")...UInt8(ascii: "Z") = letter else { return nil }
            place = place * 26 + Int(letter - UInt8(ascii: "A"))
        }
        return place
    }

    private static let unknown: Int8 = -1

    /// Every code of three letters with its decimals: one look a receipt.
    private static let exponents: [Int8] = {
        var table = [Int8](repeating: unknown, count: 26 * 26 * 26)
        func add(_ codes: String, _ exponent: Int8) {
            // cannot trap: the codes are written above
            for code in codes.split(separator: " ") { table[place(of: code.utf8)!] = exponent }
        }
        let two = """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE \
            CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL \
            HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR \
            MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK \
            SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD \
            XCG YER ZAR ZMW ZWG
            """
        add(two, 2)
        add("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0)
        add("BHD IQD JOD KWD LYD OMR TND", 3)
        add("CLF UYW", 4)
        return table
    }()
}

import Testing

@testable import Rules

@Suite struct `Barcodes` {
    @Test(arguments: ["4006381333931", "96385074", "036000291452", "14006381333938", "2412345002657", "0212345002657"])
    func `that end in their check digit, or that a scale prints, are right`(code: String) {
        #expect(!Barcode.hasWrongCheckDigit(code))
    }

    @Test(arguments: ["4006381333932", "96385075", "036000291453"])
    func `that end in another digit are wrong`(code: String) { #expect(Barcode.hasWrongCheckDigit(code)) }

    @Test func `that are the shop's own are its own affair, and one number is one in every length`() {
        for code in ["", "17", "SHELF-4", "12345"] { #expect(!Barcode.hasWrongCheckDigit(code)) }
        #expect(Barcode.spellings("036000291452") == ["036000291452", "0036000291452", "00036000291452"])
        #expect(Barcode.spellings("00036000291452") == Barcode.spellings("036000291452"))
        #expect(Barcode.spellings("SHELF-4") == ["SHELF-4"])
    }
}

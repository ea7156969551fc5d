import Events
import Testing

@testable import Rules

@Suite struct `What is said of a legal entity` {
    /// The registry's own samples (ISO 13616), and ones with a sign changed, moved or missing.
    @Test(arguments: [
        ("GE29NB0000000101904917", true), ("GB82WEST12345698765432", true), ("DE89370400440532013000", true),
        ("GE28NB0000000101904917", false), ("GE29NB0000000101904971", false), ("GE29NB000000010190491", false),
        ("ge29nb0000000101904917", false), ("GE29 NB00 0000 0101 9049 17", true), ("", false),
    ])
    func `has bank accounts whose check digits hold`(iban: String, isRight: Bool) {
        #expect(LegalEntityRules.isIBAN(iban) == isRight)
        var (entity, account) = (LegalEntityDefined(), BankAccount())
        account.iban = iban
        entity.bankAccounts = [account]
        let faults = LegalEntityRules.faults(of: entity)
        #expect(faults.map(\.rule) == (isRight ? [] : ["iban"]))
        #expect(faults.map(\.path) == (isRight ? [] : ["bankAccounts[0].iban"]))
        entity.bankAccounts = [account, account]
        #expect(LegalEntityRules.faults(of: entity).contains { $0.rule == "iban.repeated" })
    }

    @Test(arguments: [
        ("404404404", []), ("01001001001", []), ("40440440", ["taxNumber"]), ("40440440a", ["taxNumber"]),
        ("4044044041", ["taxNumber"]), ("", ["taxNumber"]),
    ])
    func `has a tax number of 9 digits or 11`(number: String, rules: [String]) {
        var entity = LegalEntityDefined()
        entity.taxNumber = number
        #expect(LegalEntityRules.faults(of: entity).map(\.rule) == rules)
    }

    @Test func `pays VAT from a day until a later one`() {
        var entity = LegalEntityDefined()
        (entity.vatPayerFrom, entity.vatPayerTo) = (CalendarDay("2026-03-01"), CalendarDay("2026-03-01"))
        #expect(LegalEntityRules.faults(of: entity).map(\.path) == ["vatPayerTo"])
        entity.vatPayerTo = CalendarDay("2026-03-02")
        #expect(LegalEntityRules.faults(of: entity).isEmpty)
    }
}

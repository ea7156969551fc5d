/// A company that the chain sells by: a shop is of one. Whole each time.
package struct LegalEntityDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var legalEntity = ""
    package var name: LocalName?
    /// As it is registered: `LLC`, `sole trader`.
    package var legalForm: String?
    package var taxNumber: String?
    /// The first day on which it pays VAT; nil: it does not.
    package var vatPayerFrom: CalendarDay?
    /// The day from which it pays it no longer.
    package var vatPayerTo: CalendarDay?
    package var address: String?
    package var phone: String?
    package var email: String?
    package var bankAccounts: [BankAccount] = []

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("legalEntity", &legalEntity)
        visitor.part("name", &name)
        visitor.text("legalForm", &legalForm)
        visitor.text("taxNumber", &taxNumber)
        visitor.day("vatPayerFrom", &vatPayerFrom, required: false)
        visitor.day("vatPayerTo", &vatPayerTo, required: false)
        visitor.text("address", &address)
        visitor.text("phone", &phone)
        visitor.text("email", &email)
        visitor.parts("bankAccounts", &bankAccounts)
    }
}

/// Where a company is paid.
package struct BankAccount: FactPart, Equatable {
    package var iban = ""
    package var bank: String?
    package var currency: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("iban", &iban)
        visitor.text("bank", &bank)
        visitor.text("currency", &currency, .currency)
    }
}

/// The chain sells by a company no more; what is said of it later brings it back.
package struct LegalEntityEnded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var legalEntity = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("legalEntity", &legalEntity)
    }
}

/// A drawer's shift begins: its business date is that of everything sold in it.
package struct ShiftOpened: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var shift = ""
    package var number: String?
    package var businessDate: CalendarDay?
    package var till: String?
    package var drawer: String?
    /// The cash that lies in the drawer at the start, by currency.
    package var cash: [CashAmount] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("shift", &shift)
        visitor.text("number", &number)
        visitor.day("businessDate", &businessDate, required: true)
        visitor.id("till", &till)
        visitor.id("drawer", &drawer)
        visitor.parts("cash", &cash)
    }
}

/// A shift pauses, goes on (at the till that it names), or is closed blind: its drawer was counted without being told
/// what to expect, and nothing more is sold in it.
package struct ShiftStep: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var shift = ""
    package var till: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("shift", &shift)
        visitor.id("till", &till)
    }
}

/// A shift is over, for good. Closing moves no goods and no money: those moved all day.
package struct ShiftClosed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var shift = ""
    package var businessDate: CalendarDay?
    package var till: String?
    package var drawer: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("shift", &shift)
        visitor.day("businessDate", &businessDate, required: false)
        visitor.id("till", &till)
        visitor.id("drawer", &drawer)
    }
}

/// The questions that can be asked; each is a list of columns over tables.
package enum Reports {
    package static let all: [Report] = [
        stores, stock, customers, margins, discounts, receipts, completeness, quarantine, unreadable,
    ]
}

import Events

/// A closed period takes no command that dates into it. What tills say late is taken all the same.
extension Work {
    /// Refuses a day of a shop whose books are closed.
    func checkOpen(_ day: CalendarDay?, at store: String, path: String) throws {
        guard let day, let closed = try look(StoreBooksDecider.self, store).closed(before: today(at: store)),
            day <= closed
        else { return }
        throw Refusal(
            .conflict, "period.closed", "the books are closed through \(closed), and this is of \(day)",
            [
                ("path", .string(path)), ("through", .string(closed.description)),
                ("firstOpen", .string(closed.advanced(by: 1).description)),
            ])
    }

    /// The closed books that a document stands in, which stays as it is there; nil where its day is open.
    ///
    /// - Parameters:
    ///   - effectiveAt: of the document: an instant, or a day in `zone`.
    ///   - zone: of the shop, where that is nil.
    func closedBooks(over effectiveAt: String, zone: String?, at store: String) throws -> ClosedBooks? {
        let own = try self.zone(of: store)
        guard let closed = try look(StoreBooksDecider.self, store).closed(before: today(at: store)),
            let day = day(effectiveAt, in: zone.flatMap { Zone($0) } ?? own), day <= closed
        else { return nil }
        return ClosedBooks(through: closed, zone: own.name)
    }

    func closedBooks(over document: DocumentStanding?, at store: String) throws -> ClosedBooks? {
        try document.flatMap { try closedBooks(over: $0.effectiveAt, zone: $0.zone, at: store) }
    }

    private func day(_ text: String, in zone: Zone) -> CalendarDay? {
        CalendarDay(text) ?? Instant(text).map { zone.day(of: $0) }
    }

    /// The day that it is in a shop.
    func today(at store: String) throws -> CalendarDay { try zone(of: store).day(of: now) }

    private func zone(of store: String) throws -> Zone {
        try look(StoreDecider.self, store).said?.part.zone.flatMap { Zone($0) } ?? .utc
    }

    /// Refuses a fact that dates into a closed period of the shop whose book it goes to.
    func checkPeriod(_ fact: Decided) throws {
        guard case .store(let store) = fact.place, let said = fact.fact.circumstances else { return }
        switch fact.fact {
        // They say themselves from which day on.
        case .storePolicySet, .periodClosed: return
        default: break
        }
        let zone = try said.zone.map { Zone($0) ?? .utc } ?? zone(of: store)
        func day(_ text: String?) -> CalendarDay? { text.flatMap { self.day($0, in: zone) } }
        try checkOpen(day(said.effectiveAt), at: store, path: "effectiveAt")
        switch fact.fact {
        case .accountPaid(let paid): try checkOpen(paid.businessDate, at: store, path: "businessDate")
        case .stockCounted(let count):
            for (index, line) in count.lines.enumerated() {
                try checkOpen(day(line.countedAt), at: store, path: "lines[\(index)].countedAt")
            }
        default: break
        }
    }
}

/// Books of a shop that are closed through a day: what stands in them stays, and what takes it back stands on the first open
/// day.
package struct ClosedBooks: Sendable, Equatable {
    package var through: CalendarDay
    /// The shop's.
    package var zone: String

    package init(through: CalendarDay, zone: String) { (self.through, self.zone) = (through, zone) }

    package var firstOpen: CalendarDay { through.advanced(by: 1) }

    /// Says a fact on the first open day.
    func move(_ circumstances: inout Circumstances) {
        (circumstances.effectiveAt, circumstances.zone) = (firstOpen.description, zone)
    }
}

import Events

/// Transfers, deliveries that others speak of, and what was said of documents after them, as bytes.
extension PackWriter {
    mutating func transfer(_ entry: TransferEntry) {
        list(entry.dispatches) { pack, dispatch in
            pack.key(dispatch.key)
            pack.text(dispatch.store)
            pack.text(dispatch.to)
            pack.source(dispatch.source)
            pack.int(dispatch.isRevised ? 1 : 0)
            pack.list(dispatch.lines) { pack, line in
                for number in [line.line, line.part, line.quantity, line.cost, line.isFollowed ? 1 : 0, line.booked] {
                    pack.int(number)
                }
                pack.int(line.isTakenBack ? 1 : 0)
                pack.text(line.product)
            }
        }
        list(entry.arrivals) { pack, arrival in
            pack.key(arrival.own)
            pack.text(arrival.store)
            pack.optional(arrival.dispatch) { $0.fact($1) }
            pack.optional(arrival.dispatchLine) { $0.int($1) }
            pack.text(arrival.product)
            pack.int(arrival.quantity)
            pack.optional(arrival.booked) { $0.int($1) }
            pack.source(arrival.source)
            pack.optional(arrival.seat) { $0.seat($1) }
        }
        list(entry.losses) { pack, loss in
            pack.key(loss.own)
            pack.text(loss.store)
            pack.optional(loss.dispatch) { $0.fact($1) }
            pack.optional(loss.dispatchLine) { $0.int($1) }
            pack.text(loss.product)
            pack.int(loss.quantity)
            pack.text(loss.kind)
            pack.source(loss.source)
        }
        list(entry.closes) { pack, close in
            pack.key(close.key)
            pack.text(close.store)
            pack.optional(close.dispatch) { $0.fact($1) }
            pack.source(close.source)
        }
    }

    mutating func delivery(_ entry: DeliveryEntry) {
        int(entry.isComplete ? 1 : 0)
        list(entry.lines) { pack, line in
            pack.key(line.key)
            pack.text(line.product)
            pack.int(line.quantity)
            pack.optional(line.invoiced) { $0.statedAmount($1) }
            pack.optional(line.applied) { $0.statedAmount($1) }
        }
        list(entry.corrections) { pack, correction in
            pack.int(correction.revision)
            pack.key(correction.key)
            pack.source(correction.source)
            pack.text(correction.currency)
            pack.list(correction.costs) { pack, cost in
                pack.int(cost.line)
                pack.text(cost.product)
                pack.int(cost.cost)
            }
        }
        list(entry.charges) { pack, charge in
            pack.key(charge.key)
            pack.source(charge.source)
            pack.int(charge.line)
            pack.text(charge.product)
            pack.statedAmount(charge.amount)
        }
        list(entry.returns) { pack, sent in
            pack.key(sent.own)
            pack.optional(sent.line) { $0.int($1) }
            pack.text(sent.product)
            pack.int(sent.quantity)
            pack.optional(sent.credit) { $0.statedAmount($1) }
            pack.source(sent.source)
            pack.optional(sent.seat) { $0.seat($1) }
        }
    }

    mutating func revisions(_ entry: GoodsRevisions) {
        int(entry.isKnown ? 1 : 0)
        list(entry.givenBack) { pack, named in
            pack.text(named.product.text)
            pack.text(named.delivery.text)
        }
        list(entry.revisions) { pack, revision in
            pack.int(revision.number)
            pack.key(revision.own)
            pack.key(revision.whole)
            pack.text(revision.type)
            pack.source(revision.source)
            pack.list(revision.replaced.sorted()) { $0.text($1.text) }
            pack.optional(revision.document) { $0.document($1) }
            pack.int(revision.isOpposite ? 1 : 0)
        }
        list(entry.opposed) { pack, opposed in
            pack.text(opposed.product.text)
            pack.key(opposed.movement)
        }
    }

    private mutating func document(_ document: GoodsDocument) {
        int(document.kind.rawValue)
        optional(document.currency) { $0.text($1) }
        text(document.transfer)
        text(document.to)
        list(document.lines) { pack, line in
            for number in [line.line, line.part, line.quantity, line.per] { pack.int(number) }
            pack.text(line.product)
            pack.optional(line.amount) { $0.int($1) }
            pack.optional(line.delivery) { $0.text($1) }
            pack.optional(line.deliveryLine) { $0.int($1) }
            pack.optional(line.countedAt) { $0.int($1) }
        }
    }

    mutating func source(_ source: RecordSource) {
        int(source.partition)
        int(source.offset)
        int(source.recordedAt)
    }

    private mutating func fact(_ id: FactID) {
        text(id.writer)
        int(id.sequence)
    }

    private mutating func seat(_ seat: TransferEntry.Seat) {
        key(seat.key)
        optional(seat.cause) { $0.cause($1) }
        int(seat.value)
    }
}

extension PackReader {
    mutating func transfer(into entry: TransferEntry) throws {
        entry.dispatches = try list { pack in
            let key = try pack.plainKey()
            let (store, to, source) = (try pack.text(), try pack.text(), try pack.source())
            let isRevised = try pack.int() == 1
            let lines = try pack.list { pack in
                // cannot trap: as many as are read
                let numbers = try (0..<7).map { _ in try pack.int() }
                return TransferEntry.Line(
                    line: numbers[0], part: numbers[1], product: try pack.text(), quantity: numbers[2],
                    cost: numbers[3], isFollowed: numbers[4] == 1, booked: numbers[5], isTakenBack: numbers[6] == 1)
            }
            return .init(key: key, store: store, to: to, source: source, lines: lines, isRevised: isRevised)
        }
        entry.arrivals = try list { pack in
            .init(
                own: try pack.plainKey(), store: try pack.text(), dispatch: try pack.optional { try $0.fact() },
                dispatchLine: try pack.optional { try $0.int() }, product: try pack.text(), quantity: try pack.int(),
                booked: try pack.optional { try $0.int() }, source: try pack.source(),
                seat: try pack.optional { try $0.seat() })
        }
        entry.losses = try list { pack in
            .init(
                own: try pack.plainKey(), store: try pack.text(), dispatch: try pack.optional { try $0.fact() },
                dispatchLine: try pack.optional { try $0.int() }, product: try pack.text(), quantity: try pack.int(),
                kind: try pack.text(), source: try pack.source())
        }
        entry.closes = try list { pack in
            .init(
                key: try pack.plainKey(), store: try pack.text(), dispatch: try pack.optional { try $0.fact() },
                source: try pack.source())
        }
    }

    mutating func delivery(into entry: DeliveryEntry) throws {
        entry.isComplete = try int() == 1
        entry.lines = try list { pack in
            .init(
                key: try pack.plainKey(), product: try pack.text(), quantity: try pack.int(),
                invoiced: try pack.optional { try $0.statedAmount() },
                applied: try pack.optional { try $0.statedAmount() })
        }
        entry.corrections = try list { pack in
            .init(
                revision: try pack.int(), key: try pack.plainKey(), source: try pack.source(),
                currency: try pack.text(),
                costs: try pack.list { .init(line: try $0.int(), product: try $0.text(), cost: try $0.int()) })
        }
        entry.charges = try list { pack in
            .init(
                key: try pack.plainKey(), source: try pack.source(), line: try pack.int(), product: try pack.text(),
                amount: try pack.statedAmount())
        }
        entry.returns = try list { pack in
            .init(
                own: try pack.plainKey(), line: try pack.optional { try $0.int() }, product: try pack.text(),
                quantity: try pack.int(), credit: try pack.optional { try $0.statedAmount() },
                source: try pack.source(),
                seat: try pack.optional { try $0.seat() })
        }
    }

    mutating func revisions(of key: DocumentKey) throws -> GoodsRevisions {
        let entry = GoodsRevisions(key)
        entry.isKnown = try int() == 1
        entry.givenBack = try list {
            .init(product: ExactText(try $0.text()), delivery: ExactText(try $0.text()))
        }
        let revisions = try list { pack in
            GoodsRevisions.Revision(
                number: try pack.int(), own: try pack.plainKey(), whole: try pack.plainKey(), type: try pack.text(),
                source: try pack.source(), replaced: Set(try pack.list { ExactText(try $0.text()) }),
                document: try pack.optional { try $0.document() }, isOpposite: try pack.int() == 1)
        }
        for revision in revisions { entry.add(revision) }
        entry.opposed = try list { .init(product: ExactText(try $0.text()), movement: try $0.plainKey()) }
        return entry
    }

    private mutating func document() throws -> GoodsDocument {
        guard let kind = GoodsDocument.Kind(rawValue: try int()) else { throw Broken() }
        return GoodsDocument(
            kind: kind, currency: try optional { try $0.text() }, transfer: try text(), to: try text(),
            lines: try list { pack in
                // cannot trap: as many as are read
                let numbers = try (0..<4).map { _ in try pack.int() }
                return .init(
                    line: numbers[0], part: numbers[1], product: try pack.text(), quantity: numbers[2],
                    amount: try pack.optional { try $0.int() }, per: numbers[3],
                    delivery: try pack.optional { try $0.text() }, deliveryLine: try pack.optional { try $0.int() },
                    countedAt: try pack.optional { try $0.int() })
            })
    }

    mutating func source() throws -> RecordSource {
        RecordSource(partition: Int(try int()), offset: try int(), recordedAt: try int())
    }

    private mutating func fact() throws -> FactID { FactID(writer: try text(), sequence: try int()) }

    private mutating func seat() throws -> TransferEntry.Seat {
        TransferEntry.Seat(key: try orderKey(), cause: try optional { try $0.cause() }, value: try int())
    }
}

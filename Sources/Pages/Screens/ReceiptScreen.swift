import Events
import Projections

/// A receipt with everything that belongs to it.
struct ReceiptScreen {
    let request: PageRequest
    let models: ScreenModels
    let say: Words
    let receipt: ScreenReceipts.Whole

    init?(_ request: PageRequest, _ models: ScreenModels, _ id: FactID) throws {
        guard let receipt = try ScreenReceipts.one(models, id) else { return nil }
        (self.request, self.models, self.receipt) = (request, models, receipt)
        say = Words(language: request.language)
    }

    private var head: ScreenReceipts.Head { receipt.head }
    private func money(_ minor: Int64) -> String { say.numbers.money(minor, head.currency) }
    private func amount(_ minor: Int64) -> HTML { "\(say.numbers.amount(minor, head.currency))" }

    func page() -> PageAnswer {
        let title = say(.receiptNo, head.number ?? head.id.description)
        let crumbs = [
            (Path(), say(.menuOverview)), (Path("stores", head.store.id), say.name(head.store)),
            (Path("stores", head.store.id, "days", head.day.description), say.dates.day(head.day)),
        ]
        return Frame(request, states: models.states).page(
            title,
            """
            \(Parts.crumbs(say(.whereYouAre), crumbs))
            \(Parts.heading(title, "\(say.dates.exact(head.effectiveAt, receipt.zone)) \(badges)"))
            \(faults)
            \(tiles)
            \(Parts.section("lines", say(.lines), note: currencyNote, lines))
            <div class="two">
            \(Parts.section("tenders", say(.tenders), tenders))
            \(Parts.section("grants", say(.grants), grants))
            </div>
            \(Parts.section("facts", say(.particulars), facts))
            <p class="pager"><a class="btn btn-outline-secondary" \
            href=\(Path("receipts", head.id.description, "event"))>\(say(.toEvent))</a></p>
            """)
    }

    private var badges: HTML {
        let plain = head.status == "counted" ? Parts.badge(say(.statusCounted), .good) : .empty
        return "\(plain)\(ReceiptTable.badges(head, say))"
    }

    private var currencyNote: HTML {
        "<p class=\"part-note\">\(say(.amountsIn, say.numbers.symbol(head.currency)))</p>"
    }

    private var tiles: HTML {
        let (figures, numbers) = (head.figures, say.numbers)
        return Parts.tiles([
            Parts.tile(say(.gross), money(head.gross), ["\(say(.revenue)) \(money(figures.net))"], isFirst: true),
            Parts.tile(say(.tax), money(figures.tax), []),
            Parts.tile(
                say(.discount), money(figures.discount),
                ["\(say(.ofList, numbers.percent(figures.discount, of: figures.list)))"]),
            Parts.tile(
                say(.margin), money(figures.margin),
                [
                    "\(numbers.percent(figures.margin, of: figures.net))",
                    "\(say(.booked)) \(money(figures.bookedMargin))",
                ]),
        ])
    }

    /// Why a receipt is suspect, rule by rule.
    private var faults: HTML {
        guard !receipt.faults.isEmpty else { return .empty }
        let items = receipt.faults.map { fault -> HTML in
            "<li><code>\(fault.path)</code> \(fault.message) <span class=\"rule\">\(fault.rule)</span></li>"
        }
        return """
            <div class="notice notice-list" role="note"><h2>\(say(.rulesBroken))</h2><p>\(say(.suspectMore))</p>
            <ul>\(items)</ul></div>
            """
    }

    private var lines: HTML {
        Table(
            caption: say(.lines),
            columns: [
                .text(say(.product)), .number(say(.quantity)), .number(say(.listPrice)), .number(say(.discount)),
                .number(say(.gross)), .number(say(.tax)), .number(say(.cost)), .number(say(.booked)),
                .number(say(.margin)),
            ],
            rows: receipt.lines.map(line), kind: "dense"
        ).html
    }

    private func line(_ line: ScreenReceipts.Line) -> [HTML] {
        var notes: [HTML] = []
        if line.kind != "sale" { notes.append(Parts.badge(say.word(line.kind, Words.lineKinds), .calm)) }
        if !line.isInCatalogue, !line.product.id.isEmpty { notes.append(Parts.badge(say(.notInCatalogue), .warn)) }
        if let original = line.original {
            notes.append(
                "<a href=\(Path("receipts", original.receipt))>\(say(.ofReceipt, original.receipt, String(original.line)))</a>"
            )
        }
        let name = line.product.id.isEmpty ? say.word(line.kind, Words.lineKinds) : say.name(line.product)
        return [
            "\(name) \(notes)", "\(say.quantity(line.quantity, line.unit))", amount(line.list),
            line.discount == 0 ? "–" : amount(line.discount), amount(line.gross), amount(line.tax), amount(line.cost),
            amount(line.booked),
            "\(amount(line.margin))\(Parts.sub("\(say.numbers.percent(line.margin, of: line.net))"))",
        ]
    }

    private var tenders: HTML {
        var rows = receipt.tenders.map { tender -> [HTML] in
            ["\(say.word(tender.kind, Words.tenders))", "\(money(tender.amount))"]
        }
        if receipt.rounding != 0 { rows.append(["\(say(.rounding))", "\(money(receipt.rounding))"]) }
        guard !rows.isEmpty else { return Parts.nothing(say(.noTenders)) }
        return Table(
            caption: say(.tenders), columns: [.text(say(.tender)), .number(say(.amount))], rows: rows, kind: "brief"
        ).html
    }

    private var grants: HTML {
        guard !receipt.grants.isEmpty else { return Parts.nothing(say(.noGrants)) }
        return GrantTable(say).html(
            receipt.grants.map { grant in ("\(say(.lineNo, String(grant.line)))", grant, head.currency) })
    }

    private var facts: HTML {
        let returns = receipt.returns.map { back -> HTML in
            let said =
                say(.lineNo, String(back.line)) + ": "
                + say.numbers.quantity(
                    back.quantity < 0 ? 0 &- back.quantity : back.quantity)
            return
                "<div><a href=\(Path("receipts", back.receipt.description))>\(back.receipt.description)</a> \(said)</div>"
        }
        let correction = receipt.correction.map { id -> HTML in
            "<a href=\(Path("events", id.description))>\(say(.revision, String(head.revision)))</a>"
        }
        return Parts.facts([
            (say(.shop), Parts.link(Path("stores", head.store.id), say.name(head.store))), (say(.till), "\(head.till)"),
            (say(.cashier), "\(head.operator)"),
            (say(.customer), head.customer.map { Parts.link(Path("customers", $0), $0) } ?? .empty),
            (say(.category), "\(receipt.customerCategory)"), (say(.channel), "\(receipt.channel)"),
            (say(.businessDate), "\(say.dates.day(head.day))"),
            (say(.receiptId), "<code>\(head.id.description)</code>"),
            (say(.correction), correction ?? .empty), (say(.returnedBy), "\(returns)"),
            (say(.placeInLog), "\(say(.partitionAndOffset, String(receipt.partition), String(receipt.offset)))"),
            (say(.recordedAt), "\(say.dates.exact(receipt.recordedAt, receipt.zone))"),
        ])
    }
}

/// Discounts that were given: by which rule, how much, why, and who allowed it.
struct GrantTable {
    let say: Words
    init(_ say: Words) { self.say = say }

    func html(_ grants: [(lead: HTML, grant: ScreenReceipts.Grant, currency: String)]) -> HTML {
        Table(
            caption: say(.grants),
            columns: [.text(say(.givenOn)), .text(say(.rule)), .text(say(.reason)), .number(say(.amount))],
            rows: grants.map { lead, grant, currency in
                let version: HTML = Parts.sub(
                    "\(say(.version, String(grant.version)))\(grant.kind.isEmpty ? "" : " · \(grant.kind)")")
                let approver: HTML = grant.approver.isEmpty ? .empty : Parts.sub("\(say(.approvedBy, grant.approver))")
                return [
                    lead, "\(grant.rule)\(version)", "\(grant.reason.isEmpty ? "–" : grant.reason)\(approver)",
                    "\(say.numbers.money(grant.amount, currency))",
                ]
            }
        ).html
    }
}

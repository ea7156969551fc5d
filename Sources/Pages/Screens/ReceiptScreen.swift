import Events
import Queries
import Rules

/// A receipt with everything that belongs to it.
struct ReceiptScreen {
    let request: PageRequest
    let models: ScreenModels
    let say: Words
    let receipt: ScreenReceipts.Whole
    private let names: ThingNames
    private let sight: Sight
    /// Of what gave goods of it back, what the reader sees; nil: all.
    private let seenReturns: Set<FactID>?

    init?(_ request: PageRequest, _ models: ScreenModels, _ id: FactID) throws {
        sight = request.sight(of: .sales)
        guard let receipt = try ScreenReceipts.one(models, id), sight.sees(store: receipt.head.store.id) else {
            return nil
        }
        (self.request, self.models, self.receipt) = (request, models, receipt)
        say = Words(language: request.language)
        seenReturns = try ScreenReceipts.seenReturns(models, of: receipt, for: sight)
        names = try ThingNames(
            say, models, categories: [receipt.customerCategory].compactMap { $0 }, rules: receipt.grants.map(\.rule),
            tenders: receipt.tenders.map(\.kind), customers: [receipt.head.customer].compactMap { $0 },
            employees: [receipt.head.operator].compactMap { $0 } + receipt.grants.map(\.approver))
    }

    private var head: ScreenReceipts.Head { receipt.head }
    private func money(_ minor: Int64) -> String { say.numbers.money(minor, head.currency) }
    private func amount(_ minor: Int64) -> HTML { "\(say.numbers.amount(minor, head.currency))" }

    func page() -> PageAnswer {
        let title = say(.receiptNo, head.number ?? head.id.description)
        let crumbs = [
            (Path(), say(.menuOverview)), (Path(.store(head.store.id)), say.name(head.store)),
            (Path(.day(head.store.id, head.day.description)), say.dates.day(head.day)),
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
            \(toEvent)\(changing)
            """)
    }

    private var seesCost: Bool { sight.scopes.contains(.cost) }

    /// The way to a fact, for who may read it whole.
    private func link(_ path: Path, _ place: [String], _ text: String) -> HTML {
        Screens.isShown(place, to: request.principal) ? Parts.link(path, text) : "\(text)"
    }

    private var toEvent: HTML {
        let id = head.id.description
        guard Screens.isShown(["receipts", id, "event"], to: request.principal) else { return .empty }
        return """
            <p class="pager"><a class="btn btn-outline-secondary" href=\(Path(.receiptEvent(id)))>\(say(.toEvent))</a></p>
            """
    }

    /// What who may do that does with it, unless nothing of it counts any more.
    private var changing: HTML {
        let carried = ReceiptForms.carrying(head.id.description, head.store.id)
        guard head.status != "voided", request.may(ReceiptForms.correct, carried) else { return .empty }
        return """
            <p class="pager"><a class="btn btn-primary" href=\(Path(.correctReceipt(head.id.description)))>\(say(.correctReceipt))</a></p>
            <div class="part">\(ReceiptForms.cancel.html(
                request, initial: carried, below: "<p class=\"below\">\(say(.cancelReceiptMore))</p>", isQuiet: true))</div>
            """
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
        let margin = Parts.tile(
            say(.margin), marginText(figures, money),
            figures.bookedMargin.map {
                ["\(marginShare(figures, numbers))", "\(say(.booked)) \(money($0))"] + guessed
            } ?? ["\(say(.foreignMargin))"])
        return Parts.tiles(
            [
                Parts.tile(say(.gross), money(head.gross), ["\(say(.revenue)) \(money(figures.net))"], isFirst: true),
                Parts.tile(say(.tax), money(figures.tax), []),
                Parts.tile(
                    say(.discount), money(figures.discount),
                    ["\(say(.ofList, numbers.percent(figures.discount, of: figures.list)))"]),
            ] + (seesCost ? [margin] : []))
    }

    /// How much of the margin rests on guessed costs.
    private var guessed: [HTML] {
        let lines = receipt.lines.filter { $0.isGuess && $0.isTurnover }
        guard !lines.isEmpty else { return [] }
        return ["\(say(.guessedShare, money(lines.reduce(0) { $0 &+ $1.net })))"]
    }

    /// Why a receipt is suspect, rule by rule, and what mends it.
    private var faults: HTML {
        guard !head.faults.isEmpty else { return .empty }
        let items = head.faults.map { "<li>\(say.sentence($0, head.currency))</li>" as HTML }
        let advice = say.advice(head.faults).map { "<p>\($0)</p>" as HTML }
        return """
            <div class="notice notice-list" role="note"><h2>\(say(.rulesBroken))</h2><ul>\(items)</ul>
            <p>\(say(.suspectMore))</p>\(advice)\(say.forPrograms(head.faults))</div>
            """
    }

    private var lines: HTML {
        Table(
            caption: say(.lines),
            columns: [
                .text(say(.product)), .number(say(.quantity)), .number(say(.listPrice)), .number(say(.discount)),
                .number(say(.gross)), .number(say(.tax)), .number(say(.cost)).shown(if: seesCost),
                .number(say(.booked)).shown(if: seesCost), .number(say(.margin)).shown(if: seesCost),
            ],
            rows: receipt.lines.map(line), kind: "dense"
        ).html
    }

    private func line(_ line: ScreenReceipts.Line) -> [HTML] {
        var notes: [HTML] = []
        if line.kind != "sale" { notes.append(Parts.badge(say.word(line.kind, of: "lines.kind"), .calm)) }
        if !line.isInCatalogue, !line.product.id.isEmpty { notes.append(Parts.badge(say(.notInCatalogue), .warn)) }
        if let original = line.original {
            notes.append(
                "<a href=\(Path(.receipt(original.receipt)))>\(say(.ofReceipt, original.receipt, String(original.line)))</a>"
            )
        }
        let name = line.product.id.isEmpty ? say.word(line.kind, of: "lines.kind") : say.name(line.product)
        return [
            "\(name) \(notes)", "\(say.quantity(line.quantity, line.unit))", amount(line.list),
            line.discount == 0 ? "–" : amount(line.discount), amount(line.gross), amount(line.tax),
        ] + costs(line)
    }

    /// Cost, booked cost and margin: none of a line that is no turnover, and unknown is not zero.
    private func costs(_ line: ScreenReceipts.Line) -> [HTML] {
        guard line.isTurnover, !head.isForeign else { return ["–", "–", "–"] }
        if line.isCostUnknown { return ["\(Parts.badge(say(.costUnknown), .warn))", "–", "–"] }
        let guess: HTML = line.isGuess ? Parts.sub("\(say(.guessedCost))") : .empty
        return [
            "\(amount(line.cost))\(guess)", amount(line.booked),
            "\(amount(line.margin))\(Parts.sub("\(say.numbers.percent(line.margin, of: line.net))"))",
        ]
    }

    private var tenders: HTML {
        var rows = receipt.tenders.map { tender -> [HTML] in
            ["\(names.tender(tender.kind))", "\(money(tender.amount))"]
        }
        if receipt.rounding != 0 { rows.append(["\(say(.rounding))", "\(money(receipt.rounding))"]) }
        guard !rows.isEmpty else { return Parts.nothing(say(.noTenders)) }
        return Table(
            caption: say(.tenders), columns: [.text(say(.tender)), .number(say(.amount))], rows: rows, kind: "brief"
        ).html
    }

    private var grants: HTML {
        guard !receipt.grants.isEmpty else { return Parts.nothing(say(.noGrants)) }
        return GrantTable(say, names).html(
            receipt.grants.map { grant in ("\(say(.lineNo, String(grant.line)))", grant, head.currency) })
    }

    private var facts: HTML {
        let returns = receipt.returns.map { back -> HTML in
            let said =
                say(.lineNo, String(back.line)) + ": "
                + say.numbers.quantity(
                    back.quantity < 0 ? 0 &- back.quantity : back.quantity)
            // What another shop took back is gone from here all the same.
            guard seenReturns?.contains(back.receipt) ?? true else {
                return "<div>\(say(.inAnotherShop)) \(said)</div>"
            }
            return
                "<div><a href=\(Path(.receipt(back.receipt.description)))>\(back.receipt.description)</a> \(said)</div>"
        }
        let correction = receipt.correction.map { id -> HTML in
            link(Path(.event(id.description)), ["events", id.description], say(.revision, String(head.revision)))
        }
        return Parts.facts([
            (say(.shop), Parts.link(Path(.store(head.store.id)), say.name(head.store))),
            (say(.till), "\(say.till(head.till))"),
            (say(.cashier), "\(head.operator.map(names.employee))"),
            (
                say(.customer),
                sight.scopes.contains(.personal) ? head.customer.map(names.customerLink) ?? .empty : .empty
            ),
            (say(.category), "\(receipt.customerCategory.map(names.category))"),
            (say(.channel), "\(receipt.channel.map { say.word($0, of: "channel") })"),
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
    let names: ThingNames
    init(_ say: Words, _ names: ThingNames) { (self.say, self.names) = (say, names) }

    func html(_ grants: [(lead: HTML, grant: ScreenReceipts.Grant, currency: String)]) -> HTML {
        Table(
            caption: say(.grants),
            columns: [.text(say(.givenOn)), .text(say(.rule)), .text(say(.reason)), .number(say(.amount))],
            rows: grants.map { lead, grant, currency in
                let kind = grant.kind.isEmpty ? "" : " · " + say.word(grant.kind, of: "grants.kind")
                let version: HTML = Parts.sub("\(say(.version, String(grant.version)))\(kind)")
                let approver: HTML =
                    grant.approver.isEmpty ? .empty : Parts.sub("\(say(.approvedBy, names.employee(grant.approver)))")
                return [
                    lead, "\(names.rule(grant.rule))\(version)",
                    "\(grant.reason.isEmpty ? "–" : grant.reason)\(approver)",
                    "\(say.numbers.money(grant.amount, currency))",
                ]
            }
        ).html
    }
}

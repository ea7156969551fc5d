import Events
import JSON
import Queries
import Rules

/// What one entry is, and everything that was said of it.
extension EntityScreens {
    /// - Parameter parts: what more there is of the entry, between what it is and what was said of it.
    func card(_ entry: Entry, parts: HTML) throws -> PageAnswer {
        let history = try ScreenEntities.history(models, shape, entry.id)
        let members = history?.span(at: request.now.milliseconds)?.members ?? entry.members
        let title = name(entry.id, members)
        let changes = history?.changes ?? []
        let values = try EntityValues(
            say, models, request.now, fields,
            of: [{ members[$0.path] }] + changes.flatMap { change in [{ change.after[$0.path] }] })
        // What stands in an object (a rule's conditions) is shown where it says something; a name is looked for.
        let shown = fields.filter { field in
            members[field.path] != nil || !field.path.contains(".") || field.path.hasPrefix("name.")
        }
        let facts = shown.map { field in
            (say(field.title), values.html(members[field.path], field, forms.currency(members)))
        }
        let coming = changes.filter { $0.saying.at > request.now.milliseconds }
        let ended: HTML = entry.isEnded ? Parts.badge(say(.ended), .calm) : .empty
        return Frame(request, states: models.states, isQuick: true).page(
            title,
            """
            \(crumbs())
            \(Parts.heading(title, "\(say(.code)): \(entry.id) \(ended)"))
            \(isOpen(entry) && request.may(forms.change) ? changing(entry) : .empty)
            \(Parts.facts(facts))
            \(parts)
            \(coming.isEmpty ? .empty : Parts.section("coming", say(.toCome), table(coming, values)))
            \(entry.isDecided ? history.map { undo(entry, $0, values) } : nil)
            \(Parts.section("history", say(.history), table(changes.reversed(), values)))
            \(shape.ending == nil || !entry.isDecided ? .empty : ending(entry))
            """)
    }

    /// Whether it can be changed.
    private func isOpen(_ entry: Entry) -> Bool {
        entry.isDecided && !shape.isFixed && !(entry.isEnded && shape.endsForEver)
    }

    private func ending(_ entry: Entry) -> HTML {
        let more: Text =
            shape.isPerson && shape.endsForEver ? .eraseMore : shape.endsForEver ? .endForEverMore : .endEntryMore
        let end = form(forms.end, entry, "<p class=\"below\">\(say(more))</p>")
        guard entry.isEnded else { return "<div class=\"part\">\(end)</div>" }
        return shape.endsForEver ? .empty : "<div class=\"part\">\(form(forms.revive, entry))</div>"
    }

    private func changing(_ entry: Entry) -> HTML {
        """
        <p class="pager"><a class="btn btn-primary" href=\(shape.page(entry.id, "change"))>\(say(.change))</a></p>
        """
    }

    private func form(_ form: Form, _ entry: Entry, _ below: HTML = .empty) -> HTML {
        form.html(
            versioned(form, entry), initial: forms.carrying(entry.id, entry.version), below: below, isQuiet: true)
    }

    /// What came back is about the version that is shown now.
    private func versioned(_ form: Form, _ entry: Entry) -> PageRequest {
        var request = request
        guard request.form?.id == form.id else { return request }
        for (name, value) in forms.carrying(entry.id, entry.version) { request.form?.values[name] = value }
        return request
    }

    // MARK: Taking back

    /// Takes the last change back: what is as that change left it, and nothing that was changed since.
    private func undo(_ entry: Entry, _ history: EntityHistory, _ values: EntityValues) -> HTML {
        let sayings = history.changes.map(\.saying)
        guard
            let last = sayings.max(by: {
                ($0.saidAt.milliseconds, $0.id.sequence) < ($1.saidAt.milliseconds, $1.id.sequence)
            }),
            !last.isEnd, isOpen(entry), let undo = history.undo(of: last.id)
        else { return .empty }
        let isComing = last.at > request.now.milliseconds
        // What commands know is ahead of the read model at times: only what is still as the change left it goes back.
        let said = EntityChanges(say: say, shape: shape, sight: sight)
        let restored = undo.restored.filter { said.isSeen($0) && (isComing || entry.members[$0.path] == $0.before) }
        guard !restored.isEmpty else { return .empty }
        let kept = undo.kept.filter(said.isSeen).map { said.label($0.path) }.joined(separator: ", ")
        let keeps: HTML = kept.isEmpty ? .empty : "<p>\(say(.undoKeeps, kept))</p>"
        var request = request
        // Offered anew: the change that the form was about may not be the last any more.
        if request.form?.id == forms.undo.id { request.form?.values = Form.Values([]) }
        let initial = forms.restoring(
            entry.id, entry.version, restored, of: last.id, at: isComing ? Instant(milliseconds: last.at) : nil)
        if request.form?.id == forms.undo.id {
            for (name, value) in initial { request.form?.values[name] = value }
        }
        return """
            <div class="part">\(forms.undo.html(request, initial: initial, below: """
                <p>\(say(.undoRestores)):</p>\(said.list(restored, forms.currency(entry.members), values))\(keeps)
                """, isQuiet: true))</div>
            """
    }

    // MARK: History

    private func table(_ changes: [EntityHistory.Change], _ values: EntityValues) -> HTML {
        guard !changes.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        return Table(
            caption: say(.history),
            columns: [.moment(say(.historyWhen)), .name(say(.historyWho)), .text(say(.historyWhat))],
            rows: changes.map { change in
                let saying = change.saying
                let when = say.dates.moment(saying.saidAt, Zone.home, now: request.now)
                // Said for another moment than it was said at.
                let isDated = abs(saying.at - saying.saidAt.milliseconds) > 1_000
                let from = say.dates.moment(
                    Instant(milliseconds: saying.at), Zone.home, now: request.now)
                let holds: HTML = isDated ? Parts.sub("\(say(.holdsFrom, from))") : .empty
                return [
                    "\(when)\(holds)", "\(saying.author.map(Parts.author) ?? "–")",
                    EntityChanges(say: say, shape: shape, sight: sight).html(
                        change, forms.currency(change.after), values),
                ]
            }
        ).html
    }
}

import Events
import Foundation
import HTTP
import Imports
import Pages
import Rules
import Services
import Spreadsheets

/// Spreadsheets that people bring: taken, looked at, imported.
extension Gateway {
    /// A file for an entity's list.
    func takeImport(_ request: Request, _ responder: Responder) {
        answer(request, responder, in: pages) { [self] asked in
            guard let user = try user(request) else { return .redirect(to: "/sign-in") }
            asked = self.asked(request, user: user)
            let parts = request.formParts ?? []
            func text(_ name: String) -> String? { parts.first { $0.name == name }?.text }
            guard let path = text("entity"), let shape = try ImportSource(pool).shape(at: path) else {
                return html(Screens.notFound(asked), request, asked)
            }
            let place = "/\(shape.path)/import"
            guard isOurs([("token", text("token") ?? "")], request) else { return .redirect(to: place) }
            guard mayImport(shape, user) else { return html(Screens.forbidden(asked), request, asked) }
            guard let file = parts.first(where: { $0.name == "file" }), !file.bytes.isEmpty else {
                return .redirect(to: "\(place)?empty=1")
            }
            let id = try imports.take(
                file.bytes, named: Self.shown(file.fileName ?? ""), of: shape.path, by: user.principal)
            return .redirect(to: "/imports/\(id)")
        }
    }

    /// A file's name without its folders, cut; whatever a browser calls it, it is only shown.
    private static func shown(_ name: String) -> String {
        let last = name.split(whereSeparator: { "/\\".contains($0) }).last.map(String.init) ?? ""
        return String(last.filter { $0 != "\0" }.prefix(100))
    }

    private func mayImport(_ shape: EntityShape, _ user: User) -> Bool {
        let found = Actions.at(shape.segments + ["new"]).first { $0.action.method == "PUT" }
        guard let found else { return false }
        return user.principal.rights.holds(.files(.import))
            && found.action.refusal(to: user.principal, at: found.ids) == nil
            && Screens.isShown(shape.segments, to: user.principal)
    }

    /// How far a file is: `GET` shows it, `POST` has it looked at again or imported.
    func importFile(_ id: String, _ request: Request, _ responder: Responder) {
        answer(request, responder, in: pages) { [self] asked in
            guard let user = try user(request) else {
                return .redirect(to: "/sign-in?next=%2Fimports%2F\(percentEncode(id))")
            }
            asked = self.asked(request, user: user)
            guard let (file, shape) = try found(id, user) else { return html(Screens.notFound(asked), request, asked) }
            guard request.method == "POST" else {
                // While it is at work only how far it is is shown.
                let sheet = file.isAtWork || file.stage == .done ? nil : try? imports.sheet(of: file)
                return html(Screens.importFile(asked, file, shape, sheet), request, asked)
            }
            let form = request.form ?? []
            if isOurs(form, request), !file.isAtWork, mayImport(shape, user) { try act(on: file, form, user) }
            return .redirect(to: "/imports/\(id)")
        }
    }

    private func found(_ id: String, _ user: User) throws -> (ImportFile, EntityShape)? {
        guard let file = try imports.file(id, of: user.principal),
            Screens.isShown(file.entity.split(separator: "/").map(String.init), to: user.principal),
            let shape = try ImportSource(pool).shape(at: file.entity)
        else { return nil }
        return (file, shape)
    }

    private func act(on file: ImportFile, _ form: [(name: String, value: String)], _ user: User) throws {
        func said(_ name: String) -> String? { form.first { $0.name == name }?.value }
        var settings = file.settings
        switch said("act") {
        case "run":
            guard file.stage == .ready || file.stage == .running else { return }
            settings.doubles = said("doubles").flatMap { DoublesChoice(rawValue: $0) } ?? settings.doubles
            try imports.run(file, settings, by: user.principal)
        case "look":
            guard file.stage != .done else { return }
            if let text = said("encoding") { settings.encoding = TextEncoding(rawValue: text) }
            if let text = said("separator") { settings.separator = CSVSeparator(named: text) }
            if let text = said("sign") { settings.sign = DecimalSign(rawValue: text) }
            let columns = form.filter { $0.name.hasPrefix("column-") }
                .compactMap { field in Int(field.name.dropFirst("column-".count)).map { (place: $0, field.value) } }
                .sorted { $0.place < $1.place }.map(\.1)
            // One thing is said by one column.
            var taken: Set<String> = []
            if !columns.isEmpty { settings.columns = columns.map { $0.isEmpty || taken.insert($0).inserted ? $0 : "" } }
            try imports.look(at: file, settings, by: user.principal)
        default: return
        }
    }

    /// The rows that are to be mended, as they came, with what is wrong with each behind them.
    func importRows(_ id: String, _ request: Request, _ responder: Responder) {
        answer(request, responder, in: pages) { [self] asked in
            guard let user = try user(request) else { return .redirect(to: "/sign-in") }
            asked = self.asked(request, user: user)
            guard let (file, shape) = try found(id, user), let report = file.report,
                let sheet = try imports.sheet(of: file)
            else { return html(Screens.notFound(asked), request, asked) }
            let faults = Dictionary(grouping: report.faults, by: \.row)
            var csv = CSV()
            (csv.reader, csv.hasMark, csv.delimiter) = (.person, true, asked.language == .ka ? .semicolon : .comma)
            let rows = sheet.rows.filter { faults[$0.number] != nil }.map { row in
                sheet.headings.indices.map { row[$0].text }
                    + [
                        (faults[row.number] ?? []).map { Screens.importFault($0, of: shape, in: asked.language) }
                            .joined(separator: " ")
                    ]
            }
            return csv.file([sheet.headings + [Screens.importWrongTitle(in: asked.language)]] + rows, named: "rows")
        }
    }
}

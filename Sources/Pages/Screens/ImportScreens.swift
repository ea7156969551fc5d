import Events
import Imports
import Rules
import Services
import Spreadsheets

/// The page where a spreadsheet is brought for an entity's list.
extension EntityScreens {
    func importing() throws -> PageAnswer {
        guard request.may(forms.create), request.principal?.rights.holds(.files(.import)) ?? false else {
            return Screens.forbidden(request)
        }
        let known = ImportColumn.all(of: shape, fields).map { say($0.title) }
        let alert =
            request.value("empty") == nil
            ? HTML.empty : "<div class=\"notice notice-bad\" role=\"alert\"><p>\(say(.importNoFile))</p></div>"
        return Frame(request, states: models.states).page(
            say(.importTitle, say(shape.many)),
            """
            \(crumbs())
            \(Parts.heading(say(.importTitle, say(shape.many))))
            <div class="part"><form class="form" method="post" action="/imports" enctype="multipart/form-data">
            \(alert)
            <p>\(say(.importIntro)) \(say(.importEmptyCells))</p>
            <input type="hidden" name="token" value=\(request.formToken)>
            <input type="hidden" name="entity" value=\(shape.path)>
            <div class="field"><label for="import-file">\(say(.importFile))</label>
            <input class="form-control" type="file" id="import-file" name="file" required accept=".xlsx,.xls,.ods,.csv,.tsv,.txt"></div>
            <button class="btn btn-primary" type="submit">\(say(.importLook))</button>
            <a class="btn btn-outline-secondary" href=\(shape.page())>\(say(.cancel))</a>
            </form></div>
            \(Parts.section("import-columns", say(.importColumnsKnown), "<p>\(known.joined(separator: " · "))</p>"))
            """)
    }
}

/// A file that was brought: what would change by it, and what did.
struct ImportScreen {
    private let request: PageRequest
    private let say: Words
    private let file: ImportFile
    private let shape: EntityShape
    private let sheet: Sheet?

    /// More faults stand in the file of them alone.
    private static let shownFaults = 200
    private static let shownRows = 3
    private static let refreshSeconds = 1

    init(_ request: PageRequest, _ file: ImportFile, _ shape: EntityShape, _ sheet: Sheet?) {
        (self.request, self.file, self.shape, self.sheet) = (request, file, shape, sheet)
        say = Words(language: request.language)
    }

    func page() -> PageAnswer {
        var frame = Frame(request)
        if file.isAtWork { frame.refreshSeconds = Self.refreshSeconds }
        return frame.page(
            say(.importTitle, say(shape.many)),
            """
            \(Parts.crumbs(say(.whereYouAre), [(shape.page(), say(shape.many)), (shape.page("import"), say(.importLink))]))
            \(Parts.heading(say(.importTitle, say(shape.many)), "\(file.name)"))
            \(body)
            """)
    }

    private var body: HTML {
        let rows = say.numbers.count(file.decided)
        if file.isSilent, file.stage == .checking || file.stage == .running {
            return """
                \(Frame.notice(say(.importSilent)))
                <form method="post" action=\(address)>\(token)
                <input type="hidden" name="doubles" value=\(file.settings.doubles.rawValue)>
                <button class="btn btn-primary" type="submit" name="act" value=\(file.stage == .running ? "run" : "look")>\(say(.goOn))</button></form>
                """
        }
        switch file.stage {
        case .checking: return Frame.notice(say(.importChecking, rows))
        case .running: return Frame.notice(say(.importRunning, rows))
        case .failed:
            return """
                <div class="notice notice-bad" role="alert"><p>\(trouble)</p></div>
                \(reading(isOpen: true))\(another)
                """
        case .ready:
            return """
                \(Frame.notice(say(.importReady)))\(counts(file.report?.first))\(run)\(faults)\(reading(isOpen: false))
                """
        case .done: return "\(Frame.notice(say(.importDone)))\(counts(done))\(faults)\(another)"
        }
    }

    private var address: Path { Path("imports", file.id) }
    private var token: HTML { "<input type=\"hidden\" name=\"token\" value=\(request.formToken)>" }

    private var another: HTML {
        """
        <p class="pager"><a class="btn btn-primary" href=\(shape.page())>\(say(.importToList))</a> \
        <a class="btn btn-outline-secondary" href=\(shape.page("import"))>\(say(.importAnother))</a></p>
        """
    }

    // MARK: What became of it

    private var done: ImportReport.Counts? { file.report?.first }

    private func counts(_ counts: ImportReport.Counts?) -> HTML {
        guard let report = file.report, let counts else { return .empty }
        func tile(_ text: Text, _ number: Int, isFirst: Bool = false) -> HTML {
            Parts.tile(say(text), say.numbers.count(number), [], isFirst: isFirst)
        }
        return Parts.tiles([
            tile(.importRows, report.rows, isFirst: true), tile(.importNew, counts.added),
            tile(.importChanged, counts.changed), tile(.importSame, counts.same), tile(.importBad, report.named),
        ])
    }

    /// What is done with doubles, and the button.
    private var run: HTML {
        guard let report = file.report else { return .empty }
        let choices: HTML
        if report.hasDoubles {
            let all: [(DoublesChoice, Text, Int)] = [
                (.first, .importFirst, report.first.all), (.none, .importNone, report.none.all),
            ]
            let boxes = all.map { choice, text, count -> HTML in
                """
                <div class="form-check"><input class="form-check-input" type="radio" name="doubles" id=\("doubles-\(choice.rawValue)") \
                value=\(choice.rawValue)\(flag: "checked", choice == file.settings.doubles)>\
                <label class="form-check-label" for=\("doubles-\(choice.rawValue)")>\(say(text, say.numbers.count(count)))</label></div>
                """
            }
            choices = "<fieldset class=\"field\"><legend>\(say(.importDoubles))</legend>\(boxes)</fieldset>"
        } else {
            choices = .empty
        }
        return """
            <div class="part"><form class="form" method="post" action=\(address)>\(token)\(choices)
            <button class="btn btn-primary" type="submit" name="act" value="run">\(say(.importRun))</button>
            <a class="btn btn-outline-secondary" href=\(shape.page())>\(say(.cancel))</a></form></div>
            """
    }

    private var faults: HTML {
        guard let report = file.report else { return .empty }
        guard !report.faults.isEmpty else { return "<p class=\"nothing\">\(say(.importNothingWrong))</p>" }
        let rest = report.faults.count - Self.shownFaults
        let table = Table(
            caption: say(.importBad),
            columns: [
                .text(say(.importRow)), .text(say(.importColumn)), .text(say(.importValue)), .text(say(.importWrong)),
            ],
            rows: report.faults.prefix(Self.shownFaults).map { fault in
                [
                    "\(say.numbers.count(fault.row))", "\(say.importPlace(fault, shape))", "\(fault.value)",
                    "\(say.importFault(fault))",
                ]
            }, kind: "dense"
        ).html
        return Parts.section(
            "import-faults", say(.importBad),
            """
            \(table)
            \(rest > 0 ? "<p>\(say(.importMoreFaults, say.numbers.count(rest)))</p>" as HTML : .empty)
            <p class="pager"><a href=\(Path("imports", file.id, "rows.csv", query: [("lang", request.language.rawValue)])) download>\(say(.importRowsFile))</a></p>
            """)
    }

    private var trouble: String {
        let numbers = file.settings.troubleNumbers
        func number(_ place: Int) -> String { numbers.indices.contains(place) ? say.numbers.count(numbers[place]) : "" }
        switch file.settings.trouble {
        case "encoding":
            let byte = numbers.count > 1 ? String(numbers[1], radix: 16, uppercase: true) : ""
            return say(.importTroubleEncoding, number(0), byte)
        case "notEncoded": return say(.importTroubleNotEncoded, number(0))
        case "openQuote": return say(.importTroubleOpenQuote, number(0))
        case "empty": return say(.importTroubleEmpty)
        case "notInstalled": return say(.importTroubleNotInstalled)
        case "locked": return say(.importTroubleLocked)
        case "large": return say(.importTroubleLarge)
        case "broken": return say(.importTroubleBroken)
        case "rows": return say(.importTroubleRows, number(0))
        case "columns": return say(.importTroubleColumns)
        case "rights": return say(.importTroubleRights)
        default: return say(.importTroubleFailed)
        }
    }

    // MARK: How it is read

    private func reading(isOpen: Bool) -> HTML {
        let fields = shape.fields.filter { field in
            request.principal?.sight(to: .read(shape.area.readAs))?.sees(field) ?? false
        }
        let columns = ImportColumn.all(of: shape, fields)
        // Of a file that is no table of text yet only its encoding can be said.
        let isText =
            sheet?.text != nil
            || sheet == nil && ["encoding", "notEncoded", "openQuote"].contains(file.settings.trouble)
        guard isText || sheet != nil else { return .empty }
        let encodings =
            isText
            ? select(.importEncoding, "encoding", encodingChoices, file.settings.encoding?.rawValue ?? "") : .empty
        let separators =
            sheet?.text == nil
            ? HTML.empty : select(.importSeparator, "separator", separatorChoices, file.settings.separator?.name ?? "")
        let signs = select(
            .importSign, "sign",
            [
                ("", say(.importRecognised)), (DecimalSign.clear.rawValue, say(.importSignClear)),
                (DecimalSign.point.rawValue, say(.importSignPoint)),
                (DecimalSign.comma.rawValue, say(.importSignComma)),
            ], file.settings.sign?.rawValue ?? "")
        let mapping = sheet.map { mapped($0, columns) } ?? .empty
        return Parts.folded(
            say(.importReading), isOpen: isOpen,
            """
            <form class="form form-rows" method="post" action=\(address)>\(token)
            \(encodings)\(separators)\(signs)\(mapping)
            <button class="btn btn-outline-secondary" type="submit" name="act" value="look">\(say(.importAgain))</button></form>
            """)
    }

    private var encodingChoices: [(String, String)] {
        [("", say(.importRecognised))]
            + TextEncoding.allCases.map {
                ($0.rawValue, $0 == .windows1251 ? "Windows-1251" : $0 == .windows1252 ? "Windows-1252" : $0.rawValue)
            }
    }

    private var separatorChoices: [(String, String)] {
        [("", say(.importRecognised)), ("comma", ","), ("semicolon", ";"), ("tab", say(.importTab))]
    }

    private func select(_ label: Text, _ name: String, _ choices: [(String, String)], _ chosen: String) -> HTML {
        "<div class=\"field\"><label for=\("import-\(name)")>\(say(label))</label>\(control(name, choices, chosen))</div>"
    }

    private func control(_ name: String, _ choices: [(String, String)], _ chosen: String) -> HTML {
        let options = choices.map { value, text -> HTML in
            "<option value=\(value)\(flag: "selected", value == chosen)>\(text)</option>"
        }
        return "<select class=\"form-select\" id=\("import-\(name)") name=\(name)>\(options)</select>"
    }

    /// Each column with its first cells, and what it means.
    private func mapped(_ sheet: Sheet, _ columns: [ImportColumn]) -> HTML {
        let reading = ImportDesk.reading(sheet, file.settings, among: columns)
        let choices = [("", say(.importLeftOut))] + columns.map { ($0.name, say($0.title)) }
        return sheet.headings.enumerated().map { place, heading -> HTML in
            let sample = sheet.rows.prefix(Self.shownRows).map { $0[place].text }.filter { !$0.isEmpty }
            let chosen = reading.columns.indices.contains(place) ? reading.columns[place]?.name ?? "" : ""
            return """
                <div class="field"><label for=\("import-column-\(place)")>\(heading.isEmpty ? "–" : heading)</label>
                \(control("column-\(place)", choices, chosen))<p class="hint">\(sample.joined(separator: " · "))</p></div>
                """
        }.reduce(.empty, +)
    }
}

extension Words {
    /// The column of a fault: as its heading says, else what its field is called.
    func importPlace(_ fault: RowFault, _ shape: EntityShape) -> String {
        fault.column.isEmpty ? shape.field(fault.path).map { self($0.title) } ?? "" : fault.column
    }

    /// What is wrong with a row of a spreadsheet.
    func importFault(_ fault: RowFault) -> String {
        if fault.isDouble {
            return self(.importDouble, fault.others.map { numbers.count($0) }.joined(separator: ", "))
        }
        return refusal(Fault("", fault.rule, fault.message))
    }
}

extension Screens {
    /// A file that somebody brought, with its table where it can be read.
    package static func importFile(
        _ request: PageRequest, _ file: ImportFile, _ shape: EntityShape, _ sheet: Sheet?
    ) -> PageAnswer { ImportScreen(request, file, shape, sheet).page() }

    /// What is wrong with a row, and in which column, in the reader's language.
    package static func importFault(_ fault: RowFault, of shape: EntityShape, in language: Language) -> String {
        let say = Words(language: language)
        return [say.importPlace(fault, shape), say.importFault(fault)].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    /// What stands above what is wrong in a file of rows to mend.
    package static func importWrongTitle(in language: Language) -> String {
        Words(language: language)(.importWrong)
    }
}

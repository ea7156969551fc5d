import Events
import JSON
import Queries
import Rules

/// A completed receipt in a form: each rule that it breaks stands beside its figure, and what is different is said by head office.
struct CorrectReceiptScreen {
    private let request: PageRequest
    private let models: ScreenModels
    private let say: Words
    private let receipt: ScreenReceipts.Whole

    /// nil where there is no such receipt, or not for this reader.
    private init?(_ request: PageRequest, _ models: ScreenModels, _ id: FactID) throws {
        guard let receipt = try ScreenReceipts.one(models, id),
            request.sight(of: .sales).sees(store: receipt.head.store.id)
        else { return nil }
        (self.request, self.models, self.receipt) = (request, models, receipt)
        say = Words(language: request.language)
    }

    /// The page of a receipt; nil where there is no such receipt. Who corrects none is not told whether there is one.
    static func page(_ request: PageRequest, _ models: ScreenModels, _ id: FactID) throws -> PageAnswer? {
        guard request.may(ReceiptForms.correct, as: request.sight(of: .sales), in: ReceiptForms.store) else {
            return Screens.forbidden(request)
        }
        return try Self(request, models, id)?.page()
    }

    private func page() throws -> PageAnswer {
        let (id, store) = (receipt.head.id.description, receipt.head.store.id)
        let form = ReceiptForms.correct
        guard request.may(form, ReceiptForms.carrying(id, store)) else { return Screens.forbidden(request) }
        let title = say(.receiptNo, receipt.head.number ?? id)
        let crumbs = [
            (Path(), say(.menuOverview)), (Path(.store(store)), say.name(receipt.head.store)),
            (Path(.receipt(id)), title),
        ]
        let html: HTML
        if let filled = try counting.flatMap({ ReceiptForms.filled(id, store, $0, request.language) }) {
            var request = request
            // Not sent yet: what the rules say of the receipt stands where what they say of an answer will.
            request.form =
                request.form
                ?? FilledForm(suspect: form, Form.Values(filled.map { ($0.key, $0.value) }), receipt.head.faults)
            html = "<div class=\"part\">\(form.html(request, initial: filled, cancel: Path(.receipt(id))))</div>"
        } else {
            html = Parts.nothing(say(.receiptNotInForm))
        }
        return Frame(request, states: models.states, isQuick: true).page(
            say(.correctReceipt),
            """
            \(Parts.crumbs(say(.whereYouAre), crumbs))
            \(Parts.heading(title, "\(say(.correctReceiptMore))"))
            \(html)
            """)
    }

    /// The receipt as it counts now, out of the log; nil where nothing of it does.
    private var counting: Receipt? {
        get throws {
            guard let record = try request.readRecord(receipt.partition, receipt.offset),
                let event = try? Event.read(record.bytes, with: JSONParser())
            else { return nil }
            return switch event.fact {
            case .receiptCompleted(let receipt): receipt
            case .receiptCorrected(let fact): fact.replacement
            default: nil
            }
        }
    }
}

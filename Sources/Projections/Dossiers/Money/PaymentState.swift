import Events
import Rules

/// A payment as all that was said of it leaves it.
///
/// Money that was captured is ours, whatever else was said; then it counts that it was declined for certain; and what is
/// unknown, or was never answered, is to be reconciled.
struct PaymentState {
    private var initiated: PaymentInitiated?
    private var capture: PaymentCaptured?
    private var unpaid: PaymentUnpaid?
    private var isDeclined = false
    private var isUnknown = false
    private var captured: Int64 = 0
    private var refunded: Int64 = 0
    private var fee: Int64 = 0
    private var store: String?
    private var receipt: String?
    private var refundCurrency: String?

    init(_ said: Said) {
        for fact in said.facts {
            store = fact.store ?? store
            switch fact.event.fact {
            case .paymentInitiated(let said): initiated = said
            case .paymentCaptured(let said):
                capture = said
                captured = captured.plus(said.amount)
                fee = fee.plus(said.fee ?? 0)
                receipt = said.receipt ?? receipt
            case .paymentDeclined(let said): (isDeclined, unpaid) = (true, said)
            case .paymentUnknown(let said):
                isUnknown = true
                if !isDeclined { unpaid = said }
            case .paymentRefunded(let said):
                refunded = refunded.plus(said.amount)
                refundCurrency = said.currency
            default: break
            }
        }
    }

    var status: String {
        if capture != nil { return refunded == 0 ? "captured" : refunded >= captured ? "refunded" : "partlyRefunded" }
        if isDeclined { return "declined" }
        return isUnknown ? "unknown" : initiated == nil ? "expected" : "initiated"
    }

    static let table = SaidBook.Table(
        name: "payment", kind: "payment",
        columns: [
            "payment", "store", "status", "method", "purpose", "currency", "customer", "order_id", "receipt",
            "original",
            "provider", "terminal", "authorization", "reference", "code", "first_at", "last_at", "settles_on", "asked",
            "captured", "refunded", "fee", "last_fact",
        ]
    ) { id, said in
        let payment = PaymentState(said)
        let (asked, capture) = (payment.initiated, payment.capture)
        return [
            { writer in
                writer.text(id)
                writer.optionalText(payment.store)
                writer.text(payment.status)
                writer.optionalText(asked?.method)
                writer.optionalText(asked?.purpose)
                writer.text(capture?.currency ?? asked?.currency ?? payment.refundCurrency ?? "")
                for text in [
                    capture?.customer ?? asked?.customer, capture?.order ?? asked?.order,
                    payment.receipt ?? asked?.receipt,
                    asked?.original, asked?.provider, asked?.terminal, capture?.authorization,
                    capture?.reference ?? payment.unpaid?.reference, payment.unpaid?.code,
                ] { writer.optionalText(text) }
                writer.int64(said.facts.first?.milliseconds ?? 0)
                writer.int64(said.facts.last?.milliseconds ?? 0)
                writer.optionalDate(capture?.settlesOn?.daysSince1970)
                for number in [asked?.amount ?? 0, payment.captured, payment.refunded, payment.fee] {
                    writer.int64(number)
                }
                writer.text(said.facts.last?.event.id.description ?? "")
            }
        ]
    }
}

/// A discount that was given outside a receipt, as it was last said.
enum GrantedDiscounts {
    static let table = SaidBook.Table(
        name: "granted", kind: "grant",
        columns: [
            "grant_id", "fact", "store", "customer", "kind", "rule", "version", "coupon", "percent", "amount",
            "currency",
            "base", "valid_from", "valid_to", "at", "operator", "approver", "reason",
        ]
    ) { id, said in
        guard let last = said.facts.last, case .discountGranted(let grant) = last.event.fact else { return [] }
        return [
            { writer in
                writer.text(id)
                writer.text(last.event.id.description)
                for text in [last.store, grant.customer] { writer.optionalText(text) }
                writer.text(grant.kind)
                writer.optionalText(grant.rule)
                writer.optionalInt64(grant.version)
                writer.optionalText(grant.coupon)
                writer.optionalInt64(grant.percent)
                writer.optionalInt64(grant.amount)
                writer.optionalText(grant.currency)
                writer.optionalInt64(grant.base)
                for text in [grant.from, grant.to] { writer.optionalText(text) }
                writer.int64(last.milliseconds)
                for text in [grant.circumstances.operator, grant.circumstances.approver, grant.circumstances.reason] {
                    writer.optionalText(text)
                }
            }
        ]
    }
}

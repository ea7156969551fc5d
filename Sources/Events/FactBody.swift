/// The `data` of a fact, as against an object inside it.
package protocol FactBody: FactPart {
    var circumstances: Circumstances { get set }
}

extension Receipt: FactBody {}
extension ReceiptCorrection: FactBody {}
extension RecordDamaged: FactBody {}
extension NumbersWrittenOff: FactBody {}
extension Delivery: FactBody {}
extension StoreOpened: FactBody {}
extension TillRegistered: FactBody {}
extension ProductFacts: FactBody {}
extension CustomerRegistered: FactBody {}

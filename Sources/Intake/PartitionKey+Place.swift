import Events
import Log
import Rules

extension PartitionKey {
    /// The same place in the words of rights, which know no log.
    package var place: Place {
        switch self {
        case .store(let store): .store(ExactText(store))
        case .chain: .chain
        }
    }
}

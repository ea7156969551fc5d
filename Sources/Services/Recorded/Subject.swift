import Events
import JSON
import Rules

/// A thing of which is remembered all that was said of it (`SubjectState`).
package protocol Remembered: SendableMetatype {
    associatedtype Body: FactBody & Equatable

    /// What it is: its name, its fields, its address.
    static var shape: EntityShape { get }
    /// What a fact says of it; nil when it speaks of something else.
    static func told(_ fact: Fact) -> Told<Body>?
}

extension Remembered {
    /// Whether facts say only what changed, and what is cleared (`cleared`).
    package static var isPartial: Bool { shape.isPartial }
}

/// A thing that is described rather than traded: a supplier, a tax, a role. All of them are decided alike
/// (`SubjectDecider`); a subject says what its facts are and which rules of its own it keeps.
package protocol Subject: Remembered {
    /// The members that its address holds, which together are its stream's name; its id alone unless it is said otherwise.
    static var idNames: [String] { get }
    /// Members that are the same of each of them, which nobody needs to say.
    static var fixed: [(name: String, value: String)] { get }
    /// The fact that says it.
    ///
    /// - Parameter isNew: whether nothing was said of it before.
    static func fact(_ body: Body, isNew: Bool) -> Fact
    /// The fact that ends it; nil where nothing does.
    static func end(_ id: String, _ circumstances: Circumstances) -> Fact?
    /// Refuses what cannot be.
    ///
    /// - Parameter before: nil where it is new.
    static func check(_ body: Body, before: Body?) throws(Refusal)
    /// Of people: puts into a fact what only who knows the person's key can read.
    static func seal(_ body: inout Body, _ sealed: String)
}

extension Subject {
    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? { nil }
    package static func check(_ body: Body, before: Body?) throws(Refusal) {}
    package static func seal(_ body: inout Body, _ sealed: String) {}
    package static var idNames: [String] { [shape.idName] }
    package static var fixed: [(name: String, value: String)] { [] }

    /// The name of its streams, and of the rules that refuse.
    package static var kind: String { shape.name }
    /// A member stays what it was when it was first said.
    static func keeps<Value: Equatable>(
        _ name: String, _ value: Value, _ before: Value?, _ said: (Value) -> JSON
    ) throws(Refusal) {
        guard let before, before != value else { return }
        throw Refusal(
            .conflict, "\(kind).\(name)", "\(name) stays what it was said to be first",
            [("path", .string(name)), (name, said(before))])
    }
}

/// What something is called by people, in the languages of the house.
package struct Title: Sendable, Equatable {
    package let ka: String
    package let en: String
    package init(ka: String, en: String) { (self.ka, self.en) = (ka, en) }
}

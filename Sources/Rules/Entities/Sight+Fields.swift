extension Sight {
    /// Whether a form asks for a field.
    package func asks(_ field: EntityField) -> Bool {
        sees(field) && !(field.place.map(narrowing.fixes) ?? false)
    }

    /// Whether a field of an entity is seen: who may not see it is not told of it, and does not say it.
    package func sees(_ field: EntityField) -> Bool {
        (!field.isPersonal || scopes.contains(.personal)) && (!field.isCost || scopes.contains(.cost))
            && (!field.isSealed || identity) && !(field.place.map(narrowing.hides) ?? false)
    }
}

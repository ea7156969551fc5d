extension Sight {
    /// Whether a field of an entity is seen: who may not see it is not told of it, and does not say it.
    package func sees(_ field: EntityField) -> Bool {
        (!field.isPersonal || scopes.contains(.personal)) && (!field.isCost || scopes.contains(.cost))
            && (!field.isSealed || identity)
    }
}

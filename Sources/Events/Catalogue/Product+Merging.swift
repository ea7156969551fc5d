extension ProductFacts {
    /// What `cleared` may name. A product keeps its kind and its unit, and a default cost is only replaced: what was sold
    /// before its delivery rests on it.
    package static let clearable = [
        "name.ka", "name.en", "hierarchy", "barcodes", "brand", "taxRate", "listPrice", "tax", "components", "units",
        "supplier",
    ]

    /// These members where they say something, nothing where they are cleared, the others where they do not say.
    package func laid(over before: ProductFacts) -> ProductFacts {
        var all = before
        for name in cleared { all.clear(name) }
        (all.circumstances, all.cleared) = (Circumstances(), [])
        all.circumstances.externalIds = circumstances.externalIds ?? before.circumstances.externalIds
        all.circumstances.fields = circumstances.fields ?? before.circumstances.fields
        all.product = product
        all.name = LocalName(ka: name?.ka ?? all.name?.ka, en: name?.en ?? all.name?.en)
        all.kind = kind ?? all.kind
        all.unit = unit ?? all.unit
        if !hierarchy.isEmpty { all.hierarchy = hierarchy }
        if !barcodes.isEmpty { all.barcodes = barcodes }
        all.brand = brand ?? all.brand
        all.taxRate = taxRate ?? all.taxRate
        all.listPrice = listPrice ?? all.listPrice
        all.defaultCost = defaultCost ?? all.defaultCost
        all.tax = tax ?? all.tax
        if !components.isEmpty { all.components = components }
        if !units.isEmpty { all.units = units }
        all.supplier = supplier ?? all.supplier
        all.status = status ?? all.status
        return all
    }

    private mutating func clear(_ name: String) {
        switch name {
        case "name.ka": self.name?.ka = nil
        case "name.en": self.name?.en = nil
        case "hierarchy": hierarchy = []
        case "barcodes": barcodes = []
        case "brand": brand = nil
        case "taxRate": taxRate = nil
        case "listPrice": listPrice = nil
        case "tax": tax = nil
        case "components": components = []
        case "units": units = []
        case "supplier": supplier = nil
        default: break
        }
    }

    /// The members that can be cleared and say something here.
    package var said: Set<String> {
        var empty = self
        return Set(
            Self.clearable.filter { name in
                empty.clear(name)
                defer { empty = self }
                return empty != self
            })
    }

    /// What has to be said of `before` so that it becomes `after`: only what differs.
    package static func change(from before: ProductFacts, to after: ProductFacts) -> ProductFacts {
        var change = ProductFacts()
        (change.product, change.circumstances) = (after.product, after.circumstances)
        if after.circumstances.externalIds == before.circumstances.externalIds {
            change.circumstances.externalIds = nil
        }
        if after.circumstances.fields == before.circumstances.fields { change.circumstances.fields = nil }
        change.cleared = clearable.filter { before.said.contains($0) && !after.said.contains($0) }
        if after.name?.ka != before.name?.ka || after.name?.en != before.name?.en {
            change.name = after.name == LocalName() ? nil : after.name
        }
        if after.kind != before.kind { change.kind = after.kind }
        if after.unit != before.unit { change.unit = after.unit }
        if after.hierarchy != before.hierarchy { change.hierarchy = after.hierarchy }
        if after.barcodes != before.barcodes { change.barcodes = after.barcodes }
        if after.brand != before.brand { change.brand = after.brand }
        if after.taxRate != before.taxRate { change.taxRate = after.taxRate }
        if after.listPrice != before.listPrice { change.listPrice = after.listPrice }
        if after.defaultCost != before.defaultCost { change.defaultCost = after.defaultCost }
        if after.tax != before.tax { change.tax = after.tax }
        if after.components != before.components { change.components = after.components }
        if after.units != before.units { change.units = after.units }
        if after.supplier != before.supplier { change.supplier = after.supplier }
        if after.status != before.status { change.status = after.status }
        return change
    }

    /// Whether it says nothing of the product.
    package var saysNothing: Bool {
        var nothing = ProductFacts()
        (nothing.product, nothing.circumstances) = (product, circumstances)
        return self == nothing && circumstances.externalIds == nil && circumstances.fields == nil
    }
}

import Events

/// The rules of what is said of a product.
enum CatalogueRules {
    static func faults(of product: ProductFacts) -> [Fault] {
        var checks = Checks()
        checks.notNegative(product.listPrice?.amount, "listPrice", "price.negative")
        checks.notNegative(product.defaultCost?.amount, "defaultCost", "price.negative")
        checks.notNegative(product.taxRate, "taxRate", "rate.negative")
        checks.must(
            product.components.isEmpty || product.kind == nil || product.kind == "kit", "components", "kit.only",
            "only a kit is made of components")
        for (index, component) in product.components.enumerated() {
            checks.positive(component.quantity, "components[\(index)].quantity", "quantity.positive")
            checks.must(
                !ExactText.same(component.product, product.product), "components[\(index)].product", "kit.self",
                "a kit is no part of itself")
        }
        checks.once(product.components.map(\.product), "product.repeated") { "components[\($0)].product" }
        checks.cleared(product.cleared, among: ProductFacts.clearable)
        for (index, barcode) in product.barcodes.enumerated() where Barcode.hasWrongCheckDigit(barcode) {
            checks.must(
                false, "barcodes[\(index)]", "barcode.checkDigit", "the last digit of \(barcode) is not its check digit"
            )
        }
        for (index, unit) in product.units.enumerated() where unit.barcode.map(Barcode.hasWrongCheckDigit) ?? false {
            checks.must(
                false, "units[\(index)].barcode", "barcode.checkDigit",
                "the last digit of \(unit.barcode ?? "") is not its check digit")
        }
        checks.once(product.units.map(\.unit), "unit.repeated") { "units[\($0)].unit" }
        return checks.faults
    }

    static func faults(of store: StoreChanged) -> [Fault] {
        var checks = Checks()
        checks.cleared(store.cleared, among: StoreChanged.clearable)
        return checks.faults
    }
}

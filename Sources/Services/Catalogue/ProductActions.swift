import Events

/// Listing products and changing them; members left out stay as they are.
enum ProductActions {
    static let all = [
        Action("PUT", "products/{product}", .catalogue) { work, call in
            let id = try call.id("product")
            var product = try call.body.read(ProductFacts.self, set: [("product", id)])
            product.circumstances = call.stamped(product.circumstances)
            return try work.put(ProductDecider.self, id, product, call, ["product": .string(id)])
        }
    ]
}

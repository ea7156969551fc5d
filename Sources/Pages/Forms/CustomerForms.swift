import JSON
import Rules

/// What is done with two customers who are one person, or are not.
enum CustomerForms {
    static let all = [merge, unmerge]

    private static let shape = EntityShape.customer
    static let customer = "customer"
    static let with = "with"

    static let merge = Form(
        id: "customer-merge", title: .text(.mergeCustomer), button: .text(.merge),
        fields: [
            Form.Field(
                name: with, label: .text(.otherCustomer), kind: .reference(EntityShape.customer.name), path: "with",
                rules: ["merge.other", "merge.self"])
        ],
        carried: [customer], page: { shape.segments + [$0[customer]] }, method: "POST",
        address: { shape.segments + [$0[customer], "merges"] },
        body: { values in
            var body: JSON = .object([])
            body["with"] = values.json(with)
            return body
        },
        next: { shape.page($0[customer]) })

    static let unmerge = Form(
        id: "customer-unmerge", title: .text(.unmergeCustomer), button: .text(.unmerge), fields: [],
        carried: [customer, with], page: { shape.segments + [$0[customer]] }, method: "DELETE",
        address: { shape.segments + [$0[customer], "merges", $0[with]] }, body: { _ in .object([]) },
        next: { shape.page($0[customer]) })
}

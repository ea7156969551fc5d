/// Of which entity the ids are that stand in a member, by the end of its path.
package enum FactReferences {
    /// What stands for rights, which are no entity.
    static let right = "right"
    /// What roles name: entities of ours and of the users' own, and fields of them as `supplier.taxNumber`.
    package static let roleEntity = "roleEntity"
    package static let roleField = "roleField"
    /// A fact by its `writer:writerseq`, and a receipt by that of its fact.
    static let event = "event"
    static let receipt = "receipt"

    static let table = PathTable<String>(
        text.split(separator: "\n").compactMap { line in
            let columns = Columns(String(line)).all
            return columns.count == 2 ? (columns[0], columns[1]) : nil
        })

    static let text = """
        store | store
        stores | store
        legalEntity | legalEntity
        storeGroup | storeGroup
        transfer:from | store
        transfer:to | store
        dispatch.to | store
        product | product
        products | product
        excludedProducts | product
        supplier | supplier
        customer | customer
        with | customer
        customers | customer
        customerCategory | customerCategory
        customerCategories | customerCategory
        customer:category | customerCategory
        customerCategory:category | customerCategory
        employee | employee
        waybill.driver | employee
        contract | contract
        document:document | document
        reminder:reminder | reminder
        rule | discountRule
        rules | discountRule
        role | role
        roles | role
        rolesBefore | role
        role:rights | right
        role:limits.right | right
        role:fieldRights.field | roleField
        role:entryRights.field | roleField
        role:entryRights.own | roleEntity
        excess.right | right
        tax | tax
        tenders.kind | tenderKind
        conditions.tenders | tenderKind
        tenderKind:kind | tenderKind
        entity | entity
        field:reference | entity
        field:field | field
        receipt | receipt
        points:original | receipt
        causation | event
        account:original | event
        goods:original | event
        transfer:dispatch | event
        cost:delivery | event
        lines.delivery | event
        earning | event
        priceFact | event
        """
}

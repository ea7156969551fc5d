extension FactLabels {
    static let catalogueMembers = """
        opensOn | იხსნება | Opens on
        closedOn | დაიხურა | Closed on
        hierarchy | კატეგორიები, ზემოდან ქვემოთ | Categories, from the top
        barcodes | შტრიხკოდები | Barcodes
        brand | ბრენდი | Brand
        brands | ბრენდები | Brands
        taxRate | დღგ-ის განაკვეთი | Tax rate
        product:tax | გადასახადი | Tax
        defaultCost | საწყისი თვითღირებულება | Default cost
        units | სხვა ერთეულები | Other units
        """

    static let catalogueWords = """
        product:status.discontinued | აღარ იყიდება | Discontinued
        product:kind.goods | საქონელი | goods
        product:kind.service | მომსახურება | service
        product:kind.kit | ნაკრები | kit
        """
}

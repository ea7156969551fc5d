extension FactLabels {
    static let goodsMembers = """
        delivery | მიღება | Delivery
        deliveryLine | მიღების სტრიქონი | Line of the delivery
        goods.received:document | მომწოდებლის დოკუმენტის ნომერი | Supplier’s document number
        goods.received:lines.cost | ღირებულება დღგ-ს გარეშე | Cost without tax
        cost | თვითღირებულება | Cost
        vendorReturn | მომწოდებელთან დაბრუნება | Vendor return
        credit | მომწოდებლის დაბრუნებული თანხა | Credited by the supplier
        writeOff | ჩამოწერა | Write-off
        stocktake | ინვენტარიზაცია | Stocktake
        countedAt | დათვლის დრო | Counted at
        places | სად დაითვალა | Where it was counted
        revaluation | გადაფასება | Revaluation
        transfer | გადატანა | Transfer
        transfer:from | საიდან | From shop
        transfer:to | სად | To shop
        dispatch | გაგზავნა | Dispatch
        dispatch.to | სად | To shop
        dispatchLine | გაგზავნის სტრიქონი | Line of the dispatch
        expectedAt | როდის უნდა მოვიდეს | Expected at
        carrier | გადამზიდავი | Carrier
        waybill | ზედნადები | Waybill
        waybill.number | ზედნადების ნომერი | Waybill number
        waybill.type | ზედნადების ტიპი | Type of waybill
        waybill.status | ზედნადების მდგომარეობა | State of the waybill
        waybill.vehicle | მანქანის ნომერი | Vehicle’s plate
        waybill.driver | მძღოლი | Driver
        waybill.startAddress | საიდან (მისამართი) | From (address)
        waybill.endAddress | სად (მისამართი) | To (address)
        waybill.beginsAt | ტრანსპორტირების დაწყება | Transport begins
        replaced | სტრიქონები შესწორებამდე | Lines as they were
        goods:kind | საბუთის სახე | Kind of document
        writeOff.kind | ჩამოწერის სახე | Kind of write-off
        landedCost:charge | ხარჯის კოდი | Charge
        foreign | თანხა უცხოურ ვალუტაში | Foreign amount
        foreign.amount | თანხა უცხოურ ვალუტაში | Foreign amount
        foreign.currency | უცხოური ვალუტა | Foreign currency
        basis | რის მიხედვით განაწილდა | Shared out by
        taxNumber | საიდენტიფიკაციო კოდი | Tax number
        paymentDays | გადახდის ვადა (დღე) | Payment term (days)
        deliveryDays | მიწოდების ვადა (დღე) | Delivery time (days)
        minimumOrder | მინიმალური შეკვეთა | Minimum order
        expectedOn | როდის უნდა მოვიდეს | Expected on
        orderLine | შეკვეთის სტრიქონი | Line of the order
        """

    static let goodsWords = """
        goods:kind.delivery | მიღება | delivery
        goods:kind.vendorReturn | მომწოდებელთან დაბრუნება | vendor return
        goods:kind.writeOff | ჩამოწერა | write-off
        goods:kind.stocktake | ინვენტარიზაცია | stocktake
        goods:kind.revaluation | გადაფასება | revaluation
        goods:kind.transfer | გადატანა | transfer
        waybill.type.internal | შიდა გადაზიდვა | internal transfer
        waybill.type.withTransport | ტრანსპორტირებით | with transport
        waybill.type.withoutTransport | ტრანსპორტირების გარეშე | without transport
        waybill.type.distribution | დისტრიბუცია | distribution
        waybill.type.return | უკან დაბრუნება | return
        waybill.type.subWaybill | ქვე-ზედნადები | sub-waybill
        waybill.status.saved | შენახული | saved
        waybill.status.active | აქტიური | active
        waybill.status.completed | დასრულებული | completed
        waybill.status.cancelled | გაუქმებული | cancelled
        waybill.status.rejected | უარყოფილი | rejected
        damage | დაზიანება | damage
        expiry | ვადის გასვლა | expiry
        theft | ქურდობა | theft
        ownUse | საკუთარი მოხმარება | own use
        sample | ნიმუში | sample
        other | სხვა | other
        transfer:kind.missing | დანაკლისი | missing
        transfer:kind.damaged | დაზიანებული | damaged
        transfer:kind.surplus | ნამეტი | surplus
        landedCost:kind.freight | ტრანსპორტირება | freight
        landedCost:kind.customs | საბაჟო | customs
        landedCost:kind.insurance | დაზღვევა | insurance
        landedCost:kind.handling | დამუშავება | handling
        basis.value | ღირებულების | value
        basis.quantity | რაოდენობის | quantity
        basis.weight | წონის | weight
        basis.volume | მოცულობის | volume
        basis.manual | ხელით | by hand
        active | აქტიური | Active
        supplier:status.inactive | შეჩერებული | Inactive
        """
}

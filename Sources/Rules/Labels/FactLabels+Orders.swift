extension FactLabels {
    static let orderMembers = """
        validUntil | ძალაშია ამ დრომდე | Valid until
        promisedFor | დაპირებული დრო | Promised for
        fulfilment | როგორ გაიცემა | Handed over by
        until | რეზერვის ვადა | Held until
        deposit | ავანსი | Deposit
        deposits | ავანსები | Deposits
        order:charge | დაკავებული თანხა | Cancellation charge
        """

    static let orderWords = """
        fulfilment.pickup | გატანა მაღაზიიდან | pickup
        fulfilment.delivery | მიტანა | delivery
        fulfilment.shipping | გაგზავნა | shipping
        """
}

extension FactLabels {
    static let loyaltyMembers = """
        coupon | კუპონი | Coupon
        coupon:from | მოქმედებს ამ დროიდან | Holds from
        uses | რამდენჯერ გამოიყენება | Uses
        hold | რეზერვი | Hold
        giftCard:serial | ბარათის ნომერი | Card number
        giftCard:tender | ჩეკის გადახდის ნომერი | Payment of the receipt
        offline | კავშირის გარეშე | Offline
        points | ქულები | Points
        program | ლოიალობის პროგრამა | Loyalty programme
        points:base | თანხა, რომელზეც დაირიცხა | Earned on
        points:rate | ქულა ერთ თეთრზე | Points a minor unit
        spent | რომელი ქულები დაიხარჯა | Which points
        earning | დარიცხვის ჩანაწერი | Record of the earning
        points:original | გაყიდვის ჩეკი | Receipt of the sale
        """
}

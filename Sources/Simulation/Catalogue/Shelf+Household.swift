/// What is not eaten.
extension Shelf {
    static let household = [
        Shelf(
            "Household", "Laundry", from: "sup-sisuftave", margin: 25, demand: 4,
            kinds: """
                სარეცხი ფხვნილი|Washing powder|1190; სარეცხი გელი|Washing gel|1490
                სარეცხი კაფსულები|Washing capsules|1890; ქსოვილის დამარბილებელი|Fabric softener|990
                მათეთრებელი|Bleach|390
                """,
            makers: "თეთრი ღრუბელი|White Cloud;ბრწყინვა|Brtskinva;ნამი|Nami;სახლი|Sakhli",
            sizes: "1 კგ|1 kg|100;2 კგ|2 kg|180;4 კგ|4 kg|330"),
        Shelf(
            "Household", "Cleaning", from: "sup-sisuftave", margin: 29, demand: 5,
            kinds: """
                ჭურჭლის სარეცხი|Washing-up liquid|390; იატაკის საწმენდი|Floor cleaner|590
                მინის საწმენდი|Glass cleaner|490; სანტექნიკის საწმენდი|Bathroom cleaner|620
                ღრუბელი ჭურჭლის|Kitchen sponges|190; ნაგვის პარკები|Bin bags|350
                """,
            makers: "ბრწყინვა|Brtskinva;ნამი|Nami;სახლი|Sakhli",
            sizes: "მცირე|small|70;საშუალო|medium|100;დიდი|large|170"),
        Shelf(
            "Household", "Paper", from: "sup-qaghaldi", margin: 23, demand: 6,
            kinds: """
                ტუალეტის ქაღალდი|Toilet paper|490; ქაღალდის ხელსახოცი|Paper towels|450; ხელსახოცები|Napkins|190
                ცხვირსახოცები|Tissues|160; სველი ხელსახოცი|Wet wipes|320
                """,
            makers: "ნაზი|Nazi;თეთრი ღრუბელი|White Cloud;სახლი|Sakhli",
            sizes: "2 ც|2 pcs|60;4 ც|4 pcs|100;8 ც|8 pcs|185"),
        Shelf(
            "Household", "Kitchen", from: "sup-qaghaldi", margin: 34, demand: 3,
            kinds: """
                ფოლგა|Foil|350; საცხობი ქაღალდი|Baking paper|390; პარკი|Carrier bag|30; ასანთი|Matches|20
                სანთლები|Candles|290; ელემენტები AA|AA batteries|590; ნათურა LED|LED bulb|690
                კეცი|Ketsi clay pan|1490
                """,
            makers: "სახლი|Sakhli;ბრწყინვა|Brtskinva;ნამი|Nami",
            sizes: "სტანდარტი|standard|100;დიდი|large|160"),
        Shelf(
            "Household", "Garden and home", from: "sup-qaghaldi", margin: 36, demand: 2,
            kinds: """
                ნიადაგი ყვავილებისთვის|Potting soil|690; ქოთანი|Flower pot|590; თესლი|Seeds|150
                ხელთათმანები|Gloves|390; ცოცხი|Broom|990; ვედრო|Bucket|890; თოკი|Rope|450; საკიდები|Hangers|520
                """,
            makers: "სახლი|Sakhli;ბაღი|Baghi",
            sizes: "მცირე|small|100;დიდი|large|165"),
        Shelf(
            "Personal care", "Hair and body", from: "sup-silamaze", margin: 31, demand: 4,
            kinds: """
                შამპუნი|Shampoo|890; ბალზამი|Conditioner|890; შხაპის გელი|Shower gel|690; საპონი|Soap|190
                თხევადი საპონი|Liquid soap|420; დეოდორანტი|Deodorant|790; ხელის კრემი|Hand cream|450
                """,
            makers: "ნაზი|Nazi;ვარდი|Vardi;მზიური|Mziuri",
            sizes: "მცირე|small|70;საშუალო|medium|100;დიდი|large|165"),
        Shelf(
            "Personal care", "Dental", from: "sup-silamaze", margin: 30, demand: 3,
            kinds: """
                კბილის პასტა|Toothpaste|490; ბავშვის კბილის პასტა|Children’s toothpaste|450
                კბილის ჯაგრისი|Toothbrush|390; პირის სავლები|Mouthwash|890; კბილის ძაფი|Dental floss|520
                """,
            makers: "ვარდი|Vardi;ღიმილი|Smile;ნამი|Nami",
            sizes: "სტანდარტი|standard|100;დიდი|large|155"),
        Shelf(
            "Baby", "Baby care", from: "sup-silamaze", margin: 19, demand: 3,
            kinds: """
                საფენები 3|Nappies 3|2990; საფენები 4|Nappies 4|2990; საფენები 5|Nappies 5|3190
                ბავშვის ხელსახოცი|Baby wipes|490; რძის ფაფა|Milk porridge|690; ხილის პიურე|Fruit purée|320
                """,
            makers: "ჩიტუნა|Chituna;ღიმილი|Smile",
            sizes: "სტანდარტი|standard|100;დიდი|large|170"),
        Shelf(
            "Pets", "Pet food", from: "sup-silamaze", margin: 26, demand: 3,
            kinds: """
                კატის საკვები ქათმით|Cat food, chicken|190; კატის საკვები თევზით|Cat food, fish|190
                ძაღლის საკვები|Dog food|290; კატის ქვიშა|Cat litter|1290; ფრინველის საკვები|Bird food|390
                """,
            makers: "ფისო|Piso;ყურშა|Qursha",
            sizes: "მცირე|small|100;დიდი|large|320"),
    ]
}

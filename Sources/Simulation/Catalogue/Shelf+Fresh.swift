/// What comes every day or two.
extension Shelf {
    static let bakery = [
        Shelf(
            "Bakery", "Bread", from: "sup-tone", margin: 22, demand: 14,
            kinds: """
                შოთი|Shoti bread|120; თონის პური|Tone bread|130; ლავაში|Lavash|100; ჭვავის პური|Rye bread|260
                მთლიანი მარცვლის პური|Whole grain bread|290; ბაგეტი|Baguette|180; სიმინდის პური|Corn bread|240
                ტოსტის პური|Toast bread|320
                """,
            makers: "თონე|Tone;ძველი ფურნე|Old Bakery;კალო|Kalo;თავთავი|Tavtavi",
            sizes: "300 გ|300 g|80;450 გ|450 g|110"),
        Shelf(
            "Bakery", "Pastry", from: "sup-tone", margin: 30, demand: 8,
            kinds: """
                იმერული ხაჭაპური|Imeretian khachapuri|650; ლობიანი|Lobiani|450; პენოვანი|Penovani|380
                ფუნთუშა|Bun|150; ქადა|Kada|280; კრუასანი|Croissant|290; ნაზუქი|Nazuki|350
                ღვეზელი კარტოფილით|Potato pie|220
                """,
            makers: "თონე|Tone;ძველი ფურნე|Old Bakery;ბებოს სამზარეულო|Granny’s Kitchen",
            sizes: "1 ც|1 pc|100;2 ც|2 pcs|190"),
    ]

    static let dairy = [
        Shelf(
            "Dairy", "Milk", from: "sup-alaznis-napiri", margin: 16, demand: 12,
            kinds: """
                რძე 3,2 %|Milk 3.2%|420; რძე 2,5 %|Milk 2.5%|390; უცხიმო რძე|Skimmed milk|380
                ულაქტოზო რძე|Lactose-free milk|590
                """,
            makers: """
                ალაზნის ნაპირი|Alazani Bank; მთის ფერმა|Mountain Farm; სამი ძროხა|Three Cows
                ჩვენი სოფელი|Our Village
                """,
            sizes: "500 მლ|500 ml|60;1 ლ|1 l|100;1,5 ლ|1.5 l|145"),
        Shelf(
            "Dairy", "Yoghurt and matsoni", from: "sup-alaznis-napiri", margin: 20, demand: 10,
            kinds: """
                მაწონი|Matsoni|270; არაჟანი|Sour cream|360; იოგურტი მარწყვით|Strawberry yoghurt|210
                იოგურტი ალუბლით|Cherry yoghurt|210; ბერძნული იოგურტი|Greek yoghurt|380; კეფირი|Kefir|310
                ხაჭო|Curd|430
                """,
            makers: "ალაზნის ნაპირი|Alazani Bank;მთის ფერმა|Mountain Farm;ჩვენი სოფელი|Our Village",
            sizes: "200 გ|200 g|70;400 გ|400 g|120;800 გ|800 g|215"),
        Shelf(
            "Dairy", "Cheese", from: "sup-mtis-ferma", margin: 24, demand: 9, isWeighed: true,
            kinds: """
                სულგუნი|Sulguni|2150; შებოლილი სულგუნი|Smoked sulguni|2490; იმერული ყველი|Imeretian cheese|1690
                გუდის ყველი|Guda cheese|3290; ქარხნული ყველი|Factory cheese|1450
                მეგრული სულგუნი|Megrelian sulguni|2290; ჩეჩილი|Chechil|2690; თუშური გუდა|Tushetian guda|3690
                """,
            makers: "სამეგრელო|Samegrelo;იმერეთი|Imereti;თუშეთი|Tusheti;სამცხე|Samtskhe"),
        Shelf(
            "Dairy", "Butter and eggs", from: "sup-mtis-ferma", margin: 17, demand: 8,
            kinds: """
                კარაქი 82 %|Butter 82%|690; კარაქი 72 %|Butter 72%|560; ერბო|Ghee|980; კვერცხი C1|Eggs C1|590
                კვერცხი C0|Eggs C0|680
                """,
            makers: "მთის ფერმა|Mountain Farm;სამი ძროხა|Three Cows;დიღომი|Dighomi",
            sizes: "მცირე|small|60;საშუალო|medium|100;დიდი|large|185"),
    ]

    static let fresh = [
        Shelf(
            "Fruit and vegetables", "Fruit", from: "sup-agro-kartli", margin: 28, demand: 12, isWeighed: true,
            kinds: """
                ვაშლი|Apples|320; მსხალი|Pears|450; მანდარინი|Mandarins|290; ფორთოხალი|Oranges|420
                ლიმონი|Lemons|520; ბანანი|Bananas|490; ყურძენი|Grapes|620; ატამი|Peaches|480
                ბროწეული|Pomegranates|690; ხურმა|Persimmons|350; კივი|Kiwi|560; ალუბალი|Sour cherries|590
                """,
            makers: "ქართლი|Kartli;კახეთი|Kakheti;გურია|Guria;აჭარა|Adjara"),
        Shelf(
            "Fruit and vegetables", "Vegetables", from: "sup-agro-kartli", margin: 26, demand: 14, isWeighed: true,
            kinds: """
                კარტოფილი|Potatoes|180; ხახვი|Onions|160; პომიდორი|Tomatoes|480; კიტრი|Cucumbers|390
                ბადრიჯანი|Aubergines|360; ბულგარული წიწაკა|Sweet peppers|520; კომბოსტო|Cabbage|140
                სტაფილო|Carrots|190; ჭარხალი|Beetroot|170; ნიორი|Garlic|1290; სოკო|Mushrooms|890
                გოგრა|Pumpkin|210
                """,
            makers: "ახალქალაქი|Akhalkalaki;მარნეული|Marneuli;იმერეთი|Imereti;სათბური|Greenhouse"),
        Shelf(
            "Fruit and vegetables", "Herbs", from: "sup-agro-kartli", margin: 35, demand: 9,
            kinds: """
                ქინძი|Coriander|80; ოხრახუში|Parsley|80; კამა|Dill|80; ტარხუნა|Tarragon|110; რეჰანი|Basil|110
                მწვანე ხახვი|Spring onions|100; პიტნა|Mint|120; ჯონჯოლი|Jonjoli|690
                """,
            makers: "სათბური|Greenhouse;იმერეთი|Imereti",
            sizes: "კონა|bunch|100;2 კონა|2 bunches|185"),
        Shelf(
            "Fruit and vegetables", "Nuts and dried fruit", from: "sup-kakhuri-kalata", margin: 30, demand: 5,
            isWeighed: true,
            kinds: """
                ნიგოზი|Walnuts|2890; თხილი|Hazelnuts|2690; ნუში|Almonds|3490; ჩირი ხურმის|Dried persimmons|1890
                ტყლაპი|Tklapi|1690; ქიშმიში|Raisins|1390; მიწისთხილი|Peanuts|1190
                მზესუმზირა|Sunflower seeds|990
                """,
            makers: "კახეთი|Kakheti;სამეგრელო|Samegrelo;ქართლი|Kartli"),
        Shelf(
            "Meat and fish", "Meat", from: "sup-dighomi", margin: 18, demand: 8, isWeighed: true,
            kinds: """
                საქონლის ხორცი|Beef|2490; ღორის კისერი|Pork neck|2190; ღორის ნეკნი|Pork ribs|1790
                ქათმის ფილე|Chicken fillet|1690; ქათმის ბარკალი|Chicken legs|1090; ბატკანი|Lamb|2990
                საქონლის ფარში|Minced beef|2190; ინდაური|Turkey|2390
                """,
            makers: "დიღომი|Dighomi;ჩვენი სოფელი|Our Village;კახეთი|Kakheti"),
        Shelf(
            "Meat and fish", "Sausages", from: "sup-dighomi", margin: 23, demand: 7,
            kinds: """
                მოხარშული ძეხვი|Boiled sausage|790; სოსისი|Frankfurters|690; შებოლილი ძეხვი|Smoked sausage|1290
                კუპატი|Kupati|1190; ლორი|Ham|1490; ბეკონი|Bacon|1350
                """,
            makers: """
                დიღომი|Dighomi; ბებოს სამზარეულო|Granny’s Kitchen; მესტია|Mestia; მთის ფერმა|Mountain Farm
                """,
            sizes: "250 გ|250 g|60;400 გ|400 g|100;800 გ|800 g|190"),
        Shelf(
            "Meat and fish", "Fish", from: "sup-shavi-zghva", margin: 25, demand: 4, isWeighed: true,
            kinds: """
                კალმახი|Trout|2290; ორაგული|Salmon|5490; ქაფშია|Anchovies|890; სკუმბრია|Mackerel|1590
                კობრი|Carp|1390; ბარაბულა|Red mullet|2590
                """,
            makers: "შავი ზღვა|Black Sea;ტბა|Lake;იმპორტი|Imported"),
    ]
}

/// What keeps.
extension Shelf {
    static let grocery = [
        Shelf(
            "Grocery", "Flour and grains", from: "sup-kalo", margin: 18, demand: 6,
            kinds: """
                ხორბლის ფქვილი|Wheat flour|260; სიმინდის ფქვილი|Corn flour|240; ღომის ღერღილი|Ghomi grits|320
                ბრინჯი|Rice|390; წიწიბურა|Buckwheat|360; შვრია|Oats|290; წითელი ლობიო|Red beans|520
                ჭრელი ლობიო|Mottled beans|560; ოსპი|Lentils|480
                """,
            makers: "კალო|Kalo;თავთავი|Tavtavi;წისქვილი|Mill",
            sizes: "800 გ|800 g|100;1 კგ|1 kg|120;2 კგ|2 kg|225"),
        Shelf(
            "Grocery", "Pasta", from: "sup-kalo", margin: 21, demand: 6,
            kinds: """
                სპაგეტი|Spaghetti|290; მაკარონი|Macaroni|250; ვერმიშელი|Vermicelli|240; პენე|Penne|310
                ლაზანია|Lasagne|490; ფარფალე|Farfalle|320
                """,
            makers: "კალო|Kalo;თავთავი|Tavtavi;მარცვალი|Martsvali;ჩვენი ცომი|Our Dough",
            sizes: "400 გ|400 g|90;500 გ|500 g|100"),
        Shelf(
            "Grocery", "Oil and vinegar", from: "sup-kalo", margin: 15, demand: 6,
            kinds: """
                მზესუმზირის ზეთი|Sunflower oil|690; სიმინდის ზეთი|Corn oil|790; ზეითუნის ზეთი|Olive oil|2490
                ყურძნის ძმარი|Grape vinegar|290; ვაშლის ძმარი|Apple vinegar|320
                """,
            makers: "ოქროს წვეთი|Golden Drop;კახური|Kakhuri;მზიური|Mziuri",
            sizes: "500 მლ|500 ml|60;1 ლ|1 l|100;3 ლ|3 l|280"),
        Shelf(
            "Grocery", "Sauces", from: "sup-kakhuri-kalata", margin: 29, demand: 6,
            kinds: """
                წითელი ტყემალი|Red tkemali|490; მწვანე ტყემალი|Green tkemali|490; აჯიკა|Adjika|560
                საწებელი|Satsebeli|450; კეტჩუპი|Ketchup|420; მაიონეზი|Mayonnaise|440; მდოგვი|Mustard|310
                ტომატის პასტა|Tomato paste|360
                """,
            makers: "კახური კალათა|Kakhuri Kalata;ბებოს სამზარეულო|Granny’s Kitchen;მარანი|Marani",
            sizes: "250 გ|250 g|70;500 გ|500 g|115;900 გ|900 g|185"),
        Shelf(
            "Grocery", "Spices", from: "sup-kakhuri-kalata", margin: 38, demand: 5,
            kinds: """
                ხმელი სუნელი|Khmeli suneli|190; უცხო სუნელი|Blue fenugreek|190; სვანური მარილი|Svan salt|290
                ყვითელი ყვავილი|Marigold|210; ძირა|Cumin|180; დაფნა|Bay leaves|110
                შავი პილპილი|Black pepper|240; წითელი წიწაკა|Red pepper|220; მარილი|Salt|120; შაქარი|Sugar|290
                """,
            makers: "კახური კალათა|Kakhuri Kalata;მესტია|Mestia;სუნელი|Suneli",
            sizes: "50 გ|50 g|100;100 გ|100 g|180"),
        Shelf(
            "Grocery", "Canned food", from: "sup-kakhuri-kalata", margin: 24, demand: 5,
            kinds: """
                ლობიო კონსერვი|Canned beans|320; სიმინდი|Sweetcorn|360; ბარდა|Peas|290
                კიტრი მწნილი|Pickled cucumbers|490; პომიდორი საკუთარ წვენში|Tomatoes in juice|410
                თინუსი|Tuna|690; სარდინი|Sardines|450; ზეთისხილი|Olives|520
                """,
            makers: "მარანი|Marani;მზიური|Mziuri;კახური კალათა|Kakhuri Kalata",
            sizes: "240 გ|240 g|70;400 გ|400 g|100;720 გ|720 g|160"),
        Shelf(
            "Grocery", "Sweets", from: "sup-tkbili", margin: 27, demand: 9,
            kinds: """
                რძიანი შოკოლადი|Milk chocolate|390; შავი შოკოლადი|Dark chocolate|450; ვაფლი|Wafers|280
                ორცხობილა|Biscuits|260; გოზინაყი|Gozinaki|590; ჩურჩხელა|Churchkhela|520; კარამელი|Caramels|240
                მარმელადი|Fruit jelly|310; ჰალვა|Halva|490
                """,
            makers: "ტკბილი ქალაქი|Sweet Town;შაქარა|Shakara;გემო|Gemo",
            sizes: "100 გ|100 g|100;200 გ|200 g|185;400 გ|400 g|340"),
        Shelf(
            "Grocery", "Tea and coffee", from: "sup-tkbili", margin: 26, demand: 6,
            kinds: """
                შავი ჩაი|Black tea|390; მწვანე ჩაი|Green tea|420; მთის ჩაი|Mountain tea|560
                ყავა თურქული|Turkish coffee|890; ყავა ხსნადი|Instant coffee|1090
                ყავა მარცვლის|Coffee beans|1890; კაკაო|Cocoa|520
                """,
            makers: "ნაკვერჩხალი|Nakverchkhali;გემო|Gemo;ოზურგეთი|Ozurgeti;მთის წვეთი|Mountain Drop",
            sizes: "100 გ|100 g|100;200 გ|200 g|190"),
        Shelf(
            "Grocery", "Honey and jam", from: "sup-kakhuri-kalata", margin: 30, demand: 4,
            kinds: """
                აკაციის თაფლი|Acacia honey|1590; ალპური თაფლი|Alpine honey|1790
                წაბლის თაფლი|Chestnut honey|1890; ნიგვზის მურაბა|Walnut preserve|1190; ლეღვის მურაბა|Fig jam|890
                მარწყვის ჯემი|Strawberry jam|690; შინდის ჯემი|Cornel jam|750
                """,
            makers: "მესტია|Mestia;კახური კალათა|Kakhuri Kalata",
            sizes: "250 გ|250 g|65;450 გ|450 g|100;900 გ|900 g|190"),
        Shelf(
            "Grocery", "Snacks", from: "sup-tkbili", margin: 28, demand: 7,
            kinds: """
                კარტოფილის ჩიფსი|Potato crisps|320; სიმინდის ჩხირები|Corn sticks|180; პოპკორნი|Popcorn|220
                მარილიანი ჩხირები|Pretzel sticks|190; სუხარი|Croutons|160; მარილიანი ნუში|Salted almonds|690
                კრეკერი|Crackers|240; ბრინჯის პური|Rice cakes|290
                """,
            makers: "გემო|Gemo;მარცვალი|Martsvali;ტკბილი ქალაქი|Sweet Town",
            sizes: "40 გ|40 g|55;80 გ|80 g|100;150 გ|150 g|170"),
        Shelf(
            "Frozen", "Frozen fruit and vegetables", from: "sup-yinuli", margin: 26, demand: 4,
            kinds: """
                გაყინული ბარდა|Frozen peas|390; გაყინული ჟოლო|Frozen raspberries|790
                გაყინული ლობიო|Frozen green beans|420; კარტოფილი ფრი|French fries|560
                ბოსტნეულის ნაზავი|Mixed vegetables|450; გაყინული მოცვი|Frozen bilberries|890
                """,
            makers: "ყინული|Yinuli;თოვლი|Tovli;ბაღი|Baghi",
            sizes: "400 გ|400 g|100;1 კგ|1 kg|225"),
        Shelf(
            "Frozen", "Khinkali and dumplings", from: "sup-yinuli", margin: 24, demand: 6,
            kinds: """
                ხინკალი ხორცით|Meat khinkali|1290; ხინკალი სოკოთი|Mushroom khinkali|1190
                ხინკალი ყველით|Cheese khinkali|1190; პელმენი|Pelmeni|990; კვარი|Kvari|1090
                """,
            makers: "მესტია|Mestia;ფასანაური|Pasanauri;ბებოს სამზარეულო|Granny’s Kitchen",
            sizes: "500 გ|500 g|60;900 გ|900 g|100"),
        Shelf(
            "Frozen", "Ice cream", from: "sup-yinuli", margin: 31, demand: 6,
            kinds: """
                პლომბირი|Plombir|180; შოკოლადის ნაყინი|Chocolate ice cream|200
                პისტას ნაყინი|Pistachio ice cream|260; მარწყვის ნაყინი|Strawberry ice cream|200
                ესკიმო|Eskimo|220
                """,
            makers: "ყინული|Yinuli;გემო|Gemo;თოვლი|Tovli",
            sizes: "80 გ|80 g|100;500 გ|500 g|490"),
    ]

    static let drinks = [
        Shelf(
            "Drinks", "Water", from: "sup-wyaro", margin: 22, demand: 12,
            kinds: """
                მინერალური წყალი|Mineral water|150; წყაროს წყალი|Spring water|90
                გაზიანი წყალი|Sparkling water|110; წყალი ლიმონით|Lemon water|170
                """,
            makers: """
                მთის წყარო|Mountain Spring; გომი|Gomi; თეთრი კლდე|White Rock; ციხისჯვარი|Tsikhisjvari
                """,
            sizes: "500 მლ|500 ml|100;1 ლ|1 l|150;5 ლ|5 l|390"),
        Shelf(
            "Drinks", "Lemonade", from: "sup-wyaro", margin: 27, demand: 10,
            kinds: """
                მსხლის ლიმონათი|Pear lemonade|190; ტარხუნა ლიმონათი|Tarragon lemonade|190
                საფერავის ლიმონათი|Saperavi lemonade|210; ნაღების ლიმონათი|Cream lemonade|190; კოლა|Cola|220
                ცივი ჩაი|Iced tea|230
                """,
            makers: "ხალისი|Khalisi;გომი|Gomi;ქალაქი|Kalaki",
            sizes: "500 მლ|500 ml|100;1 ლ|1 l|160;2 ლ|2 l|260"),
        Shelf(
            "Drinks", "Juice", from: "sup-wyaro", margin: 24, demand: 7,
            kinds: """
                ვაშლის წვენი|Apple juice|390; ატმის წვენი|Peach juice|420; ალუბლის წვენი|Cherry juice|430
                პომიდვრის წვენი|Tomato juice|380; ბროწეულის წვენი|Pomegranate juice|690
                მულტი წვენი|Mixed juice|410
                """,
            makers: "მზიური|Mziuri;ბაღი|Baghi;კახური|Kakhuri",
            sizes: "200 მლ|200 ml|35;1 ლ|1 l|100;1,5 ლ|1.5 l|140"),
        Shelf(
            "Drinks", "Beer", from: "sup-ludi", margin: 21, demand: 9,
            kinds: """
                ღია ლუდი|Lager|290; მუქი ლუდი|Dark beer|340; გაუფილტრავი ლუდი|Unfiltered beer|360
                უალკოჰოლო ლუდი|Alcohol-free beer|290; ხორბლის ლუდი|Wheat beer|380
                """,
            makers: "თერგი|Tergi;ციხე|Tsikhe;მთიული|Mtiuli",
            sizes: "330 მლ|330 ml|85;500 მლ|500 ml|100;1 ლ|1 l|180"),
        Shelf(
            "Wine and spirits", "Red wine", from: "sup-marani", margin: 33, demand: 5,
            kinds: """
                საფერავი|Saperavi|1890; მუკუზანი|Mukuzani|2690; ქინძმარაული|Kindzmarauli|2490
                ოჯალეში|Ojaleshi|2990; ახაშენი|Akhasheni|2390; ხვანჭკარა|Khvanchkara|4490
                თავკვერი|Tavkveri|2190
                """,
            makers: """
                ძველი მარანი|Old Cellar; ალავერდის ვაზი|Alaverdi Vine; ყვარლის გვირაბი|Kvareli Tunnel
                რთველი|Rtveli
                """,
            sizes: "375 მლ|375 ml|60;750 მლ|750 ml|100"),
        Shelf(
            "Wine and spirits", "White wine", from: "sup-marani", margin: 33, demand: 5,
            kinds: """
                რქაწითელი|Rkatsiteli|1690; წინანდალი|Tsinandali|2190; ქისი|Kisi|2690; მწვანე|Mtsvane|2290
                ციცქა|Tsitska|1990; ცოლიკოური|Tsolikouri|1990; ჩინური|Chinuri|2190
                ქვევრის რქაწითელი|Qvevri Rkatsiteli|3290
                """,
            makers: """
                ძველი მარანი|Old Cellar; ალავერდის ვაზი|Alaverdi Vine; ყვარლის გვირაბი|Kvareli Tunnel
                რთველი|Rtveli
                """,
            sizes: "375 მლ|375 ml|60;750 მლ|750 ml|100"),
        Shelf(
            "Wine and spirits", "Spirits", from: "sup-marani", margin: 29, demand: 3,
            kinds: """
                ჭაჭა|Chacha|2490; ბრენდი 3 წლის|Brandy 3 years|2990; ბრენდი 8 წლის|Brandy 8 years|5490
                არაყი|Vodka|1690; თაფლის ჭაჭა|Honey chacha|2890
                """,
            makers: "ძველი მარანი|Old Cellar;თბილისური|Tbilisuri;რთველი|Rtveli",
            sizes: "200 მლ|200 ml|50;500 მლ|500 ml|100"),
    ]
}

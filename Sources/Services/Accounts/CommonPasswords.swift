/// Passwords that are guessed first: words that people choose everywhere, however they are dressed up with digits, signs and
/// look-alikes; keys that lie beside each other; few signs over and over; dates and other short numbers.
enum CommonPasswords {
    static func holds(_ password: String) -> Bool {
        let text = password.lowercased()
        return isNumber(text) || isMonotonous(text) || isWalk(text) || isWord(text)
    }

    /// Fewer digits alone than a phone abroad has: a birthday, a phone, a code.
    private static let digitsOfNumber = 12

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.filter(\.isASCIIDigit)
        return digits.count <= digitsOfNumber && text.allSatisfy { $0.isASCIIDigit || "+()-./ ".contains($0) }
    }

    /// A few signs, or a short word again and again.
    private static func isMonotonous(_ text: String) -> Bool {
        if Set(text).count <= 2 { return true }
        let signs = Array(text)
        return (1...max(1, signs.count / 2)).contains { length in
            length <= 3 && signs.indices.allSatisfy { signs[$0] == signs[$0 % length] }
        }
    }

    // MARK: Keys beside each other

    /// Rows and columns of keyboards, and alphabets; each in both directions.
    private static let walks: [[Character]] = [
        "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp",
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "ქწერტყუიოპ", "ასდფგჰჯკლ", "ზხცვბნმ", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю",
    ].flatMap { walk -> [[Character]] in [Array(walk), walk.reversed()] }

    /// Pieces of walks, one after the other.
    private static func isWalk(_ text: String) -> Bool {
        let signs = Array(text.filter { !" -_.!?".contains($0) })
        var place = 0
        while place < signs.count {
            let longest = walks.map { stretch(signs[place...], along: $0) }.max() ?? 0
            guard longest >= 3 else { return false }
            place += longest
        }
        return true
    }

    /// How many signs go along a walk.
    private static func stretch(_ signs: ArraySlice<Character>, along walk: [Character]) -> Int {
        guard let first = signs.first, let start = walk.firstIndex(of: first) else { return 0 }
        return zip(signs, walk[start...]).prefix { $0 == $1 }.count
    }

    // MARK: Words

    private static let lookAlikes: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
    ]

    /// One of the words, or one twice, with whatever is no letter around it or in the place of a letter.
    private static func isWord(_ text: String) -> Bool {
        let bare = [text, String(text.map { lookAlikes[$0] ?? $0 })].map { text in
            String(text.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed())
        }
        // Of “password1”, what behind the word looks like a letter is none.
        let cut = String(text.reversed().drop { !$0.isLetter }.reversed().map { lookAlikes[$0] ?? $0 })
        return words.contains(cut.filter(\.isLetter))
            || (bare + [cut]).contains { word in
                words.contains(word)
                    || word.count.isMultiple(of: 2) && word.hasPrefix(word.suffix(word.count / 2))
                        && words.contains(String(word.prefix(word.count / 2)))
            }
    }

    private static let words = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let text = """
        account admin administrator angel apple baby banana batumi beautiful beckham brother butterfly buster charlie cheese
        chelsea chicken chocolate company computer cookie corona database davtari daniel default demo diamond dinamo dragon
        elephant enter family father ferrari flower football forever freedom friend friends georgia gibraltar ginger giorgi
        goodluck google guest hannah happiness happy hello heaven hunter iloveyou india internet jasmine jennifer jessica
        jesus jordan justin killer kitten kutaisi ledger letmein liverpool login london love lovely lucky maggie manager mariam
        market master matrix mercedes michael michelle mobile monday money monkey mother music mustang mypassword natasha
        newpassword nino nothing october office orange owner pass password patrick peaches people pepper pokemon prince princess
        purple qwerty rainbow real realmadrid robert ronaldo root saburtalo sakartvelo salome samsung secret seller shadow
        shop silver sister slipknot soccer spider spiderman starwars store strawberry summer sunday sunshine super superman
        sweet system tbilisi teacher temp temporary test tester testing tigger tiger trustno trustnoone user vake victoria
        welcome whatever windows winter yankees zaqwsx
        ადმინი ბათუმი გიორგი დავთარი დედა დედიკო თბილისი მაღაზია მარიამი მეგობარი მზე მიყვარხარ ნინო პაროლი საბურთალო
        საიდუმლო საქართველო სიყვარული შვილი
        пароль любовь привет тбилиси грузия
        """
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

import Testing

@testable import Services

@Suite struct `Passwords that are guessed first` {
    @Test(arguments: [
        "password", "Password1", "P@ssw0rd", "passw0rd!", "123password123", "passwordpassword", "12345678", "01011990",
        "01.01.1990", "599123456", "+995599123456", "aaaaaaaa", "abababab", "nononono", "qwertyui", "qwerty123",
        "1q2w3e4r",
        "1qaz2wsx", "asdfghjkl", "zyxwvuts", "abcd1234", "iloveyou", "I-love-you1", "თბილისი1", "პაროლი123",
        "tbilisi2026", "ქწერტყუი",
        "davtari1", "sunshine!!",
    ])
    func `are known`(password: String) {
        #expect(CommonPasswords.holds(password))
    }

    @Test(arguments: [
        "nino-nino-7", "correct horse battery", "demo-davtari", "khachapuri-for-two", "g7!kQ2xz", "ჩემი ძაღლი ყეფს",
        "8204719365281",
        "bread and 12 eggs", "m4rtkopi river",
    ])
    func `are not all`(password: String) {
        #expect(!CommonPasswords.holds(password))
    }
}

import Queries

/// The languages of the pages.
package enum Language: String, Sendable, CaseIterable {
    case ka, en

    package static let fallback = Language.ka

    /// What it calls itself.
    var ownName: String {
        switch self {
        case .ka: "ქართული"
        case .en: "English"
        }
    }

    /// The language of a request: what its address asks for (`?lang=`), else the browser's cookie, else the user's
    /// setting, else the first of Accept-Language that we speak.
    ///
    /// When the address asks, the gateway sets the cookie, so that the choice stays.
    package static func choose(query: String? = nil, cookie: String?, setting: String?, accepted: String?) -> Language {
        for said in [query, cookie, setting] {
            if let language = said.flatMap({ Language(rawValue: $0) }) { return language }
        }
        return accepted.flatMap { preferred($0) } ?? fallback
    }

    /// RFC 9110, 12.5.4: ranges with weights, the heaviest first; equal ones in the order written.
    private static func preferred(_ header: String) -> Language? {
        let wishes = header.split(separator: ",").prefix(20).compactMap { wish -> (Language, Double)? in
            let parts = wish.split(separator: ";").map { $0.trimmed.lowercased() }
            guard let range = parts.first, let language = Language(rawValue: String(range.prefix { $0 != "-" })) else {
                return nil
            }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return weight > 0 ? (language, weight) : nil
        }
        return wishes.reduce(nil as (Language, Double)?) { best, wish in
            best.map { $0.1 >= wish.1 } == true ? best : wish
        }?.0
    }

    func name(_ name: ScreenName) -> String {
        let said = self == .ka ? [name.ka, name.en] : [name.en, name.ka]
        return said.compactMap { $0 }.first { !$0.isEmpty } ?? name.id
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

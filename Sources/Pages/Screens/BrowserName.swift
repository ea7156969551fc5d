/// A browser as people know it, of what it calls itself: “Firefox, Android”.
enum BrowserName {
    /// The first that is found; each of them also calls itself some of those below.
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    /// What it calls itself, where it is none of these.
    static func of(_ agent: String) -> String {
        func found(_ names: [(String, String)]) -> String? { names.first { agent.contains($0.0) }?.1 }
        let parts = [found(browsers), found(systems)].compactMap(\.self)
        return parts.isEmpty ? agent : parts.joined(separator: ", ")
    }
}

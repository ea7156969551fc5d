import Events
import Rules

/// Days and times as each language writes them, on a shop's clock.
struct Dates {
    let language: Language

    /// 2 მარტი 2026.
    func day(_ day: CalendarDay) -> String {
        let (year, month, number) = day.civil
        return "\(number)\u{A0}\(months[month - 1])\u{A0}\(year)"
    }

    /// ორშ, 2 მარ 2026: in a list, where days of two years may meet.
    func shortDay(_ day: CalendarDay) -> String { "\(dayOfThisYear(day))\u{A0}\(day.civil.year)" }

    /// ორშ, 2 მარ.
    private func dayOfThisYear(_ day: CalendarDay) -> String {
        let (_, month, number) = day.civil
        return "\(weekdays[day.weekday - 1]),\u{A0}\(number)\u{A0}\(shortMonths[month - 1])"
    }

    /// 2 მარ, and the year unless that is this one: where there is room for nothing more.
    func tick(_ day: CalendarDay, today: CalendarDay) -> String {
        let (year, month, number) = day.civil
        return "\(number)\u{A0}\(shortMonths[month - 1])" + (year == today.civil.year ? "" : "\u{A0}\(year)")
    }

    /// 14:32.
    func time(_ instant: Instant, _ zone: Zone) -> String {
        let local = instant.milliseconds + Int64(zone.offsetSeconds(at: instant)) * 1000
        let minutes = Int(((local % 86_400_000) + 86_400_000) % 86_400_000) / 60_000
        return two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// The time, and before it the day unless that is today; the year unless that is this one.
    func moment(_ instant: Instant, _ zone: Zone, now: Instant) -> String {
        let (day, today) = (zone.day(of: instant), zone.day(of: now))
        if day == today { return time(instant, zone) }
        let isThisYear = day.civil.year == today.civil.year
        return (isThisYear ? dayOfThisYear(day) : self.day(day)) + ", " + time(instant, zone)
    }

    /// The day, the time and the seconds: for what is looked at closely.
    func exact(_ instant: Instant, _ zone: Zone) -> String {
        let seconds = Int(((instant.milliseconds / 1000) % 60 + 60) % 60)
        return day(zone.day(of: instant)) + ", " + time(instant, zone) + ":" + two(seconds)
    }

    private func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    private var months: [String] { language == .ka ? Self.georgianMonths : Self.englishMonths }
    private var shortMonths: [String] { language == .ka ? Self.shortGeorgianMonths : Self.shortEnglishMonths }
    private var weekdays: [String] { language == .ka ? Self.georgianWeekdays : Self.englishWeekdays }

    private static let georgianMonths = [
        "იანვარი", "თებერვალი", "მარტი", "აპრილი", "მაისი", "ივნისი", "ივლისი", "აგვისტო", "სექტემბერი", "ოქტომბერი",
        "ნოემბერი", "დეკემბერი",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let shortGeorgianMonths = georgianMonths.map { String($0.prefix(3)) }
    private static let shortEnglishMonths = englishMonths.map { String($0.prefix(3)) }
    private static let georgianWeekdays = ["ორშ", "სამ", "ოთხ", "ხუთ", "პარ", "შაბ", "კვი"]
    private static let englishWeekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}

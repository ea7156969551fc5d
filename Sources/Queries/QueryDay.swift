import Postgres

/// The bound of every maximum over writers' clocks: what is dated later than now is somebody's clock that ran ahead, and must
/// not stand for the last of anything.
enum QueryDay {
    /// The latest day that has begun anywhere: nowhere is it later than in UTC+14.
    static let latest: SQL = "(now() AT TIME ZONE 'UTC' + interval '14 hours')::date"
    /// Now, in milliseconds since 1970.
    static let now: SQL = "(extract(epoch FROM now()) * 1000)::int8"
}

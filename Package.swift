// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house. Arrows run one way; scripts/check-imports refuses an import that is not declared here,
// because SwiftPM on a warm build does not.

/// A Debian C library: a module map and a shim, nothing else.
func library(_ name: String, _ pkgConfig: String, _ debian: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

/// Tests run with every check of exclusive access, and strict concurrency has told the compiler most of it before; at a sale a
/// line the checks at run time cost a twentieth.
let released: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

/// A room, with what it may import.
func room(_ name: String, imports: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: imports, exclude: [], resources: resources, swiftSettings: released)
}

func tests(_ name: String, of imports: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: imports, path: "Tests/\(name)", resources: resources)
}

let package = Package(
    name: "davtari",
    products: [.executable(name: "davtari", targets: ["davtari"])],
    targets: [
        library("CLibpq", "libpq", "libpq-dev"),
        library("CLibrdkafka", "rdkafka", "librdkafka-dev"),
        library("CMicrohttpd", "libmicrohttpd", "libmicrohttpd-dev"),
        library("CSodium", "libsodium", "libsodium-dev"),
        library("CCurl", "libcurl", "libcurl4-openssl-dev"),
        library("CZlib", "zlib", "zlib1g-dev"),
        library("CQRencode", "libqrencode", "libqrencode-dev"),
        library("CXlsxwriter", "xlsxwriter", "libxlsxwriter-dev"),
        .target(name: "CLinux"),
        .target(name: "CZint", linkerSettings: [.linkedLibrary("zint")]),
        .target(name: "CJemalloc", linkerSettings: [.linkedLibrary("jemalloc")]),
        .target(
            name: "CSimdjson", cxxSettings: [.unsafeFlags(["-O2"])],
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),

        room("Concurrency", imports: []),
        room("JSON", imports: ["CSimdjson"]),
        room("Crypto", imports: ["CSodium"]),
        room("Postgres", imports: ["CLibpq", "Concurrency"]),
        room("Kafka", imports: ["CLibrdkafka"]),
        room("Compression", imports: ["CZlib"]),
        room("QRCodes", imports: ["CQRencode"]),
        room("Barcodes", imports: ["CZint"]),
        room("Spreadsheets", imports: ["CXlsxwriter", "CLinux", "JSON"]),
        room("HTTP", imports: ["CMicrohttpd", "CCurl", "CLinux", "JSON", "Compression"]),
        room("Logging", imports: ["JSON"]),
        room("Supervision", imports: ["CLinux", "JSON", "Logging"]),

        room("Events", imports: ["JSON"]),
        room("Rules", imports: ["Events", "JSON"]),
        room("Log", imports: ["Events", "Kafka", "Postgres", "Crypto", "Concurrency", "Logging"]),
        room("Intake", imports: ["Events", "Rules", "Log", "JSON", "Crypto"]),
        room(
            "Projections",
            imports: ["Events", "Rules", "Log", "Postgres", "JSON", "Crypto", "Concurrency", "Logging"]),
        room("People", imports: ["Events", "Rules", "Postgres", "Crypto", "JSON"]),
        room(
            "Queries",
            imports: ["Projections", "People", "Events", "Rules", "Log", "Postgres", "JSON", "Crypto"]),
        room("Services", imports: ["People", "Events", "Rules", "Log", "Postgres", "Crypto", "JSON", "Logging"]),
        room(
            "Imports",
            imports: [
                "Spreadsheets", "Queries", "People", "Services", "Rules", "Events", "JSON", "Postgres", "Crypto",
                "Logging",
            ]),
        room(
            "Pages",
            imports: [
                "Imports", "Spreadsheets", "Queries", "Services", "Rules", "Events", "Log", "JSON", "Postgres",
                "Supervision",
                "Compression",
                "QRCodes", "Barcodes",
            ]),
        room(
            "Gateway",
            imports: [
                "HTTP", "JSON", "Events", "Rules", "Log", "Intake", "People", "Services", "Projections", "Queries",
                "Pages", "Postgres", "Crypto", "Concurrency", "Supervision", "Logging", "Imports", "Spreadsheets",
            ]),
        room("Simulation", imports: ["Events", "Rules", "Log", "JSON"]),
        room(
            "Bench",
            imports: [
                "HTTP", "JSON", "Events", "Log", "Intake", "Projections", "Queries", "Postgres", "CLibrdkafka",
                "Simulation", "Rules", "Logging",
            ]),
        .executableTarget(
            name: "davtari",
            dependencies: [
                "JSON", "Crypto", "Postgres", "Kafka", "HTTP", "Events", "Rules", "Log", "Intake", "Projections",
                "People", "Services", "Pages", "Gateway", "Simulation", "Bench", "CJemalloc", "Concurrency",
                "Supervision", "Logging", "Imports", "Spreadsheets", "Queries",
            ]),

        .target(
            name: "TestSupport",
            dependencies: ["Postgres", "Kafka", "Events", "Log", "JSON", "Projections", "Services", "CZlib"],
            path: "Tests/TestSupport"),
        tests("ConcurrencyTests", of: ["Concurrency"]),
        tests("JSONTests", of: ["JSON"]),
        tests("CryptoTests", of: ["Crypto"]),
        tests("PostgresTests", of: ["Postgres", "TestSupport"]),
        tests("HTTPTests", of: ["HTTP", "JSON", "CLinux", "TestSupport"]),
        tests("LoggingTests", of: ["Logging"]),
        tests("QRCodesTests", of: ["QRCodes"]),
        tests("BarcodesTests", of: ["Barcodes"]),
        tests("SpreadsheetsTests", of: ["Spreadsheets"]),
        tests("ImportsTests", of: ["Imports", "Spreadsheets", "Rules", "Events", "JSON"]),
        tests("SupervisionTests", of: ["Supervision", "CLinux", "Logging"]),
        tests("EventsTests", of: ["Events", "JSON", "TestSupport"]),
        tests("RulesTests", of: ["Rules", "Events", "JSON"]),
        tests("Contracts", of: ["Log", "Events", "Postgres", "Kafka", "TestSupport"]),
        tests("IntakeTests", of: ["Intake", "Rules", "Events", "Log", "JSON", "TestSupport"]),
        tests(
            "ServicesTests",
            of: [
                "Services", "People", "Rules", "Events", "Log", "Postgres", "JSON", "Crypto", "TestSupport", "Logging",
            ]),
        tests(
            "ProjectionsTests",
            of: [
                "Projections", "Queries", "Services", "Events", "Rules", "Log", "Postgres", "JSON", "Simulation",
                "TestSupport", "Logging",
            ]),
        tests("PeopleTests", of: ["People", "Events", "Crypto"]),
        tests("QueriesTests", of: ["Queries", "Projections", "Rules", "Events", "Postgres", "JSON", "TestSupport"]),
        tests("BenchTests", of: ["Bench", "Events", "JSON", "Log"]),
        tests("SimulationTests", of: ["Simulation", "Events", "Rules", "JSON"]),
        tests(
            "PagesTests",
            of: ["Pages", "Projections", "Rules", "Events", "Log", "JSON", "Postgres", "Supervision", "TestSupport"]),
        tests(
            "Stories",
            of: [
                "Gateway", "HTTP", "Intake", "Projections", "Queries", "Services", "Events", "Rules", "Log", "Postgres",
                "JSON", "Simulation", "TestSupport", "Pages", "Crypto", "Supervision", "Logging", "Imports",
                "Spreadsheets",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

import Compression
import Foundation

/// A file that is the same for everyone, ready to be sent.
package struct Asset: Sendable {
    /// The bytes as they go, with what tells them from all others.
    package struct Form: Sendable {
        package let bytes: [UInt8]
        /// A strong validator, in its quotes (RFC 9110, 8.8.3).
        package let etag: String
    }

    package let contentType: String
    package let plain: Form
    /// As gzip; nil where that is no shorter.
    package let packed: Form?

    package init(_ contentType: String, _ bytes: [UInt8]) {
        self.contentType = contentType
        let name = Fingerprint.of(bytes)
        plain = Form(bytes: bytes, etag: "\"\(name)\"")
        packed = Gzip.packed(bytes, .best).map { Form(bytes: $0, etag: "\"\(name)-gzip\"") }
    }
}

/// Everything under `/assets/`: our own, and other projects' that are installed. Nothing else is ever read from disk.
package struct Assets: Sendable {
    private let assets: [String: Asset]
    /// Files that should be there and are not, with their package, as sentences for the log.
    package let missing: [String]

    /// Sent with every page: scripts and styles only from here, no frames, forms only to ourselves. Bootstrap draws its
    /// check marks and arrows from `data:` images.
    package static let contentSecurityPolicy = """
        default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
        frame-ancestors 'none'
        """
    /// A new version of Davtari is seen by everyone within this; until then the ETag saves the bytes.
    package static let cacheControl = "public, max-age=600"

    /// What a browser runs for all pages, wherever it lies itself (`Service-Worker-Allowed`).
    package static let offline = "offline.js"

    /// A file of another project, as it is installed.
    private struct Installed {
        let name: String
        /// Where it may be; the first place that has it counts.
        let paths: [String]
        /// Where to get it.
        let source: String
        let contentType: String

        /// - Parameter package: Debian's, which has it.
        init(name: String, path: String, package: String, contentType: String) {
            (self.name, paths, source) = (name, [path], "install Debian's \(package)")
            self.contentType = contentType
        }

        /// What is no package of Debian 12: beside the executable, where `scripts/setup` leaves it, or a newer Debian's.
        init(name: String, path: String, contentType: String) {
            let beside = Assets.besideExecutable.map { "\($0)/share/davtari/\(name)" }
            (self.name, paths, source) = (name, beside + [path], "run scripts/setup in a checkout")
            self.contentType = contentType
        }
    }

    /// The executable's folder and those around it: a build has its products three folders below its own.
    private static let besideExecutable: [String] = {
        var folders: [String] = []
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<4 {
            folders.append(folder.path)
            folder.deleteLastPathComponent()
        }
        return folders
    }()

    private static let installed = [
        Installed(
            name: "bootstrap.css", path: "/usr/share/javascript/bootstrap5/css/bootstrap.min.css",
            package: "libjs-bootstrap5",
            contentType: "text/css; charset=utf-8"),
        Installed(
            name: "chart.js", path: "/usr/share/javascript/chart.js/chart.min.js", package: "libjs-chart.js",
            contentType: "text/javascript; charset=utf-8"),
        Installed(
            name: "georgian.ttf", path: "/usr/share/fonts/truetype/noto/NotoSansGeorgian-Regular.ttf",
            package: "fonts-noto-core", contentType: "font/ttf"),
        Installed(
            name: "georgian-bold.ttf", path: "/usr/share/fonts/truetype/noto/NotoSansGeorgian-Bold.ttf",
            package: "fonts-noto-core", contentType: "font/ttf"),
        Installed(
            name: "htmx.min.js", path: "/usr/share/javascript/htmx/htmx.min.js",
            contentType: "text/javascript; charset=utf-8"),
    ]

    /// Reads all of them into memory, and packs them.
    package init() {
        var assets = [
            "davtari.css": Asset("text/css; charset=utf-8", Array(Stylesheet.text.utf8)),
            "davtari.js": Asset("text/javascript; charset=utf-8", Array(Script.text.utf8)),
            "queue.js": Asset("text/javascript; charset=utf-8", Array(LineQueue.text.utf8)),
            Self.offline: Asset("text/javascript; charset=utf-8", Array(LineQueue.offlineText.utf8)),
            "icon.svg": Asset("image/svg+xml", Array(Self.icon.utf8)),
        ]
        var missing: [String] = []
        for file in Self.installed {
            if let data = file.paths.lazy.compactMap({ FileManager.default.contents(atPath: $0) }).first {
                assets[file.name] = Asset(file.contentType, [UInt8](data))
            } else {
                missing.append(
                    "\(file.paths.first ?? file.name) is missing: \(file.source); the pages do without until then")
            }
        }
        (self.assets, self.missing) = (assets, missing)
    }

    /// The asset of a name, as in `/assets/NAME`.
    package subscript(_ name: String) -> Asset? { assets[name] }

    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#1c6b5f" stroke-width="2" \
        stroke-linecap="round" stroke-linejoin="round"><path d="M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5zM5 \
        19.5A1.5 1.5 0 0 0 6.5 21H19M9 7.5h6M9 11h6"/></svg>
        """
}

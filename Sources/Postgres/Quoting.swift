/// A name as the server's grammar wants it, whatever is in it: `"order ""x"""`.
package func quoteIdentifier(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}

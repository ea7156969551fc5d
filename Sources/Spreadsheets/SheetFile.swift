/// A file that somebody brings: a workbook by its first bytes, else a table of text.
package enum SheetFile {
    /// Of zip archives (XLSX, ODS, XLSB), and of what came before them (XLS).
    private static let workbooks: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]]

    package static func isWorkbook(_ bytes: [UInt8]) -> Bool { workbooks.contains { bytes.starts(with: $0) } }

    /// Reads it; blocks.
    ///
    /// - Parameters:
    ///   - encoding: as it was said of a table of text; nil: as the file says itself.
    ///   - reader: what reads workbooks.
    package static func read(
        _ bytes: [UInt8], encoding: TextEncoding? = nil, separator: CSVSeparator? = nil, reader: WorkbookReader
    ) throws(SheetError) -> Sheet {
        guard isWorkbook(bytes) else {
            return try CSVReader.read(bytes, encoding: encoding, separator: separator)
        }
        let sheet = Sheet(try reader.read(bytes))
        guard !sheet.headings.isEmpty else { throw .empty }
        return sheet
    }
}

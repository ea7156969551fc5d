internal import CLibpq

/// Binds laid out as libpq wants them: one buffer for all values, and arrays of types, places and lengths.
struct Parameters {
    private var wire = WireBytes()
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var types: [CLibpq.Oid] = []

    init(_ binds: [Bind]) {
        offsets.reserveCapacity(binds.count)
        lengths.reserveCapacity(binds.count)
        types.reserveCapacity(binds.count)
        for bind in binds {
            let start = wire.count
            bind.write(to: &wire)
            offsets.append(bind.isNull ? nil : start)
            lengths.append(Int32(wire.count - start))
            types.append(bind.type.rawValue)
        }
        // An empty value still needs an address: to libpq a null pointer is a null value.
        wire.append(0 as UInt8)
    }

    struct Layout {
        let count: Int32
        let types: UnsafePointer<CLibpq.Oid>?
        let values: UnsafePointer<UnsafePointer<CChar>?>?
        let lengths: UnsafePointer<Int32>?
        let formats: UnsafePointer<Int32>?
    }

    static let binaryFormat: Int32 = 1

    func withLayout<R>(_ body: (Layout) -> R) -> R {
        wire.withBytes { bytes in
            let start = bytes.bindMemory(to: CChar.self).baseAddress!
            let values = offsets.map { offset in offset.map { start + $0 } }
            let formats = [Int32](repeating: Self.binaryFormat, count: offsets.count)
            return types.withUnsafeBufferPointer { types in
                lengths.withUnsafeBufferPointer { lengths in
                    values.withUnsafeBufferPointer { values in
                        formats.withUnsafeBufferPointer { formats in
                            body(
                                Layout(
                                    count: Int32(offsets.count), types: types.baseAddress, values: values.baseAddress,
                                    lengths: lengths.baseAddress, formats: formats.baseAddress))
                        }
                    }
                }
            }
        }
    }
}

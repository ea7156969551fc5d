extension Decode {
    /// A numeric, exactly as `numeric_out` would print it. Sent as digits to base 10 000: how many, the weight of the
    /// first, the sign, how many decimals to show, then the digits (numeric_send).
    static func numeric(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard let count = load(bytes, at: 0, as: Int16.self), let weight = load(bytes, at: 2, as: Int16.self),
            let sign = load(bytes, at: 4, as: UInt16.self), let scale = load(bytes, at: 6, as: Int16.self)
        else { return nil }
        switch sign {
        case 0xC000: return "NaN"
        case 0xD000: return "Infinity"
        case 0xF000: return "-Infinity"
        default: break
        }
        guard count >= 0, bytes.count == 8 + 2 * Int(count) else { return nil }

        /// The digit worth 10 000 to the power of `power`; those not sent are zero.
        func digit(_ power: Int) -> Int {
            let place = Int(weight) - power
            return place >= 0 && place < count ? Int(load(bytes, at: 8 + 2 * place, as: Int16.self) ?? 0) : 0
        }

        var text = sign == 0x4000 ? "-" : ""
        text += String(digit(max(0, Int(weight))))
        for power in stride(from: Int(weight) - 1, through: 0, by: -1) { text += fourDigits(digit(power)) }
        guard scale > 0 else { return text }

        var decimals = ""
        var power = -1
        while decimals.utf8.count < scale {
            decimals += fourDigits(digit(power))
            power -= 1
        }
        return text + "." + decimals.prefix(Int(scale))
    }

    private static func fourDigits(_ value: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
    }
}

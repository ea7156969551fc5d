import Kafka

extension KafkaLog {
    package func read(_ partition: Int, from offset: Int64, limit: ReadLimit) throws(LogError) -> [LogRecord] {
        guard (0..<identity.partitions).contains(partition), offset >= 0 else {
            throw .outOfRange(partition: partition, offset: offset)
        }
        guard limit.records > 0 else { return [] }
        let place = KafkaPlace(topic: topic, partition: partition, offset: offset)
        return try readers.borrow { consumer throws(LogError) in try consumer.read(place, limit: limit) }
    }

    package func end() throws(LogError) -> Position { try end(withinMilliseconds: Self.answerMilliseconds) }

    package func end(withinMilliseconds limit: Int) throws(LogError) -> Position {
        let deadline = ContinuousClock.now + .milliseconds(limit)
        // Whoever asks for ends leaves nothing in the consumer that the next would stumble over.
        return try readers.borrow(untroubled: false, withinMilliseconds: limit) { consumer throws(LogError) in
            try LogError.translating { () throws(KafkaError) in
                Position(
                    offsets: try consumer.client.ends(
                        topic, 0..<identity.partitions, milliseconds: max(1, deadline.millisecondsLeft)))
            }
        }
    }

    package func follow(from position: Position) throws(LogError) -> any LogReader {
        guard position.offsets.count == identity.partitions else {
            throw .wrongLog(
                "\(topic) has \(identity.partitions) partitions, the position is for \(position.offsets.count)")
        }
        return try readers.follow(
            position.offsets.enumerated().map { KafkaPlace(topic: topic, partition: $0.offset, offset: $0.element) })
    }
}

extension KafkaConsumer {
    /// Reads on from a place until the limit or the end of its partition.
    func read(_ place: KafkaPlace, limit: ReadLimit) throws(LogError) -> [LogRecord] {
        try LogError.translating { () throws(KafkaError) in try assign([place]) }
        defer { try? assign([]) }
        var records: [LogRecord] = []
        var bytes = 0
        var trouble = "the broker does not answer"
        let deadline = ContinuousClock.now + .milliseconds(KafkaLog.answerMilliseconds)
        while records.count < limit.records {
            guard waitForArrival(milliseconds: deadline.millisecondsLeft) else {
                if deadline.millisecondsLeft > 0 { continue }
                throw .unavailable(trouble)
            }
            if !records.isEmpty && bytes + nextByteCount > limit.bytes { break }
            switch take() {
            case .message(let message):
                bytes += message.value.count
                records.append(LogRecord(message))
            case .end: return records
            case .trouble(let error, _, _) where error.code == .noSuchOffset: return try nothing(at: place)
            case .trouble(let error, _, _) where error.isTransient: trouble = error.description
            case .trouble(let error, _, _): throw LogError(error)
            }
        }
        return records
    }

    /// Past the end there is nothing yet; before the beginning there is nothing any more, and that is an error.
    private func nothing(at place: KafkaPlace) throws(LogError) -> [LogRecord] {
        let (only, milliseconds) = (place.partition..<place.partition + 1, KafkaLog.answerMilliseconds)
        let end = try LogError.translating { () throws(KafkaError) in
            try client.ends(place.topic, only, milliseconds: milliseconds)[0]
        }
        guard place.offset >= end else { throw .outOfRange(partition: place.partition, offset: place.offset) }
        return []
    }
}

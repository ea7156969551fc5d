#pragma once
#include <librdkafka/rdkafka.h>

// rd_kafka_producev takes a variable argument list, which Swift cannot call; and it is the only call that sets a
// message's timestamp and header without building a union by hand. The payload is copied.
static inline rd_kafka_resp_err_t davtari_rdkafka_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, int32_t partition, const void *key, size_t key_length,
    const void *value, size_t value_length, int64_t timestamp_milliseconds, const char *header_name,
    const char *header_value, uintptr_t tag) {
    return rd_kafka_producev(
        client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY(key, key_length), RD_KAFKA_V_VALUE((void *)value, value_length),
        RD_KAFKA_V_TIMESTAMP(timestamp_milliseconds), RD_KAFKA_V_HEADER(header_name, header_value, -1),
        RD_KAFKA_V_OPAQUE((void *)tag), RD_KAFKA_V_END);
}

// A message's tag comes back as a pointer that was never one; Swift's pointers are not made for that.
static inline uintptr_t davtari_rdkafka_tag(const rd_kafka_message_t *message) { return (uintptr_t)message->_private; }

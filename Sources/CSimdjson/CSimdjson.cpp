#include "CSimdjson.h"
#include <simdjson.h>

static_assert(CSIMDJSON_PADDING >= simdjson::SIMDJSON_PADDING, "the promised padding is too small");

struct csimdjson_parser {
    simdjson::dom::parser parser;
    explicit csimdjson_parser(size_t capacity) : parser(capacity) {}
};

extern "C" csimdjson_parser *csimdjson_parser_new(size_t capacity_bytes, size_t depth) {
    auto *self = new (std::nothrow) csimdjson_parser(capacity_bytes);
    if (self != nullptr && self->parser.allocate(4096, depth) != simdjson::SUCCESS) {
        delete self;
        return nullptr;
    }
    return self;
}

extern "C" void csimdjson_parser_free(csimdjson_parser *parser) { delete parser; }

extern "C" csimdjson_document csimdjson_parse(csimdjson_parser *parser, const uint8_t *bytes, size_t length) {
    auto result = parser->parser.parse(bytes, length, false);
    if (result.error() != simdjson::SUCCESS) return {static_cast<int32_t>(result.error()), nullptr, nullptr};
    return {0, parser->parser.doc.tape.get(), parser->parser.doc.string_buf.get()};
}

extern "C" const char *csimdjson_error_message(int32_t error) {
    return simdjson::error_message(static_cast<simdjson::error_code>(error));
}

#pragma once
#include <stddef.h>
#include <stdint.h>

// A C face over simdjson's DOM parser. simdjson is C++ only, and Swift walks the parsed tape itself
// (https://github.com/simdjson/simdjson/blob/master/doc/tape.md), so one call a document crosses the border.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csimdjson_parser csimdjson_parser;

/// What a parse leaves behind; valid until the parser's next parse.
typedef struct {
    /// 0, or one of simdjson's error codes.
    int32_t error;
    const uint64_t *tape;
    const uint8_t *strings;
} csimdjson_document;

csimdjson_parser *csimdjson_parser_new(size_t capacity_bytes, size_t depth);
void csimdjson_parser_free(csimdjson_parser *parser);

/// Parses `length` bytes; behind them at least CSIMDJSON_PADDING readable bytes must follow.
csimdjson_document csimdjson_parse(csimdjson_parser *parser, const uint8_t *bytes, size_t length);

/// simdjson's own sentence for an error code.
const char *csimdjson_error_message(int32_t error);

#define CSIMDJSON_PADDING 64

#ifdef __cplusplus
}
#endif

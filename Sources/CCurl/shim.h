#pragma once
#include <curl/curl.h>

// Swift cannot call C's variadic functions: `curl_easy_setopt` and `curl_easy_getinfo` get one name for each type of
// argument they take. (curl's own type checks are macros around these two, so they guard the calls below.)

/// For options that take a `long`.
static inline CURLcode http_curl_set_long(CURL *curl, CURLoption option, long value) {
    return (curl_easy_setopt)(curl, option, value);
}

/// For options that take a `curl_off_t`: a size of more than 32 bits everywhere.
static inline CURLcode http_curl_set_size(CURL *curl, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(curl, option, value);
}

/// For options that take a C string; curl copies it, save for `CURLOPT_POSTFIELDS`.
static inline CURLcode http_curl_set_text(CURL *curl, CURLoption option, const char *value) {
    return (curl_easy_setopt)(curl, option, value);
}

/// For options that take a pointer curl hands on or reads later: it must outlive the transfer.
static inline CURLcode http_curl_set_pointer(CURL *curl, CURLoption option, const void *value) {
    return (curl_easy_setopt)(curl, option, value);
}

/// The two callbacks that take bytes have one shape.
typedef size_t (*http_curl_sink)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode http_curl_set_sink(CURL *curl, CURLoption option, http_curl_sink sink) {
    return (curl_easy_setopt)(curl, option, sink);
}

/// For facts that are a `long`, such as the status code.
static inline long http_curl_get_long(CURL *curl, CURLINFO info) {
    long value = 0;
    (curl_easy_getinfo)(curl, info, &value);
    return value;
}

/// A macro that holds casts and ORs: everything libcurl can start.
static const long http_curl_global_all = CURL_GLOBAL_ALL;

#pragma once
#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

// Swift cannot call C's variadic functions, nor read macros that hold a cast, nor OR together the members of an
// enum that C declares closed, nor name those whose prefix it cuts. Each function below exists for one of these reasons and
// does nothing else.

/// What the caller of `http_start_daemon` may choose.
struct http_daemon_settings {
    /// -1 where connections are handed over.
    int listen_socket;
    size_t connection_memory_bytes;
    unsigned int max_connections;
    unsigned int idle_timeout_seconds;
};

/// Variadic, and its flags are a closed enum.
///
/// One thread that polls with epoll: the handler only hands work over, so a second thread would buy nothing but locks.
/// No error log: the library would write to standard error what a client did wrong.
static inline struct MHD_Daemon *http_start_daemon(struct http_daemon_settings settings,
                                                   MHD_AccessHandlerCallback handle,
                                                   MHD_RequestCompletedCallback completed,
                                                   size_t (*unescape)(void *, struct MHD_Connection *, char *),
                                                   void *(*begun)(void *, const char *, struct MHD_Connection *),
                                                   MHD_NotifyConnectionCallback came,
                                                   void *context) {
    const struct MHD_OptionItem listening[] = {{MHD_OPTION_LISTEN_SOCKET, settings.listen_socket, NULL},
                                               {MHD_OPTION_END, 0, NULL}};
    const struct MHD_OptionItem handed[] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    if (settings.listen_socket < 0) flags |= MHD_USE_NO_LISTEN_SOCKET;
    return MHD_start_daemon(flags, 0, NULL, NULL,
                            handle, context,
                            MHD_OPTION_ARRAY, settings.listen_socket < 0 ? handed : listening,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings.connection_memory_bytes,
                            MHD_OPTION_CONNECTION_LIMIT, settings.max_connections,
                            MHD_OPTION_CONNECTION_TIMEOUT, settings.idle_timeout_seconds,
                            MHD_OPTION_NOTIFY_COMPLETED, completed, context,
                            MHD_OPTION_UNESCAPE_CALLBACK, unescape, context,
                            MHD_OPTION_URI_LOG_CALLBACK, begun, context,
                            MHD_OPTION_NOTIFY_CONNECTION, came, context,
                            MHD_OPTION_END);
}

/// Its address is a structure that is cast. The library closes what it does not take.
static inline void http_take_connection(struct MHD_Daemon *daemon, int connection) {
    const struct sockaddr nobody = {.sa_family = AF_UNIX};
    MHD_add_connection(daemon, connection, &nobody, sizeof nobody);
}

/// Variadic. The connection's socket, or -1.
static inline int http_connection_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/// Variadic. Whom the connection is with, or NULL.
static inline const struct sockaddr *http_connection_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

/// Variadic. How many bytes the request line and the header fields took.
static inline size_t http_request_header_bytes(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

/// Its members have no names in Swift. Whether a connection has ended, or else begun.
static inline bool http_has_ended(enum MHD_ConnectionNotificationCode code) {
    return code == MHD_CONNECTION_NOTIFY_CLOSED;
}

/// Macros that hold casts.
static const uint64_t http_size_unknown = MHD_SIZE_UNKNOWN;
static const ssize_t http_end_of_stream = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t http_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;

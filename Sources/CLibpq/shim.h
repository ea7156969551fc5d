#pragma once
#include <libpq-fe.h>

// Swift does not import macros that are character literals, so the error fields we read are named again here.
enum {
    shim_diag_sqlstate = PG_DIAG_SQLSTATE,
    shim_diag_message = PG_DIAG_MESSAGE_PRIMARY,
    shim_diag_detail = PG_DIAG_MESSAGE_DETAIL,
    shim_diag_hint = PG_DIAG_MESSAGE_HINT,
    shim_diag_constraint = PG_DIAG_CONSTRAINT_NAME,
};

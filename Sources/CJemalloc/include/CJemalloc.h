#pragma once

// jemalloc in the place of glibc's malloc (https://jemalloc.net/jemalloc.3.html). Whoever links this has it; there is
// nothing to call.

/// How the process asks the system for memory; jemalloc looks here before the first allocation.
extern const char *malloc_conf;

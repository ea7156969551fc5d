#include "CJemalloc.h"

// Two heaps: a thread has a cache of its own before them, and each heap more is memory that one thread has freed and
// another cannot use. What was freed goes back to the system after half a second, not ten: a rebuild frees as it goes.
const char *malloc_conf = "narenas:2,dirty_decay_ms:500,muzzy_decay_ms:0";

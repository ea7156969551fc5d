#pragma once
#include <stdint.h>
#include <sys/types.h>

// What Linux has and Swift cannot say: variadic calls, macros that walk control messages, packed structures, headers that
// its Glibc module leaves out. Each function does one such thing and nothing else.

/// This process gets `signal` when the thread that made it ends (prctl(2), PR_SET_PDEATHSIG). False where that cannot be, or
/// where `parent` has ended already.
int linux_end_with(pid_t parent, int signal);

/// Blocks SIGINT, SIGTERM and SIGCHLD for the calling thread and those it makes, and gives a descriptor that tells of them
/// (signalfd(2)); -1 with errno.
int linux_signals_open(void);
/// The next signal that came, 0 when there is none.
int linux_signals_next(int descriptor);

/// A file in memory of so many zero bytes, closed on exec; -1 with errno.
int linux_memory_file(const char *name, off_t size);

/// A reading end and a writing end, closed on exec (pipe2(2)); -1 with errno.
int linux_pipe(int ends[2]);

/// Two ends of a channel that keeps messages apart (AF_UNIX, SOCK_SEQPACKET), closed on exec; -1 with errno.
int linux_message_pair(int ends[2]);
/// Two ends of a stream, closed on exec; neither blocks. -1 with errno.
int linux_stream_pair(int ends[2]);
/// Sends a descriptor over a channel without waiting (SCM_RIGHTS). 0, or -1 with errno.
int linux_send_descriptor(int channel, int descriptor);
/// Waits for a descriptor, which does not block and is closed on exec; -1 at the channel's end.
int linux_receive_descriptor(int channel);

/// Sending to who has gone is an error and no signal (MSG_NOSIGNAL).
static const int linux_no_signal = 0x4000;

/// What epoll(7) may tell of a descriptor.
static const uint32_t linux_can_read = 1, linux_can_write = 4, linux_has_ended = 8 | 16;

int linux_poll_open(void);
/// Watches a descriptor for `events`, or changes for what it is watched.
int linux_poll_watch(int poll, int descriptor, uint32_t events);
void linux_poll_forget(int poll, int descriptor);
/// Waits, and writes which descriptors have something and what; their count.
int linux_poll_wait(int poll, int descriptors[], uint32_t events[], int limit, int milliseconds);
/// A counter to wake a poll with (eventfd(2)).
int linux_waker_open(void);

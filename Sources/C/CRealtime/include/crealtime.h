/* What Swift cannot call by itself: variadic system calls, cmsg macros, errno-safe wrappers. */
#ifndef HOLDOVER_CREALTIME_H
#define HOLDOVER_CREALTIME_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Debug builds count what locks the calling thread holds; with one of them the calls below that wait
 * (futex, sleep, poll) end the process and name the call. Release builds count nothing. */
void crt_lock_taken(void);
void crt_lock_given(void);

/* futex(2) without the PRIVATE flag, since waiters live in other processes.
 * Waits while *word == expected, until the CLOCK_MONOTONIC deadline (ns); -errno on failure:
 * -ETIMEDOUT, -EAGAIN (value differed), -EINTR; 0 when woken. */
int crt_futex_wait_until(const uint32_t *word, uint32_t expected, int64_t deadline_ns);
/* Wakes up to `count` waiters; returns how many, or -errno. */
int crt_futex_wake(uint32_t *word, int count);

/* clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME), restarted on EINTR. */
void crt_sleep_until(int64_t deadline_ns);
/* ppoll(2) until a CLOCK_MONOTONIC deadline (INT64_MAX: none): the number of ready descriptors,
 * 0 at the deadline, or -errno. */
int crt_poll_until(struct pollfd *descriptors, size_t count, int64_t deadline_ns);
int64_t crt_clock_ns(clockid_t clock);

/* Between these two the calling thread must not allocate, lock, or wait. They tell the real-time
 * sanitizer so where its runtime is linked (`make rtsan`), and do nothing elsewhere. */
void crt_realtime_enter(void);
void crt_realtime_exit(void);

/* Between these two nothing is judged: somebody else's code is called, such as the GL driver's. They
 * nest, and are the calling thread's. */
void crt_foreign_enter(void);
void crt_foreign_exit(void);

/* Sends `byte_count` bytes with one descriptor attached (SCM_RIGHTS); 0 or -errno. */
int crt_send_descriptor(int socket, const void *bytes, size_t byte_count, int descriptor);

/* Copies shared memory whose object may be truncated under us: false instead of SIGBUS.
 * crt_guard_install must have run once in the process. */
void crt_guard_install(void);
bool crt_guarded_copy(void *destination, const void *source, size_t byte_count);
/* Guards a whole mapping, for code that reads it in place: a SIGBUS inside it puts zeroed private
 * pages from the faulting page to the end of the mapping and marks the region damaged; the access
 * then goes on. Returns the region's number, or -1 when all are taken. */
int crt_guard_add(void *base, size_t byte_count);
void crt_guard_remove(int region);
bool crt_guard_is_damaged(int region);

/* A quick 64-bit checksum against tearing and damage; it is no defence against intent. */
uint64_t crt_checksum(const void *bytes, size_t byte_count, uint64_t seed);

/* Open-file-description write lock on a whole file; 0 or -errno (-EAGAIN when held elsewhere). */
int crt_lock_exclusive(int descriptor);
/* Gives the lock up at once, also for copies of the descriptor that a child may hold before exec. */
void crt_unlock(int descriptor);
/* True when somebody holds the lock; the test takes nothing. */
bool crt_lock_is_held(int descriptor);

/* Real-time thread set-up: name (15 characters), SCHED_RR when allowed; -errno when refused. */
int crt_thread_set_name(const char *name);
int crt_thread_set_round_robin(int priority);
/* Nice 10 for the calling thread; 0 or -errno. */
int crt_thread_set_background(void);
/* The kernel's number of the calling thread. */
int crt_thread_id(void);
int crt_lock_memory(void);
/* PR_SET_PDEATHSIG for the calling process. */
int crt_die_with_parent(int signal_number);
int crt_open(const char *path, int flags, unsigned mode);
/* A close-on-exec pipe: 0 or -errno. A positive capacity asks for that many bytes; a smaller pipe
 * (fs.pipe-max-size) only means more wake-ups, so that a refusal is no error. */
int crt_pipe(int ends[2], int capacity);
/* accept4(2) with close-on-exec; -1 and errno on failure. */
int crt_accept(int listener);

/* A child process: in a process group of its own, with default signals and no descriptor of ours
 * but those named here (-1 stands for /dev/null; `extra_descriptor` becomes 4, none where <= 0).
 * `death_signal` (0 for none) reaches it when the calling thread ends, so call from a thread that
 * lives as long as the child may. */
struct crt_spawn_request {
  const char *path;
  char *const *arguments;
  char *const *environment;
  int standard_input;
  int standard_output;
  int standard_error;
  int extra_descriptor;
  int death_signal;
};
/* Returns the process id once the program is running, or -errno of the step that failed. */
int crt_spawn(const struct crt_spawn_request *request);

/* A descriptor that polls readable when the process has ended, or -errno. */
int crt_pidfd_open(int pid);

/* Blocks the signals in this thread (and those it starts later) and returns a non-blocking
 * signalfd for them, or -errno. */
int crt_signal_descriptor(const int *signals, int count);
/* The next signal of such a descriptor, 0 when there is none, or -errno. */
int crt_signal_next(int descriptor);
/* A close-on-exec descriptor that becomes readable when the process ends (pidfd_open(2)), or
 * -errno. */
int crt_process_descriptor(int process_id);

#endif

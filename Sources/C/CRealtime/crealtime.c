#define _GNU_SOURCE
#include "crealtime.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Locks that this thread holds. */
static __thread int locks_held;

void crt_lock_taken(void) { locks_held++; }
void crt_lock_given(void) { locks_held--; }

static void holds_no_lock(const char *call) {
  if (locks_held == 0) return;
  fprintf(stderr, "%s while this thread holds %d lock(s): let go of them first\n", call, locks_held);
  abort();
}

int crt_futex_wait_until(const uint32_t *word, uint32_t expected, int64_t deadline_ns) {
  holds_no_lock("waiting for a word");
  struct timespec deadline = {deadline_ns / 1000000000, deadline_ns % 1000000000};
  long rc = syscall(SYS_futex, word, FUTEX_WAIT_BITSET, expected, &deadline, NULL,
                    FUTEX_BITSET_MATCH_ANY);
  return rc == 0 ? 0 : -errno;
}

int crt_futex_wake(uint32_t *word, int count) {
  long rc = syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
  return rc >= 0 ? (int)rc : -errno;
}

void crt_sleep_until(int64_t deadline_ns) {
  holds_no_lock("sleeping");
  struct timespec deadline = {deadline_ns / 1000000000, deadline_ns % 1000000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL) == EINTR) {
  }
}

extern void __rtsan_realtime_enter(void) __attribute__((weak));
extern void __rtsan_realtime_exit(void) __attribute__((weak));

void crt_realtime_enter(void) {
  if (__rtsan_realtime_enter) __rtsan_realtime_enter();
}

void crt_realtime_exit(void) {
  if (__rtsan_realtime_exit) __rtsan_realtime_exit();
}

extern void __rtsan_disable(void) __attribute__((weak));
extern void __rtsan_enable(void) __attribute__((weak));

void crt_foreign_enter(void) {
  if (__rtsan_disable) __rtsan_disable();
}

void crt_foreign_exit(void) {
  if (__rtsan_enable) __rtsan_enable();
}

int crt_poll_until(struct pollfd *descriptors, size_t count, int64_t deadline_ns) {
  holds_no_lock("polling");
  struct timespec left = {0, 0};
  if (deadline_ns != INT64_MAX) {
    int64_t ns = deadline_ns - crt_clock_ns(CLOCK_MONOTONIC);
    if (ns > 0) left = (struct timespec){ns / 1000000000, ns % 1000000000};
  }
  int ready = ppoll(descriptors, count, deadline_ns == INT64_MAX ? NULL : &left, NULL);
  return ready >= 0 ? ready : -errno;
}

int64_t crt_clock_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int crt_send_descriptor(int socket, const void *bytes, size_t byte_count, int descriptor) {
  char control[CMSG_SPACE(sizeof(int))];
  memset(control, 0, sizeof control);
  struct iovec part = {(void *)(uintptr_t)bytes, byte_count};
  struct msghdr message = {0};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

/* Per-thread landing place for a SIGBUS raised inside crt_guarded_copy. */
static __thread sigjmp_buf guard_landing;
static __thread volatile sig_atomic_t guard_armed;
static struct sigaction guard_previous;

/* Mappings read in place. A row is free while its base is 0; rows are only added and removed, so
 * that the handler needs no lock. */
#define GUARD_REGION_COUNT 1024
static struct {
  _Atomic(uintptr_t) base;
  _Atomic(size_t) byte_count;
  atomic_bool damaged;
} guard_regions[GUARD_REGION_COUNT];

static bool guard_repair(uintptr_t address) {
  for (int region = 0; region < GUARD_REGION_COUNT; region++) {
    uintptr_t base = atomic_load(&guard_regions[region].base);
    size_t byte_count = atomic_load(&guard_regions[region].byte_count);
    if (base < 2 || address < base || address - base >= byte_count) continue;
    uintptr_t page = address & ~(uintptr_t)4095;
    void *patch = mmap((void *)page, base + byte_count - page, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (patch == MAP_FAILED) return false;
    atomic_store(&guard_regions[region].damaged, true);
    return true;
  }
  return false;
}

static void guard_on_bus_error(int number, siginfo_t *info, void *context) {
  if (guard_armed) {
    guard_armed = 0;
    siglongjmp(guard_landing, 1);
  }
  int saved_errno = errno;
  bool repaired = guard_repair((uintptr_t)info->si_addr);
  errno = saved_errno;
  if (repaired) return;
  /* Not ours: hand over to whoever was there before, by default a crash. */
  if ((guard_previous.sa_flags & SA_SIGINFO) && guard_previous.sa_sigaction) {
    guard_previous.sa_sigaction(number, info, context);
  } else {
    signal(SIGBUS, SIG_DFL);
    raise(SIGBUS);
  }
}

static void guard_install_once(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = guard_on_bus_error;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGBUS, &action, &guard_previous);
}

void crt_guard_install(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, guard_install_once);
}

bool crt_guarded_copy(void *destination, const void *source, size_t byte_count) {
  /* No signal mask is saved: SA_NODEFER leaves it as it was. */
  if (sigsetjmp(guard_landing, 0) != 0) return false;
  guard_armed = 1;
  memcpy(destination, source, byte_count);
  guard_armed = 0;
  return true;
}

int crt_guard_add(void *base, size_t byte_count) {
  for (int region = 0; region < GUARD_REGION_COUNT; region++) {
    uintptr_t unused = 0;
    if (!atomic_compare_exchange_strong(&guard_regions[region].base, &unused, 1)) continue;
    atomic_store(&guard_regions[region].byte_count, byte_count);
    atomic_store(&guard_regions[region].damaged, false);
    atomic_store(&guard_regions[region].base, (uintptr_t)base);
    return region;
  }
  return -1;
}

void crt_guard_remove(int region) {
  if (region < 0 || region >= GUARD_REGION_COUNT) return;
  atomic_store(&guard_regions[region].byte_count, 0);
  atomic_store(&guard_regions[region].base, 0);
}

bool crt_guard_is_damaged(int region) {
  if (region < 0 || region >= GUARD_REGION_COUNT) return false;
  return atomic_load_explicit(&guard_regions[region].damaged, memory_order_acquire);
}

uint64_t crt_checksum(const void *bytes, size_t byte_count, uint64_t seed) {
  /* Four independent FNV-1a lanes over words, so that the multiplications overlap. */
  const uint64_t prime = 0x100000001b3u;
  const unsigned char *at = bytes;
  uint64_t lane[4] = {seed ^ 0xcbf29ce484222325u, seed + 1, seed + 2, seed + 3};
  while (byte_count >= 32) {
    uint64_t word[4];
    memcpy(word, at, sizeof word);
    for (int i = 0; i < 4; i++) lane[i] = (lane[i] ^ word[i]) * prime;
    at += 32;
    byte_count -= 32;
  }
  while (byte_count > 0) {
    lane[0] = (lane[0] ^ *at++) * prime;
    byte_count--;
  }
  uint64_t sum = lane[0];
  for (int i = 1; i < 4; i++) sum = (sum ^ (lane[i] >> 29) ^ lane[i]) * prime;
  return sum ^ (sum >> 32);
}

int crt_lock_exclusive(int descriptor) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  return fcntl(descriptor, F_OFD_SETLK, &lock) == 0 ? 0 : -errno;
}

void crt_unlock(int descriptor) {
  struct flock lock = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
  fcntl(descriptor, F_OFD_SETLK, &lock);
}

bool crt_lock_is_held(int descriptor) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(descriptor, F_OFD_GETLK, &lock) != 0) return false;
  return lock.l_type != F_UNLCK;
}

int crt_thread_set_name(const char *name) {
  return -pthread_setname_np(pthread_self(), name);
}

int crt_thread_set_round_robin(int priority) {
  struct sched_param parameter = {.sched_priority = priority};
  return -pthread_setschedparam(pthread_self(), SCHED_RR | SCHED_RESET_ON_FORK, &parameter);
}

int crt_thread_set_background(void) {
  return setpriority(PRIO_PROCESS, (id_t)crt_thread_id(), 10) == 0 ? 0 : -errno;
}

int crt_thread_id(void) { return (int)syscall(SYS_gettid); }

int crt_lock_memory(void) { return mlockall(MCL_CURRENT | MCL_FUTURE) == 0 ? 0 : -errno; }

int crt_die_with_parent(int signal_number) {
  return prctl(PR_SET_PDEATHSIG, signal_number) == 0 ? 0 : -errno;
}

int crt_open(const char *path, int flags, unsigned mode) {
  int descriptor = open(path, flags, (mode_t)mode);
  return descriptor >= 0 ? descriptor : -errno;
}

int crt_pipe(int ends[2], int capacity) {
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  if (capacity > 0) fcntl(ends[1], F_SETPIPE_SZ, capacity);
  return 0;
}

int crt_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

/* Between fork and exec: only what is safe after a fork in a process with threads. Leaves by exec,
 * or by reporting errno on `report`. */
static void spawn_become(const struct crt_spawn_request *request, pid_t parent, int report) {
  int descriptors[3] = {request->standard_input, request->standard_output,
                        request->standard_error};
  int extra = request->extra_descriptor;
  /* Out of the way of 0…4 first, so that no dup2 below overwrites a later source. */
  if ((report = fcntl(report, F_DUPFD_CLOEXEC, 5)) < 0) _exit(127);
  for (int i = 0; i < 3; i++) {
    int source = descriptors[i];
    if (source < 0) source = open("/dev/null", i == 0 ? O_RDONLY : O_WRONLY);
    if (source < 0 || (descriptors[i] = fcntl(source, F_DUPFD, 5)) < 0) goto failed;
  }
  if (extra > 0 && (extra = fcntl(extra, F_DUPFD, 5)) < 0) goto failed;
  for (int i = 0; i < 3; i++) {
    if (dup2(descriptors[i], i) < 0) goto failed;
  }
  if (dup3(report, 3, O_CLOEXEC) < 0) goto failed;
  report = 3;
  if (extra > 0 && dup2(extra, 4) < 0) goto failed;
  close_range(extra > 0 ? 5 : 4, ~0U, 0);
  if (setpgid(0, 0) < 0) goto failed;
  if (request->death_signal != 0) {
    if (prctl(PR_SET_PDEATHSIG, request->death_signal) < 0) goto failed;
    if (getppid() != parent) _exit(127);
  }
  for (int number = 1; number < NSIG; number++) {
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(request->path, request->arguments, request->environment);
failed: {
  int code = errno;
  while (write(report, &code, sizeof code) < 0 && errno == EINTR) {
  }
  _exit(127);
}
}

int crt_spawn(const struct crt_spawn_request *request) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) < 0) return -errno;
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) spawn_become(request, parent, report[1]);
  int fork_error = errno;
  close(report[1]);
  if (child < 0) {
    close(report[0]);
    return -fork_error;
  }
  int code = 0;
  ssize_t count;
  while ((count = read(report[0], &code, sizeof code)) < 0 && errno == EINTR) {
  }
  close(report[0]);
  if (count != (ssize_t)sizeof code) return child;
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
  }
  return -code;
}

int crt_pidfd_open(int pid) {
  long descriptor = syscall(SYS_pidfd_open, pid, 0);
  return descriptor >= 0 ? (int)descriptor : -errno;
}

int crt_signal_descriptor(const int *signals, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
  int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
  if (error != 0) return -error;
  int descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  return descriptor >= 0 ? descriptor : -errno;
}

int crt_signal_next(int descriptor) {
  struct signalfd_siginfo info;
  ssize_t count = read(descriptor, &info, sizeof info);
  if (count == (ssize_t)sizeof info) return (int)info.ssi_signo;
  return count < 0 && errno != EAGAIN && errno != EINTR ? -errno : 0;
}

int crt_process_descriptor(int process_id) {
  int descriptor = (int)syscall(SYS_pidfd_open, process_id, 0);
  return descriptor >= 0 ? descriptor : -errno;
}

/* Preloaded into a process: at the n-th time it alters a file or a folder, something goes wrong.

   arm(KILL, n)   the process dies by SIGKILL; a write is torn: half of its bytes are on their way, the rest is not
   arm(FULL, n)   the disk is full from then on: the write takes half of its bytes, and whatever needs room fails (ENOSPC)
   arm(BROKEN, n) this one call fails (EIO), all others work
   arm(CTRL_C, n), arm(TERM, n)  the process gets SIGINT or SIGTERM; the call itself works
   arm(QUIET, 0)  nothing goes wrong; the calls are counted

   Or at the n-th time it reads a file or a folder below the folder that watch() named:

   arm(MISREAD, n)    this one call fails (EIO), all others work
   arm(UNREADABLE, n) and from then on every call that reads this file or folder
   arm(READING, 0)    nothing goes wrong; the calls are counted

   Sockets, pipes, terminals and devices do not count.  `told` gives the number of calls so far, which they were and on
   which files, and whether the fault struck; it lies in memory that a forked child shares with its parent, so that the
   parent knows it after the child's death.  stand_still(seconds) stops the clock of the day for this process. */

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum fault { QUIET, KILL, FULL, BROKEN, CTRL_C, TERM, MISREAD, UNREADABLE, READING };

enum { REMEMBERED = 4096 };

struct report {
    atomic_long counted;
    atomic_int struck;
    struct { char call[16], path[240]; } calls[REMEMBERED];
};

static struct report *report;
static enum fault fault;
static long deadly;
static time_t standing;
static char watched[1024], bad[2048];

struct report *told(void) { return report; }
void arm(int kind, long point) {
    fault = kind;
    deadly = point;
    bad[0] = '\0';
    memset((void *)report, 0, sizeof *report);
}
void watch(const char *folder) { snprintf(watched, sizeof watched, "%s/", folder); }
void stand_still(long seconds) { standing = seconds; }

__attribute__((constructor)) static void begin(void) {
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

static long noted(const char *call, const char *path) {
    long number = atomic_fetch_add(&report->counted, 1) + 1;
    if (number <= REMEMBERED) {
        snprintf(report->calls[number - 1].call, sizeof report->calls->call, "%s", call);
        snprintf(report->calls[number - 1].path, sizeof report->calls->path, "%s", path);
    }
    return number;
}

/* Is this the call at which it goes wrong, or one after the disk became full? */
static int reached(const char *call, const char *path) {
    if (fault >= MISREAD) return 0;
    long number = noted(call, path);
    if (fault == QUIET || number < deadly) return 0;
    if (number == deadly) {
        report->struck = 1;
        if (fault == CTRL_C || fault == TERM) return kill(getpid(), fault == TERM ? SIGTERM : SIGINT);
        return 1;
    }
    return fault == FULL ? 2 : 0;
}
/* Does this call, which reads, fail?  Paths are absolute, or begin in the folder that is watched. */
static int misread(const char *call, const char *path) {
    char whole[2048];
    if (fault < MISREAD) return 0;
    snprintf(whole, sizeof whole, "%s%s", path[0] == '/' ? "" : watched, path);
    if (strncmp(whole, watched, strlen(watched)) != 0) return 0;
    long number = noted(call, whole);
    if (fault == READING) return 0;
    if (number == deadly) {
        report->struck = 1;
        snprintf(bad, sizeof bad, "%s", whole);
        return 1;
    }
    return fault == UNREADABLE && bad[0] && strcmp(bad, whole) == 0;
}
static int fails(int number) { errno = number; return -1; }

static int is_stored(int descriptor, const char **path, char *room, size_t size) {
    struct stat about;
    char link[64];
    if (syscall(SYS_fstat, descriptor, &about) != 0 || !(S_ISREG(about.st_mode) || S_ISDIR(about.st_mode))) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, room, size - 1);
    room[length < 0 ? 0 : length] = '\0';
    *path = room;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A call that writes `size` bytes to a descriptor: HALF does it with half of them. */
#define WRITES(name, size, WHOLE, HALF)                                                  \
    char room[1024];                                                                     \
    const char *path;                                                                    \
    int now = is_stored(descriptor, &path, room, sizeof room) ? reached(name, path) : 0; \
    if (now == 0) return WHOLE;                                                          \
    if (fault == BROKEN) return fails(EIO);                                              \
    if (now == 2) return fails(ENOSPC);                                                  \
    ssize_t taken = (size) < 2 ? 0 : HALF;                                               \
    if (fault == KILL) die();                                                            \
    return taken > 0 ? taken : fails(ENOSPC)

/* A call without bytes; `needs_room` says whether a full disk refuses it. */
#define ALTERS(name, path, needs_room, WHOLE)               \
    int now = reached(name, path);                          \
    if (now == 1 && fault == KILL) die();                   \
    if (now == 1 && fault == BROKEN) return fails(EIO);     \
    if (now && fault == FULL && (needs_room)) return fails(ENOSPC); \
    return WHOLE

#define ON_DESCRIPTOR(name, needs_room, WHOLE)                           \
    char room[1024];                                                     \
    const char *path;                                                    \
    if (!is_stored(descriptor, &path, room, sizeof room)) return WHOLE;  \
    ALTERS(name, path, needs_room, WHOLE)

ssize_t write(int descriptor, const void *bytes, size_t size) {
    WRITES("write", size, REAL(write)(descriptor, bytes, size), REAL(write)(descriptor, bytes, size / 2));
}
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t at) {
    WRITES("pwrite", size, REAL(pwrite)(descriptor, bytes, size, at), REAL(pwrite)(descriptor, bytes, size / 2, at));
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t at) {
    WRITES("pwrite", size, REAL(pwrite64)(descriptor, bytes, size, at),
           REAL(pwrite64)(descriptor, bytes, size / 2, at));
}
ssize_t writev(int descriptor, const struct iovec *parts, int number) {
    WRITES("writev", 2, REAL(writev)(descriptor, parts, number), REAL(writev)(descriptor, parts, (number + 1) / 2));
}
int ftruncate(int descriptor, off_t size) { ON_DESCRIPTOR("ftruncate", 0, REAL(ftruncate)(descriptor, size)); }
int ftruncate64(int descriptor, off64_t size) { ON_DESCRIPTOR("ftruncate", 0, REAL(ftruncate64)(descriptor, size)); }
int fsync(int descriptor) { ON_DESCRIPTOR("fsync", 1, REAL(fsync)(descriptor)); }
int fdatasync(int descriptor) { ON_DESCRIPTOR("fdatasync", 1, REAL(fdatasync)(descriptor)); }
int rename(const char *from, const char *to) { ALTERS("rename", to, 1, REAL(rename)(from, to)); }
int link(const char *from, const char *to) { ALTERS("link", to, 1, REAL(link)(from, to)); }
int unlink(const char *path) { ALTERS("unlink", path, 0, REAL(unlink)(path)); }
int rmdir(const char *path) { ALTERS("rmdir", path, 0, REAL(rmdir)(path)); }
int mkdir(const char *path, mode_t mode) { ALTERS("mkdir", path, 1, REAL(mkdir)(path, mode)); }

/* Opening counts where it may alter: for writing, or to create. */
static int alters(const char *path, int flags) {
    return ((flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC)) && strncmp(path, "/dev/", 5) != 0 &&
           strncmp(path, "/proc/", 6) != 0;
}
#define OPENS(WHOLE)                                        \
    va_list more;                                           \
    va_start(more, flags);                                  \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                           \
    if (!alters(path, flags)) {                             \
        if (misread("open", path)) return fails(EIO);       \
        return WHOLE;                                       \
    }                                                       \
    ALTERS("open", path, flags &O_CREAT && access(path, F_OK) != 0, WHOLE)

int open(const char *path, int flags, ...) { OPENS(REAL(open)(path, flags, mode)); }
int open64(const char *path, int flags, ...) { OPENS(REAL(open64)(path, flags, mode)); }
int openat(int folder, const char *path, int flags, ...) { OPENS(REAL(openat)(folder, path, flags, mode)); }
int openat64(int folder, const char *path, int flags, ...) { OPENS(REAL(openat64)(folder, path, flags, mode)); }

/* What reads: by descriptor, and by path. */
#define READS(name, FAILED, WHOLE)                                                                               \
    char room[1024];                                                                                             \
    const char *path;                                                                                            \
    if (fault >= MISREAD && is_stored(descriptor, &path, room, sizeof room) && misread(name, path)) { FAILED; } \
    return WHOLE

ssize_t read(int descriptor, void *bytes, size_t size) {
    READS("read", return fails(EIO), REAL(read)(descriptor, bytes, size));
}
ssize_t pread(int descriptor, void *bytes, size_t size, off_t at) {
    READS("pread", return fails(EIO), REAL(pread)(descriptor, bytes, size, at));
}
ssize_t pread64(int descriptor, void *bytes, size_t size, off64_t at) {
    READS("pread", return fails(EIO), REAL(pread64)(descriptor, bytes, size, at));
}
int fstat(int descriptor, struct stat *about) {
    READS("fstat", return fails(EIO), (int)syscall(SYS_fstat, descriptor, about));
}
int fstat64(int descriptor, struct stat64 *about) {
    READS("fstat", return fails(EIO), (int)syscall(SYS_fstat, descriptor, about));
}
/* Not by its name: looking that up allocates, which may map memory. */
#define MAPPED (void *)syscall(SYS_mmap, at, size, rights, flags, descriptor, from)
void *mmap(void *at, size_t size, int rights, int flags, int descriptor, off_t from) {
    READS("mmap", errno = EIO; return MAP_FAILED, MAPPED);
}
void *mmap64(void *at, size_t size, int rights, int flags, int descriptor, off64_t from) {
    READS("mmap", errno = EIO; return MAP_FAILED, MAPPED);
}
DIR *opendir(const char *path) {
    if (misread("opendir", path)) { errno = EIO; return NULL; }
    return REAL(opendir)(path);
}

int stat(const char *path, struct stat *about) {
    return misread("stat", path) ? fails(EIO) : (int)syscall(SYS_newfstatat, AT_FDCWD, path, about, 0);
}
int stat64(const char *path, struct stat64 *about) {
    return misread("stat", path) ? fails(EIO) : (int)syscall(SYS_newfstatat, AT_FDCWD, path, about, 0);
}

int clock_gettime(clockid_t clock, struct timespec *moment) {
    if (standing && clock == CLOCK_REALTIME) {
        moment->tv_sec = standing;
        moment->tv_nsec = 0;
        return 0;
    }
    return REAL(clock_gettime)(clock, moment);
}

/* Preloaded into a process: kills it with SIGKILL at the n-th time it alters a file or a folder.

   A write is torn: the first half of its bytes is written, then the process ends.  Sockets, pipes and terminals do not
   count.  arm(n) begins to count, arm(0) never kills; points() tells how many there were. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long counted;
static long deadly;

void arm(long point) { counted = 0; deadly = point; }
long points(void) { return counted; }

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }
static int reached(void) { return ++counted == deadly; }
static int is_file(int descriptor) {
    struct stat told;
    return fstat(descriptor, &told) == 0 && S_ISREG(told.st_mode);
}
static int is_stored(int descriptor) {
    struct stat told;
    return fstat(descriptor, &told) == 0 && (S_ISREG(told.st_mode) || S_ISDIR(told.st_mode));
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t size) {
    if (is_file(descriptor) && reached()) { (void)!REAL(write)(descriptor, bytes, size / 2); die(); }
    return REAL(write)(descriptor, bytes, size);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t at) {
    if (is_file(descriptor) && reached()) { (void)!REAL(pwrite)(descriptor, bytes, size / 2, at); die(); }
    return REAL(pwrite)(descriptor, bytes, size, at);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t at) {
    if (is_file(descriptor) && reached()) { (void)!REAL(pwrite64)(descriptor, bytes, size / 2, at); die(); }
    return REAL(pwrite64)(descriptor, bytes, size, at);
}
int ftruncate(int descriptor, off_t size) { if (reached()) die(); return REAL(ftruncate)(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) { if (reached()) die(); return REAL(ftruncate64)(descriptor, size); }
int fsync(int descriptor) { if (is_stored(descriptor) && reached()) die(); return REAL(fsync)(descriptor); }
int fdatasync(int descriptor) { if (is_stored(descriptor) && reached()) die(); return REAL(fdatasync)(descriptor); }
int rename(const char *from, const char *to) { if (reached()) die(); return REAL(rename)(from, to); }
int unlink(const char *path) { if (reached()) die(); return REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { if (reached()) die(); return REAL(mkdir)(path, mode); }

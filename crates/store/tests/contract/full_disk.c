/* A disk that is full while a file exists: preloaded into a process, it answers writes to files with ENOSPC. The name of the
   file is in FULL_DISK. Pipes and terminals go on working. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int is_full(int fd) {
    const char *mark = getenv("FULL_DISK");
    struct stat about;
    return mark && fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && access(mark, F_OK) == 0;
}

#define REFUSE_WHEN_FULL(fd) \
    if (is_full(fd)) {       \
        errno = ENOSPC;      \
        return -1;           \
    }

ssize_t write(int fd, const void *from, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    REFUSE_WHEN_FULL(fd)
    if (!real) real = dlsym(RTLD_NEXT, "write");
    return real(fd, from, count);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    REFUSE_WHEN_FULL(fd)
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    return real(fd, from, count, at);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
    return pwrite64(fd, from, count, at);
}

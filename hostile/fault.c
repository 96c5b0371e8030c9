/* Preloaded into a run of devclean, it lets the n-th call of one kind fail, or ends or interrupts the process there. Only calls count
   that have to do with what lies below the prefix HOSTILE_UNDER, so that what Node does for itself does not; and what Node
   does in /proc/self/fd/N counts where that leads. HOSTILE_FAULT is `CALL NTH[+] ACTION [END]`: with `+` every call from the n-th on;
   with END only calls whose path ends so. Actions: `E5` fails with errno 5, `S9` sends signal 9 first, `H` writes half and
   dies, `T` writes half, and the disk is full at the next write. To open `/devclean-fault/CALL NTH ACTION` begins anew with another
   fault, `/devclean-fault` reads what was counted. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum call { OPEN, LOOK, WRITE, FSYNC, FTRUNCATE, RENAME, UNLINK, RMDIR, MKDIR, LINK, CHMOD, BIND, CALLS };
static const char *const names[CALLS] = {"open",  "look",  "write", "fsync", "ftruncate", "rename",
                                         "unlink", "rmdir", "mkdir", "link",  "chmod",     "bind"};
static const char control[] = "/devclean-fault";
static int counts[CALLS], fired;
static struct { int call, nth, ever; char action; int number; char end[128]; } fault;

static void arm(const char *text) {
  char name[32] = "", nth[32] = "", action[32] = "", end[128] = "";
  memset(counts, 0, sizeof counts);
  fired = 0;
  fault.call = -1;
  if (text == NULL || sscanf(text, "%31s %31s %31s %127s", name, nth, action, end) < 3) return;
  for (int call = 0; call < CALLS; call++) if (strcmp(names[call], name) == 0) fault.call = call;
  if (fault.call < 0) abort();
  fault.nth = atoi(nth);
  fault.ever = strchr(nth, '+') != NULL;
  fault.action = action[0];
  fault.number = atoi(action + 1);
  strcpy(fault.end, end);
}

__attribute__((constructor)) static void begin(void) { arm(getenv("HOSTILE_FAULT")); }

/* Where a path leads, as far as it goes through an open folder or the working one. */
static void resolve(int folder, const char *path, char *real) {
  char link[64], rest[PATH_MAX] = "";
  int number = folder;
  if (strncmp(path, "/proc/self/fd/", 14) == 0) {
    if (sscanf(path, "/proc/self/fd/%d%4095s", &number, rest) < 1) number = AT_FDCWD;
    const char *slash = strchr(path + 14, '/');
    strcpy(rest, slash == NULL ? "" : slash);
  } else if (path[0] == '/') {
    snprintf(real, PATH_MAX, "%s", path);
    return;
  } else snprintf(rest, sizeof rest, "%s%s", path[0] ? "/" : "", path);
  snprintf(link, sizeof link, number == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", number);
  ssize_t length = readlink(link, real, PATH_MAX - 1);
  if (length < 0) length = 0;
  snprintf(real + length, PATH_MAX - length, "%s", rest);
}

static int is_under(const char *real) {
  const char *under = getenv("HOSTILE_UNDER");
  return under != NULL && strncmp(real, under, strlen(under)) == 0;
}

/* What the fault does to this call: 0 nothing, -1 it fails, 1 it writes half. */
static int meets(enum call call, const char *real) {
  size_t length = strlen(real), end = strlen(fault.end);
  if (fault.call == (int)call && end > 0 && (length < end || strcmp(real + length - end, fault.end) != 0)) return 0;
  int nth = __atomic_add_fetch(&counts[call], 1, __ATOMIC_SEQ_CST);
  if (fault.call != (int)call || fault.nth < 1 || (fault.ever ? nth < fault.nth : nth != fault.nth)) return 0;
  fired++;
  if (fault.action == 'E') { errno = fault.number; return -1; }
  if (fault.action == 'S') { kill(getpid(), fault.number); return 0; }
  return 1;
}

static int fails(enum call call, int folder, const char *path) {
  char real[PATH_MAX];
  int before = errno;
  resolve(folder, path, real);
  if (is_under(real) && meets(call, real) < 0) return 1;
  errno = before;
  return 0;
}

static int fails_at(enum call call, int descriptor) { return fails(call, descriptor, ""); }

#define REAL(name) static __typeof__(&name) real; if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int answer(void) {
  int file = memfd_create("counts", MFD_CLOEXEC);
  dprintf(file, "{\"fired\":%d", fired);
  for (int call = 0; call < CALLS; call++) dprintf(file, ",\"%s\":%d", names[call], counts[call]);
  dprintf(file, "}");
  lseek(file, 0, SEEK_SET);
  return file;
}

/* -2: the call is to be made. */
static int opening(int folder, const char *path, int flags) {
  if (strcmp(path, control) == 0) return answer();
  if (strncmp(path, control, sizeof control - 1) == 0) { arm(path + sizeof control); errno = ENOENT; return -1; }
  char real[PATH_MAX];
  resolve(folder, path, real);
  int own = (flags & (O_WRONLY | O_RDWR | O_CREAT)) || strstr(real, "/.local/state") || strstr(real, "/.devclean-hold-");
  return fails(own ? OPEN : LOOK, folder, path) ? -1 : -2;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
#define OPENS(name) int name(const char *path, int flags, ...) { \
  MODE REAL(name); int done = opening(AT_FDCWD, path, flags); return done == -2 ? real(path, flags, mode) : done; }
#define OPENS_AT(name) int name(int folder, const char *path, int flags, ...) { \
  MODE REAL(name); int done = opening(folder, path, flags); return done == -2 ? real(folder, path, flags, mode) : done; }
OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)

ssize_t write(int file, const void *bytes, size_t length) {
  REAL(write);
  char path[PATH_MAX];
  int before = errno;
  resolve(file, "", path);
  int met = is_under(path) ? meets(WRITE, path) : 0;
  if (met < 0) return -1;
  errno = before;
  if (met == 0) return real(file, bytes, length);
  ssize_t written = real(file, bytes, length / 2);
  if (fault.action == 'H') kill(getpid(), SIGKILL);
  fault.action = 'E';
  fault.number = ENOSPC;
  fault.nth++;
  return written;
}

int fsync(int file) { REAL(fsync); return fails_at(FSYNC, file) ? -1 : real(file); }
int ftruncate(int file, off_t length) { REAL(ftruncate); return fails_at(FTRUNCATE, file) ? -1 : real(file, length); }
int ftruncate64(int file, off64_t length) { REAL(ftruncate64); return fails_at(FTRUNCATE, file) ? -1 : real(file, length); }
int unlink(const char *path) { REAL(unlink); return fails(UNLINK, AT_FDCWD, path) ? -1 : real(path); }
int rmdir(const char *path) { REAL(rmdir); return fails(RMDIR, AT_FDCWD, path) ? -1 : real(path); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); return fails(MKDIR, AT_FDCWD, path) ? -1 : real(path, mode); }
int chmod(const char *path, mode_t mode) { REAL(chmod); return fails(CHMOD, AT_FDCWD, path) ? -1 : real(path, mode); }
int rename(const char *from, const char *to) { REAL(rename); return fails(RENAME, AT_FDCWD, from) ? -1 : real(from, to); }
int link(const char *from, const char *to) { REAL(link); return fails(LINK, AT_FDCWD, from) ? -1 : real(from, to); }

/* A name of the kernel's is nowhere below the prefix, and is a lock all the same. */
int bind(int socket, const struct sockaddr *address, socklen_t length) {
  REAL(bind);
  int before = errno;
  if (address->sa_family == AF_UNIX && getenv("HOSTILE_UNDER") != NULL && meets(BIND, "") < 0) return -1;
  errno = before;
  return real(socket, address, length);
}

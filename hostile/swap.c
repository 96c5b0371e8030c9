/* Swaps two entries of a folder for ever, as fast as the kernel lets it: `swap open|path ONE OTHER`, the
   folder's path on its input: devclean takes a process that was given a path of the cache for a user of it. With `open` it holds
   the folder open, so that moving the folder away does not stop it, and devclean sees a process that uses it; with `path` it
   looks the folder up each time. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int count, char **words) {
  char where[4096];
  if (count != 4 || fgets(where, sizeof where, stdin) == NULL) return 2;
  where[strcspn(where, "\n")] = 0;
  char one[4096], other[4096];
  int folder = AT_FDCWD;
  if (strcmp(words[1], "open") == 0) {
    folder = open(where, O_RDONLY | O_DIRECTORY);
    if (folder < 0) return 1;
    snprintf(one, sizeof one, "%s", words[2]);
    snprintf(other, sizeof other, "%s", words[3]);
  } else {
    snprintf(one, sizeof one, "%s/%s", where, words[2]);
    snprintf(other, sizeof other, "%s/%s", where, words[3]);
  }
  write(1, "ready\n", 6);
  for (;;) renameat2(folder, one, folder, other, RENAME_EXCHANGE);
}

/* Swaps two entries of a folder for ever, as fast as the kernel lets it: `swap FOLDER ONE OTHER`. It holds the folder open,
   so that moving the folder away does not stop it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(int count, char **words) {
  if (count != 4) return 2;
  int folder = open(words[1], O_RDONLY | O_DIRECTORY);
  if (folder < 0) return 1;
  write(1, "ready\n", 6);
  for (;;) renameat2(folder, words[2], folder, words[3], RENAME_EXCHANGE);
}

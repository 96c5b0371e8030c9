/**
 * A reader that went away (`| head`, a terminal that closed) and a log on a full disk must not end what is under way: a
 * removal goes on, and the exit code tells of output that was lost: an interrupt's for the reader. Called again after
 * foreign code was loaded, because oclif listens too, and throws.
 */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') {
        // At the end, because the work that goes on sets a code of its own.
        process.once('exit', () => {
          process.exitCode ||= 130;
        });
        return;
      }
      process.exitCode ||= 1;
      if (stream === process.stdout)
        process.stderr.write(`devclean: The output could not be written (${error.code}).\n`);
    });
  }
}

/**
 * A reader that went away (`| head`, a terminal that closed) is an interrupt like Ctrl-C: what is under way ends in good
 * order. A log on a full disk is none: a removal goes on, and the exit code tells of output that was lost. Called again
 * after foreign code was loaded, because oclif listens too, and throws.
 */
export function guardOutput(interrupt: () => void = () => undefined): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') {
        process.exitCode = 130;
        return interrupt();
      }
      process.exitCode ||= 1;
      if (stream === process.stdout)
        process.stderr.write(`devclean: The output could not be written (${error.code}).\n`);
    });
  }
}

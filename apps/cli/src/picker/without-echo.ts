/** What a terminal makes signals of, while nobody else reads what is typed. */
const signals: Readonly<Record<string, NodeJS.Signals>> = {
  '\u0003': 'SIGINT',
  '\u001a': 'SIGTSTP',
  '\u001c': 'SIGQUIT',
};

/**
 * Keeps what is typed meanwhile off the screen, where it would push the lines about that are painted over, and away from the question that
 * comes after it, which nobody has read yet.
 */
export async function withoutEcho<T>(input: NodeJS.ReadStream, work: () => Promise<T>): Promise<T> {
  const typed = (chunk: Buffer): void => {
    for (const [key, signal] of Object.entries(signals)) {
      if (!chunk.includes(key)) continue;
      input.setRawMode(false); // as the shell wants it, should this be a stop
      process.kill(process.pid, signal);
      setImmediate(() => input.isTTY && input.listeners('data').includes(typed) && input.setRawMode(true));
    }
  };
  input.setRawMode(true);
  input.on('data', typed);
  input.resume();
  try {
    return await work();
  } finally {
    input.off('data', typed);
    input.pause();
    input.setRawMode(false);
  }
}

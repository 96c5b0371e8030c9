import type { Session } from '../session.js';

/** Asks for a line, with nothing but the line itself: the terminal's own editing is all there is. Nothing at the end of the input. */
export async function askPlainly(question: string, { context }: Session): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const { signal } = context;
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      lines.once('close', () => {
        process.stderr.write('\n');
        resolve(undefined);
      });
      lines.question(question, resolve);
    });
  } finally {
    lines.removeAllListeners('close').close();
  }
}

import type { Session } from '../session.js';

/** Asks for a line, with nothing but the line itself: the terminal's own editing is all there is. Empty at the end of the input. */
export async function askPlainly(question: string, { context }: Session): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const { signal } = context;
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('close', () => reject(Object.assign(new Error('There was no answer.'), { name: 'ExitPromptError' })));
      lines.question(question, { signal }).then(resolve, () => reject(signal.reason));
    });
  } finally {
    lines.close();
  }
}

import { isPlain } from '../render/look.js';
import type { Session } from '../session.js';

/** Asks at the terminal. No is what is meant when nothing is typed. */
export async function ask(message: string, session: Session): Promise<boolean> {
  const { err, context } = session;
  if (isPlain(process.env)) {
    const { askPlainly } = await import('../picker/ask-plainly.js');
    return /^y(es)?$/i.test((await askPlainly(`${message} (y/N) `, session))?.trim() ?? '');
  }
  const { default: confirm } = await import('@inquirer/confirm');
  // Its own sign for an answer is beyond ASCII, whatever the locale.
  const theme = { prefix: err.colors.cyan('?') };
  return confirm({ message, default: false, theme }, { output: process.stderr, signal: context.signal });
}

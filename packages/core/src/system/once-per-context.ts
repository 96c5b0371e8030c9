import type { ToolContext } from './tool-context.js';

/** Looks once for a context, however many ask: the answer is the machine's, and a scan or a purge is short. */
export function oncePerContext<T>(look: (context: ToolContext) => Promise<T>): (context: ToolContext) => Promise<T> {
  const answers = new WeakMap<ToolContext, Promise<T>>();
  return (context) => {
    let answer = answers.get(context);
    if (answer === undefined) {
      answer = look(context);
      answers.set(context, answer);
    }
    return answer;
  };
}

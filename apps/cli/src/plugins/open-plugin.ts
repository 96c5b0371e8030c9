import { Worker } from 'node:worker_threads';
import { DevcleanError, type ErrorData, type NonEmpty, type ToolContext } from '@devclean/core';
import type { Answer, Batch, ProviderData, Question, WorkerStart } from './messages.js';

/** A plugin in a worker of its own. */
export interface OpenPlugin {
  /** What it answered when it was asked for its providers. */
  readonly providers: readonly ProviderData[];
  /** Calls a function of a provider. Rejects with `PROVIDER_FAILED` where it fails or does not answer in time; then the worker is ended. */
  call(provider: number, path: string, args: readonly unknown[], context: ToolContext): Promise<unknown>;
  /** The same of a function that answers with a list without an end; nothing where it answers with none. */
  list(
    provider: number,
    path: string,
    args: readonly unknown[],
    context: ToolContext,
  ): Promise<AsyncIterable<unknown> | undefined>;
  close(): void;
}

/** Milliseconds that a plugin has to be loaded, and for each answer. A tool that it asks has five seconds. */
const limits = { load: 10_000, answer: 10_000 };

/** Enough for an index of a cache; what is outside of V8's heap does not count. */
const memory = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Starts a plugin's worker and asks for its providers. The worker keeps nothing alive: once nobody waits for an answer, devclean ends
 * whatever the plugin does. Rejects with `PROVIDER_FAILED`, and with `BAD_PROVIDER` where the plugin says so itself.
 */
export async function openPlugin(name: string, start: WorkerStart): Promise<OpenPlugin> {
  const worker = new Worker(new URL('./plugin-worker.js', import.meta.url), {
    name: `plugin ${name}`,
    workerData: start,
    resourceLimits: memory,
    execArgv: [],
    stdin: false,
    // What it prints is not ours to show, and would spoil what a program reads.
    stdout: true,
    stderr: true,
  });
  // Merely not reading it would keep devclean alive.
  worker.stdout.destroy();
  worker.stderr.destroy();
  worker.on('online', () => worker.unref()); // sooner it would count again once it runs

  const pending = new Map<number, Pending>();
  const contexts: ToolContext[] = [];
  const numbers = new WeakMap<ToolContext, number>();
  let asked = 0;
  let ended: unknown;

  const end = (why: unknown): void => {
    if (ended !== undefined) return;
    ended = why;
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(why);
    }
    pending.clear();
    void worker.terminate();
  };
  const failed = (what: string, cause?: unknown) =>
    new DevcleanError('PROVIDER_FAILED', `The plugin ${name} ${what}.`, {
      hint: `Tell its authors; "devclean plugins uninstall ${name}" takes it away.`,
      cause,
    });
  const answered = (id: number): Pending | undefined => {
    const one = pending.get(id);
    clearTimeout(one?.timer);
    pending.delete(id);
    return one;
  };
  /** The timer is what keeps the process alive for an answer. */
  const waitFor = (id: number, ms: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      // Where this thread itself was busy, the answer lies there already: it is let in first.
      const late = () => end(failed(`did not answer within ${ms / 1000} s, and was ended`));
      const timer = setTimeout(() => {
        const grace = setTimeout(late, 100);
        pending.set(id, { resolve, reject, timer: grace });
      }, ms);
      pending.set(id, { resolve, reject, timer });
    });
  const ask = (question: Question): void => {
    try {
      worker.postMessage(question);
    } catch (error) {
      end(failed('could not be asked', error));
    }
  };

  worker.on('message', (message: Answer) => {
    if (typeof message !== 'object' || message === null) return end(failed('answered with nonsense'));
    if (message.kind === 'answer') answered(message.id)?.resolve(message.value);
    else if (message.kind === 'failure') answered(message.id)?.reject(failureOf(name, message.error));
    else if (message.kind === 'query') void runQuery(message);
  });
  worker.on('messageerror', () => end(failed('answered with nonsense')));
  worker.on('error', (error: NodeJS.ErrnoException) =>
    end(
      failed(error?.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'took too much memory' : `failed: ${error?.message}`, error),
    ),
  );
  worker.on('exit', () => end(failed('ended its own worker')));

  async function runQuery({ query, context, argv }: Extract<Answer, { kind: 'query' }>): Promise<void> {
    const [executable, ...args] = Array.isArray(argv) ? argv.map(String) : [];
    const words: NonEmpty<string> = [executable ?? '', ...args];
    const text = await contexts[context]?.query(words);
    if (ended === undefined) ask({ kind: 'said', query, text });
  }

  function numberOf(context: ToolContext): number {
    const known = numbers.get(context);
    if (known !== undefined) return known;
    const { platform, homes, env, uid, cwd, projectRoots, signal } = context;
    const number = contexts.push(context) - 1;
    numbers.set(context, number);
    signal.addEventListener('abort', () => end(signal.reason), { once: true });
    if (signal.aborted) end(signal.reason);
    const data = { platform, homes, env: { ...env }, ...(uid !== undefined && { uid }), cwd, projectRoots };
    ask({ kind: 'context', context: number, data });
    return number;
  }

  const call: OpenPlugin['call'] = (provider, path, args, context) => {
    const number = numberOf(context);
    const id = ++asked;
    const answer = waitFor(id, limits.answer);
    ask({ kind: 'call', id, provider, path, args, context: number });
    return answer;
  };

  async function* values(of: number): AsyncGenerator<unknown> {
    try {
      for (let done = false; !done; ) {
        const id = ++asked;
        const answer = waitFor(id, limits.answer);
        ask({ kind: 'next', id, of });
        const batch = (await answer) as Batch;
        yield* batch.values;
        done = batch.done;
      }
    } finally {
      if (ended === undefined) ask({ kind: 'enough', of });
    }
  }

  const providers = (await waitFor(0, limits.load)) as readonly ProviderData[];
  return {
    providers,
    call,
    async list(provider, path, args, context) {
      const answer = call(provider, path, args, context);
      const of = asked;
      return (await answer) === true ? values(of) : undefined;
    },
    close: () => end(failed('was closed')),
  };
}

const longestMessage = 2000;

/** A plugin's error counts as a failure of its provider, whatever it calls itself. */
function failureOf(name: string, error: Partial<ErrorData> | undefined): DevcleanError {
  const { code, message, hint } = error ?? {};
  const said = String(message).slice(0, longestMessage);
  return code === 'BAD_PROVIDER'
    ? new DevcleanError('BAD_PROVIDER', said, { hint: String(hint ?? 'Tell its authors.').slice(0, longestMessage) })
    : new DevcleanError('PROVIDER_FAILED', `The plugin ${name} failed: ${said}`, {
        hint: `Tell its authors; "devclean plugins uninstall ${name}" takes it away.`,
      });
}

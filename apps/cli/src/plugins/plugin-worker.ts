// The program of a plugin's worker: it loads the plugin and answers for it. Nothing of a plugin is loaded anywhere else.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { type CacheProvider, createToolContext, defineProvider, errorData, type ToolContext } from '@devclean/core';
import type { Answer, Batch, HookTarget, ProviderData, Question, WorkerStart } from './messages.js';

type Callable = (...args: unknown[]) => unknown;

const { root, hooks } = workerData as WorkerStart;
const port = parentPort as NonNullable<typeof parentPort>;
const providers: object[] = [];
const contexts = new Map<number, Promise<ToolContext>>();
const lists = new Map<number, AsyncIterator<unknown>>();
const queries = new Map<number, (text: string | undefined) => void>();
let queryCount = 0;

const largestBatch = 500;
const longestBatchMs = 200;

port.on('message', (question: Question) => {
  switch (question.kind) {
    case 'context':
      contexts.set(question.context, contextOf(question.context, question.data));
      break;
    case 'call':
      answer(question.id, () => call(question));
      break;
    case 'next':
      answer(question.id, () => nextBatch(question.of));
      break;
    case 'enough':
      void lists.get(question.of)?.return?.();
      lists.delete(question.of);
      break;
    case 'said':
      queries.get(question.query)?.(question.text);
      queries.delete(question.query);
  }
});
answer(0, load);

/** Whatever goes wrong is an answer, too; a value that is no data fails as it is sent. */
function answer(id: number, work: () => Promise<unknown>): void {
  const send = (message: Answer) => port.postMessage(message);
  work()
    .then((value) => send({ kind: 'answer', id, value }))
    .catch((error: unknown) => send({ kind: 'failure', id, error: errorData(error, 'PROVIDER_FAILED') }));
}

async function load(): Promise<ProviderData[]> {
  for (const hook of hooks) {
    const asked = (await exported(hook))({ apiVersion: 1 });
    const answered: unknown = await asked;
    for (const one of Array.isArray(answered) ? answered : [answered]) providers.push(completed(one));
  }
  return providers.map(described);
}

/** The same export that oclif would take. */
async function exported({ target, identifier }: HookTarget): Promise<Callable> {
  const module = (await import(pathToFileURL(fileOf(target)).href)) as Record<string, unknown>;
  const inside = module.default as Record<string, unknown> | undefined; // where it is CommonJS
  const named = module[identifier] ?? inside?.[identifier];
  const found = identifier === 'default' ? [named, ...Object.values(module), ...Object.values(inside ?? {})] : [named];
  const hook = found.find((one) => typeof one === 'function');
  if (hook === undefined) throw new Error(`${target} exports no function "${identifier}"`);
  return hook as Callable;
}

function fileOf(target: string): string {
  const file = path.join(root, target);
  const { resolve } = createRequire(path.join(root, 'package.json'));
  const names = ['', '.mjs', '.cjs'].map((end) => file + end);
  const found = names.find((name) => {
    try {
      return resolve(name);
    } catch {
      return undefined;
    }
  });
  return found === undefined ? file : resolve(found);
}

/** A plugin may answer with specs as well: then it needs nothing of ours while it runs. */
function completed(one: unknown): object {
  const { apiVersion, detect } = (one ?? {}) as Partial<CacheProvider>;
  if (typeof one !== 'object' || one === null) return {};
  return typeof detect === 'function' || apiVersion !== 1 ? one : defineProvider(one as CacheProvider);
}

const deepest = 8;
const mostValues = 20_000;

function described(provider: object): ProviderData {
  const functions: string[] = [];
  let count = 0;
  const copied = (value: unknown, at: readonly string[]): unknown => {
    if (++count > mostValues || at.length > deepest) throw new Error('what describes the provider has no end');
    if (typeof value === 'function') {
      functions.push(at.join('.'));
      return undefined;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one, index) => copied(one, [...at, String(index)]));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copied(one, [...at, key])]));
  };
  return { data: copied(provider, []) as ProviderData['data'], functions };
}

async function call({ id, provider, path: at, args, context }: Extract<Question, { kind: 'call' }>): Promise<unknown> {
  const keys = at.split('.');
  const name = keys.pop() as string;
  let owner: unknown = providers[provider];
  for (const key of keys) owner = (owner as Record<string, unknown>)[key];
  const called = (owner as Record<string, Callable>)[name] as Callable;
  const result: unknown = await called.call(owner, ...args, await contexts.get(context));
  const list = (result as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator]?.();
  if (list === undefined) return result;
  lists.set(id, list);
  return true;
}

async function nextBatch(of: number): Promise<Batch> {
  const values: unknown[] = [];
  const until = Date.now() + longestBatchMs;
  while (values.length < largestBatch && Date.now() < until) {
    const next = await lists.get(of)?.next();
    if (next === undefined || next.done) return { values, done: true };
    values.push(next.value);
  }
  return { values, done: false };
}

async function contextOf(context: number, data: Extract<Question, { kind: 'context' }>['data']): Promise<ToolContext> {
  const made = await createToolContext(data);
  const query: ToolContext['query'] = (argv) =>
    new Promise((resolve) => {
      queries.set(++queryCount, resolve);
      port.postMessage({ kind: 'query', query: queryCount, context, argv: [...argv] } satisfies Answer);
    });
  return { ...made, query };
}

import path from 'node:path';
import { noUsage, type Usage } from '@devclean/disk';
import { brokenProtection } from '../own-files/settings.js';
import { sumOfUsages } from '../plan/sum-of-usages.js';
import type { FoundContext, ManagedCache } from '../provider/cache-provider.js';
import { chooseRunner, filledArgv } from '../provider/native-command.js';
import { readFigures } from '../provider/read-figures.js';
import { withoutSecrets } from '../provider/without-secrets.js';
import { scrubbedEnvironment } from '../system/create-tool-context.js';
import type { ToolContext } from '../system/tool-context.js';
import { unsafeWay } from '../system/unsafe-way.js';
import type { NonEmpty } from '../words.js';
import type { LocationReport } from './scan-report.js';
import type { KnownProvider, Refusal, ScannedManaged } from './scan-result.js';

/**
 * Asks a tool for the sizes of a cache that only it can reach; nothing where there is no such tool. What it does not say clearly is
 * unknown, and never empty.
 */
export async function surveyManaged(
  { provider, origin }: KnownProvider,
  cache: ManagedCache,
  contexts: readonly FoundContext[],
  context: ToolContext,
  named: readonly string[] = [],
): Promise<ScannedManaged | undefined> {
  if (contexts.length === 0) return undefined;
  const { title, id } = provider;
  const known = { origin, provider: id, cache };
  const unknown = (
    state: LocationReport['state'],
    refusal: Pick<Refusal, 'reason' | 'detail' | 'hint'>,
    more = {},
  ) => ({
    ...known,
    ...more,
    report: reportOf({ state, usage: { ...noUsage, complete: false } }),
    refusal: { provider: id, path: null, unlessNamed: false, ...refusal },
  });
  const runner = chooseRunner(contexts, { title, named });
  if (typeof runner === 'string') return unknown('unreadable', { reason: 'not-knowable', detail: runner });
  const { executable } = runner;
  if (context.uid === 0) {
    const real = await context.realPath(executable);
    const unsafe = real === undefined ? undefined : unsafeWay(real);
    const hint = 'As root, devclean runs only what nobody else can replace.';
    if (unsafe !== undefined) return unknown('protected', { ...unsafe, hint });
  }
  const ask = (argv: NonEmpty<string>) => context.query(argv, ownVariables(cache, context));
  const noAnswer = (question: readonly string[]) =>
    ({
      reason: 'not-knowable',
      detail: `${title} gave no answer that devclean understands, so nobody knows what it has`,
      hint: `Look whether it runs; "${typedAs(question)}" shows what it says.`,
    }) as const;

  let server: string | undefined;
  if (cache.server !== undefined) {
    const who = filledArgv(cache.server.argv, { executable });
    const line = (await ask(who))?.split(/\r?\n/, 1)[0]?.trim();
    if (!line) return unknown('unreadable', noAnswer(who));
    if (!cache.server.local.some((begin) => line.startsWith(begin))) {
      const detail = `${title} works on ${withoutSecrets(line)}, which is not this machine's`;
      return unknown('protected', { reason: 'network', detail, hint: `Run devclean on that machine.` });
    }
    server = line;
  }
  const question = filledArgv(cache.measure.argv, { executable, server });
  const text = await ask(question);
  const figures = text === undefined ? undefined : readFigures(text, cache.measure.read);
  const asked = { executable, ...(server !== undefined && { server }) };
  if (figures === undefined) return unknown('unreadable', noAnswer(question), asked);

  const sections = cache.sections.flatMap(({ id: section, title: what, safety, cost }) => {
    const usage = figures.get(section) ?? noUsage;
    return usage.allocatedBytes === 0 ? [] : [{ id: section, title: what, safety, cost, paths: [], usage }];
  });
  const report = reportOf({
    state: sections.length === 0 ? 'empty' : 'recognised',
    usage: sumOfUsages(sections.map(({ usage }) => usage)),
    sections,
    measuredBy: typedAs(question),
  });
  const refusal = refusalOf(cache, context);
  return { ...known, ...asked, report, ...(refusal && { refusal: { ...refusal, provider: id, path: null } }) };
}

/** What all questions and commands about a cache are given, and nothing else: so they all mean the same cache. */
export function managedEnvironment(cache: ManagedCache, context: ToolContext): Record<string, string> {
  return { ...scrubbedEnvironment(context.env), ...ownVariables(cache, context) };
}

function ownVariables(
  { variables = [], environment = {} }: ManagedCache,
  { env }: ToolContext,
): Record<string, string> {
  const set = variables.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return { ...Object.fromEntries(set), ...environment };
}

function refusalOf(
  { variables = [] }: ManagedCache,
  context: ToolContext,
): Pick<Refusal, 'reason' | 'detail' | 'hint' | 'unlessNamed'> | undefined {
  const { homes, env } = context;
  const broken = brokenProtection(context);
  if (broken !== undefined) {
    const { message, hint } = broken;
    return { reason: 'protected', detail: message.replace(/\.$/, ''), hint, unlessNamed: false };
  }
  // As for a folder outside of such a home: only what a variable names is the user's to give.
  if (homes.env === homes.account || variables.some((name) => env[name])) return undefined;
  const detail = `HOME is ${homes.env}, and this lies outside of it`;
  return { reason: 'outside-home', detail, hint: 'To clear it, run devclean with your own HOME.', unlessNamed: false };
}

function reportOf({
  state,
  usage,
  ...more
}: Pick<LocationReport, 'state' | 'usage'> & Partial<LocationReport>): LocationReport {
  return {
    path: null,
    active: true,
    state,
    foundBy: [],
    inUse: 'no', // The tool itself keeps what it is using.
    holders: [],
    usage,
    sections: [],
    unaccounted: noUsage,
    ...more,
  };
}

function typedAs([executable, ...args]: readonly string[]): string {
  return [path.basename(executable ?? ''), ...args].map((word) => (/[\s{}]/.test(word) ? `'${word}'` : word)).join(' ');
}

/** What a section of it has, as its tool says. */
export function usageOfSection({ report }: ScannedManaged, section: string): Usage {
  return report.sections.find(({ id }) => id === section)?.usage ?? noUsage;
}

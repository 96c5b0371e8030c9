import type {
  FolderCache,
  GraverRule,
  LocationRule,
  ManagedCache,
  NativeCommand,
  ProviderSpec,
  SectionSpec,
} from './cache-provider.js';
import { leadingVariable } from './graver-here.js';
import { isGraver } from './is-graver.js';
import { wordProblems } from './native-command.js';
import { templateProblem } from './path-template.js';
import { patternProblem } from './pattern.js';

/** A program's name, without a folder and without a suffix of Windows. */
const programForm = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;
const idForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Everything that a spec gets wrong, each as the end of a sentence. */
export function specProblems(
  spec: Omit<ProviderSpec, 'caches'> & { readonly caches: readonly (FolderCache | ManagedCache)[] },
): readonly string[] {
  const { apiVersion, id, homepage, title, summary, knownFrom, caches, caching, programs = [] } = spec;
  const problems: string[] = [];
  if (apiVersion !== 1) problems.push(`its apiVersion is ${apiVersion}, and this devclean knows 1`);
  if (!idForm.test(id)) problems.push('its id must be lower-case letters, digits and dashes');
  if (!/^https:\/\//.test(homepage)) problems.push('its homepage must be an https address');
  if (!title || !summary) problems.push('its title and its summary must say something');
  if (knownFrom !== undefined && knownFrom !== 'documentation') {
    problems.push(`it is known from "${knownFrom}", which means nothing`);
  }
  for (const name of programs.filter((one) => !programForm.test(one))) {
    problems.push(`the program "${name}" is not a name alone`);
  }
  problems.push(...repeated(caches.map((cache) => cache.id)).map((one) => `the cache "${one}" is there twice`));
  for (const cache of caches) {
    if (!idForm.test(cache.id)) problems.push(`the cache "${cache.id}" is not lower-case letters, digits and dashes`);
  }
  const sections = caches.flatMap((cache) => cache.sections);
  problems.push(...repeated(sections.map((one) => one.id)).map((one) => `the section "${one}" is there twice`));
  for (const section of sections) {
    if (!idForm.test(section.id))
      problems.push(`the section "${section.id}" is not lower-case letters, digits and dashes`);
    if (!section.title || !section.cost) problems.push(`the section "${section.id}" must have a title and a cost`);
    if (!['safe', 'costly', 'risky'].includes(section.safety)) {
      problems.push(`the section "${section.id}" is "${section.safety}", which is no safety`);
    }
  }
  for (const argv of caching ? [caching.off, caching.on] : []) {
    problems.push(...wordProblems(argv).map((problem) => `the command "${argv.join(' ')}" is wrong: ${problem}`));
    if (argv.some((word) => word.includes('{location}')))
      problems.push(`the command "${argv.join(' ')}" is about no location`);
  }
  if (caching?.cost === '') problems.push('it must say what it costs to turn caching off');
  problems.push(...caches.flatMap(wordsProblems));
  const itsOwn = caches.flatMap((cache) => (cache.kind === 'managed' ? managedProblems(cache) : folderProblems(cache)));
  return [...problems, ...itsOwn];
}

/** What is wrong with the words that are only for people. */
function wordsProblems({ id, docs, ownCommands = [] }: FolderCache | ManagedCache): readonly string[] {
  return [
    ...(docs === undefined || /^https:\/\//.test(docs)
      ? []
      : [`the documentation of "${id}" must be an https address`]),
    ...ownCommands
      .filter(({ command, effect }) => !command || !effect)
      .map(({ command }) => `the tool's own command "${command}" must say what it does`),
  ];
}

function folderProblems(cache: FolderCache): readonly string[] {
  const { id, fingerprint, keep = [], sections, inUse, locations, native = [] } = cache;
  const { anyOf, noneOf = [] } = fingerprint;
  const locks = inUse?.locks ?? [];
  const patterns = [
    ...anyOf,
    ...noneOf,
    ...keep,
    ...sections.flatMap(({ paths }) => paths),
    ...locks.map(({ path }) => path),
    ...native.flatMap(({ writes }) => writes.filter((pattern) => pattern !== '.')),
  ];
  const named = locks.flatMap((lock) => lock.sections ?? []);
  const runsFrom = (inUse?.runsFrom ?? []).filter((section) => !sections.some((one) => one.id === section));
  return [
    ...(anyOf.length === 0 ? [`nothing proves a folder to be the cache "${id}": its fingerprint is empty`] : []),
    ...(sections.length === 0 ? [`the cache "${id}" has no sections`] : []),
    ...sections.flatMap(({ id: section, paths, contains, together }) => [
      ...(paths.length === 0 ? [`the section "${section}" has no paths`] : []),
      ...(contains === undefined || contains === 'packages'
        ? []
        : [`the section "${section}" contains "${contains}", which means nothing`]),
      ...(together === undefined || together === true
        ? []
        : [`"together" of the section "${section}" must be true, or left out`]),
    ]),
    ...sections.flatMap((section) => (section.graverWhen ?? []).flatMap((rule) => graverProblems(rule, section))),
    ...patterns.flatMap((pattern) => {
      const problem = patternProblem(pattern);
      return problem === undefined ? [] : [`the pattern "${pattern}" is wrong: ${problem}`];
    }),
    ...locations.flatMap(templatesOf).flatMap((template) => templateProblem(template) ?? []),
    ...named
      .filter((section) => !sections.some((one) => one.id === section))
      .map((section) => `a lock is on the section "${section}", which the cache "${id}" does not have`),
    ...runsFrom.map((one) => `programs run from the section "${one}", which the cache "${id}" does not have`),
    ...native.flatMap((command) => commandProblems(command, cache)),
  ];
}

const formats = ['ini', 'json', 'toml', 'yaml', 'properties'];

function graverProblems(rule: GraverRule, { id, safety }: SectionSpec): readonly string[] {
  const about = `a rule by which the section "${id}" is graver`;
  const template = rule.from === 'config' ? rule.file : rule.from === 'links' ? rule.below : undefined;
  const wrongPath = template === undefined || leadingVariable.test(template) ? undefined : templateProblem(template);
  const patterns = rule.from === 'links' ? rule.paths : rule.from === 'project' ? [rule.file] : [];
  const wrong = (fine: boolean, problem: string) => (fine ? [] : [problem]);
  return [
    ...wrong(
      ['costly', 'risky'].includes(rule.safety) && isGraver(rule.safety, safety),
      `the section "${id}" is ${safety}, and "${rule.safety}" is not graver than that`,
    ),
    ...wrong(!!rule.because, `${about} does not say why`),
    ...wrong(graverSources.includes(rule.from), `${about} is from "${rule.from}", which means nothing`),
    ...wrong(rule.from === 'links' || (rule.is?.length > 0 && !rule.is.includes('')), `${about} names no value`),
    ...wrong(rule.from !== 'env' || !!rule.variable, `${about} names no variable`),
    ...wrong(
      (rule.from !== 'config' && rule.from !== 'project') || (formats.includes(rule.format) && !!rule.key),
      `${about} does not say how its file is read, or which key of it`,
    ),
    ...wrong(rule.from !== 'links' || rule.paths.length > 0, `${about} names no links`),
    ...(wrongPath === undefined ? [] : [wrongPath]),
    ...patterns.flatMap((pattern) => {
      const problem = patternProblem(pattern);
      return problem === undefined ? [] : [`the pattern "${pattern}" is wrong: ${problem}`];
    }),
  ];
}

const graverSources: readonly string[] = ['env', 'config', 'project', 'links'] satisfies GraverRule['from'][];

function managedProblems({ id, sections, server, measure, native }: ManagedCache): readonly string[] {
  const { read } = measure;
  const known = (section: string) => sections.some((one) => one.id === section);
  const words = [measure.argv, ...(server ? [server.argv] : []), ...native.map(({ argv }) => argv)];
  return [
    ...words.flatMap((argv) =>
      wordProblems(argv, argv !== server?.argv && server ? 'server' : '').map(
        (problem) => `the command "${argv.join(' ')}" is wrong: ${problem}`,
      ),
    ),
    ...(server === undefined || (server.local.length > 0 && !server.local.includes(''))
      ? []
      : [`nothing tells whether the cache "${id}" is on this machine`]),
    ...(read.lines === 'json' ? [] : [`the answer on "${id}" is read as "${read.lines}", which means nothing`]),
    ...[...Object.keys(read.sections), ...native.flatMap((command) => [...command.sections])]
      .filter((section) => !known(section))
      .map((section) => `there is something of the section "${section}", which the cache "${id}" does not have`),
    ...sections.flatMap(({ id: section }) => [
      ...(section in read.sections ? [] : [`nothing measures the section "${section}"`]),
      ...(native.some((command) => command.sections.includes(section))
        ? []
        : [`no command clears the section "${section}"`]),
    ]),
  ];
}

function commandProblems(
  { argv, sections, use, writes, since, except, leaves }: NativeCommand,
  cache: FolderCache,
): readonly string[] {
  const name = `the command "${argv.join(' ')}"`;
  const unknown = sections.filter((section) => !cache.sections.some(({ id }) => id === section));
  return [
    ...wordProblems(argv).map((problem) => `${name} is wrong: ${problem}`),
    ...unknown.map((one) => `${name} clears the section "${one}", which the cache "${cache.id}" does not have`),
    ...(sections.length === 0 ? [`${name} clears no section`] : []),
    ...(writes.length === 0 ? [`${name} does not say what it writes`] : []),
    ...(leaves === '' ? [`${name} leaves something that has no name`] : []),
    ...(['preferred', 'on-request', 'only'].includes(use)
      ? []
      : [`${name} is to be used "${use}", which means nothing`]),
    ...(since === undefined || isVersion(since) ? [] : [`${name} is there since "${since}", which is no version`]),
    ...(except === undefined || (isVersion(except.from) && isVersion(except.before))
      ? []
      : [`${name} is excepted from "${except.from}" to "${except.before}", which are not both versions`]),
  ];
}

function isVersion(text: string): boolean {
  return /^\d+(\.\d+)*$/.test(text);
}

function templatesOf(rule: LocationRule): readonly string[] {
  if (rule.from === 'config') return [rule.file];
  if (rule.from !== 'default') return [];
  return typeof rule.path === 'string' ? [rule.path] : Object.values(rule.path);
}

function repeated(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}

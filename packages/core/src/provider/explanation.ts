import type { Platform, Safety } from '../words.js';
import type {
  CacheProvider,
  FolderCache,
  GraverRule,
  LocationRule,
  ManagedCache,
  ManagedCommand,
  NativeCommand,
  ProviderCard,
} from './cache-provider.js';

/** What a tool's caches are and what becomes of them, as its provider says it: nothing of a machine is in it. Plain JSON. */
export interface Explanation extends ProviderCard {
  /** Those that have something of what was asked for. */
  caches: ExplainedCache[];
}

export interface ExplainedCache {
  id: string;
  /** The tool's own documentation of this cache. */
  docs: string;
  /** Where it may be, in the tool's own precedence; nothing of a cache that only its tool can reach. */
  places: string[];
  sections: ExplainedSection[];
  /** How the tool itself clears it. */
  commands: ExplainedCommand[];
  /** What lies in it and is never taken. */
  keep: string[];
  /** What counts as using it: commands that run, and files that are locked. */
  usedBy: { commands: string[]; locks: string[] };
}

export interface ExplainedSection {
  id: string;
  title: string;
  safety: Safety;
  /** What losing it costs. */
  cost: string;
  contains?: 'packages';
  together?: true;
  /** Where it is graver than that. */
  graver?: ExplainedGraver[];
}

interface ExplainedGraver {
  safety: Safety;
  /** One of these is enough. */
  when: string[];
  /** What is so then. */
  because: string;
}

export interface ExplainedCommand {
  /** As a person would type it; LOCATION stands for the cache's folder. */
  command: string;
  /** Whether devclean lets it run: by itself, with `--via native`, as the only way to clear these sections, or never. */
  run: 'preferred' | 'on-request' | 'only' | 'never';
  /** All that it clears; left out where that is for the tool to say. */
  sections?: string[];
  since?: string;
  /** What it leaves on purpose, as the end of "leaves …". */
  leaves?: string;
  /** What else it leaves, or takes too much. */
  effect?: string;
}

/** Of a whole tool, or of one section with the cache that it is in. Pure. */
export function explanationOf(provider: CacheProvider, platform: Platform, section?: string): Explanation {
  const { id, title, homepage, summary, knownFrom, caches, managed = [] } = provider;
  const explained = [...caches, ...managed].flatMap((cache): ExplainedCache[] => {
    const sections = cache.sections.filter((one) => section === undefined || one.id === section);
    if (sections.length === 0) return [];
    const native: readonly (NativeCommand | ManagedCommand)[] = cache.native ?? [];
    const clearing = native.filter((one) => sections.some((part) => one.sections.includes(part.id)));
    const own = (cache.ownCommands ?? []).map((one): ExplainedCommand => ({ ...one, run: 'never' }));
    return [
      {
        id: cache.id,
        docs: cache.docs ?? homepage,
        places: cache.kind === 'folder' ? placesOf(cache, platform) : [],
        sections: sections.map((one) => explainedSection(one)),
        commands: [...clearing.map((one) => nativeCommand(one, id)), ...own],
        keep: cache.kind === 'folder' ? [...(cache.keep ?? [])] : [],
        usedBy: cache.kind === 'folder' ? usersOf(cache, section) : { commands: [], locks: [] },
      },
    ];
  });
  return { id, title, homepage, summary, ...(knownFrom && { knownFrom }), caches: explained };
}

type AnySection = FolderCache['sections'][number] | ManagedCache['sections'][number];

function explainedSection({ id, title, safety, cost, ...more }: AnySection): ExplainedSection {
  return {
    id,
    title,
    safety,
    cost,
    ...('contains' in more && more.contains && { contains: more.contains }),
    ...('together' in more && more.together && { together: more.together }),
    ...('graverWhen' in more && more.graverWhen && { graver: explainedGraver(more.graverWhen) }),
  };
}

/** Rules with one outcome are told together, and each cause once: people have one settings file, and the rules know them all. */
function explainedGraver(rules: readonly GraverRule[]): ExplainedGraver[] {
  const told = new Map<string, ExplainedGraver>();
  for (const rule of rules) {
    const { safety, because } = rule;
    const known = told.get(`${safety} ${because}`) ?? { safety, when: [], because };
    const cause = causeOf(rule);
    told.set(`${safety} ${because}`, known.when.includes(cause) ? known : { ...known, when: [...known.when, cause] });
  }
  return [...told.values()];
}

function causeOf(rule: GraverRule): string {
  if (rule.from === 'links') return 'links lead into it';
  const values = rule.is.map((value) => `"${value}"`).join(' or ');
  if (rule.from === 'env') return `${rule.variable} is ${values}`;
  return `${rule.key.slice(rule.key.lastIndexOf('.') + 1)} is ${values} in a settings file`;
}

function nativeCommand(command: NativeCommand | ManagedCommand, tool: string): ExplainedCommand {
  const { argv, sections, effect } = command;
  const [, ...words] = argv;
  // A module of Python's is run by Python.
  const program = words[0] === '-m' ? 'python' : tool;
  const typed = words.map((word) => word.replaceAll('{location}', 'LOCATION').replaceAll('{server}', 'SERVER'));
  return {
    command: [program, ...typed].join(' '),
    run: 'use' in command ? command.use : 'only',
    sections: [...sections],
    ...('since' in command && command.since && { since: command.since }),
    ...('leaves' in command && command.leaves && { leaves: command.leaves }),
    ...(effect && { effect }),
  };
}

function usersOf({ inUse }: FolderCache, section: string | undefined): ExplainedCache['usedBy'] {
  const locks = (inUse?.locks ?? []).filter(
    ({ sections }) => section === undefined || sections === undefined || sections.includes(section),
  );
  return {
    // `$` and `!` at the end say when such a command counts, which is a matter for processes.
    commands: [...new Set((inUse?.processes ?? []).map((words) => words.replace(/ [$!]$/, '')))],
    locks: locks.map(({ path }) => path),
  };
}

/** Each place in words; those of other systems are left out. */
function placesOf({ locations, locate }: FolderCache, platform: Platform): string[] {
  const places = locations.flatMap((rule) => placeOf(rule, platform) ?? []);
  return [...(locate ? ['what its settings say'] : []), ...new Set(places)];
}

function placeOf(rule: LocationRule, platform: Platform): string | undefined {
  switch (rule.from) {
    case 'env':
      return below(`$${rule.variable}`, rule.subpath);
    case 'config': {
      const file = usually(rule.file, platform);
      return file && `${below(`"${rule.key}"`, rule.subpath)} in ${file}`;
    }
    case 'tool':
      return `what "${rule.query.join(' ')}" says`;
    case 'default': {
      const template = typeof rule.path === 'string' ? rule.path : rule.path[platform];
      return template && usually(template, platform);
    }
    case 'project':
      return `${rule.path} in a project`;
    case 'mounts':
      return `${rule.path} on each file system`;
  }
}

/** Where a template leads when no variable moves it; nothing where it is another system's. */
function usually(template: string, platform: Platform): string | undefined {
  if (platform !== 'darwin' && template.startsWith('~/Library/')) return undefined;
  if (platform !== 'win32' && /^\{(local-)?app-data\}/.test(template)) return undefined;
  const name = /^\{([a-z-]+)\}/.exec(template)?.[1] ?? '';
  const base = name === 'user-cache' ? userCaches[platform] : bases[name];
  const path = base === undefined ? template : base + template.slice(name.length + 2);
  return path.replaceAll('{uid}', 'UID');
}

const userCaches: Readonly<Record<Platform, string>> = {
  linux: '~/.cache',
  darwin: '~/Library/Caches',
  win32: '%LOCALAPPDATA%',
};

const bases: Readonly<Record<string, string>> = {
  'xdg-cache': '~/.cache',
  'xdg-config': '~/.config',
  'xdg-data': '~/.local/share',
  'local-app-data': '%LOCALAPPDATA%',
  'app-data': '%APPDATA%',
  account: '~',
  temp: '/tmp',
};

function below(base: string, subpath: string | undefined): string {
  return subpath === undefined ? base : `${base}/${subpath}`;
}

import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { parseDuration } from '../plan/duration.js';
import { isAbsolute } from '../provider/path-template.js';
import { jsonSlip } from './json-slip.js';
import type { SettingName, Settings, SettingsContext } from './settings.js';

/** What a setting may hold. */
type SettingKind = 'time' | 'one of' | 'tools' | 'paths' | 'paths by tool';

export interface KnownSetting {
  readonly kind: SettingKind;
  /** Of `one of`. */
  readonly values?: readonly string[];
  /** What holds where it is not set. */
  readonly standard: string | readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** What it does, in one line. */
  readonly says: string;
}

/** All that the settings file may say. */
export const knownSettings: Readonly<Record<SettingName, KnownSetting>> = {
  protect: {
    kind: 'paths',
    standard: [],
    says: 'never removed, nor anything in or around them',
  },
  keep: {
    kind: 'time',
    standard: '0',
    says: 'for so long what goes is kept, and "devclean undo" can bring it back',
  },
  color: {
    kind: 'one of',
    values: ['auto', 'always', 'never'],
    standard: 'auto',
    says: 'whether text is coloured; NO_COLOR and --no-color win',
  },
  exclude: {
    kind: 'tools',
    standard: [],
    says: 'left out of scan and sweep, unless named',
  },
  projects: {
    kind: 'paths',
    standard: [],
    says: 'searched for projects, as with --project',
  },
  locations: {
    kind: 'paths by tool',
    standard: {},
    says: 'looked at too; cleared only when --location names them',
  },
};

/** A mistake in the settings. Lines and columns count from 1. */
export interface SettingsProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

type CheckedSettings =
  | { readonly settings: Settings; readonly problems: readonly [] }
  | { readonly settings?: never; readonly problems: readonly SettingsProblem[] };

/** The settings in a text, or all that is wrong with it. Comments are welcome; anything else beside JSON is not. */
export function problemsOfSettings(text: string, context: SettingsContext): CheckedSettings {
  const slips: ParseError[] = [];
  const tree = parseTree(text, slips, { disallowComments: false, allowTrailingComma: false });
  const [slip] = slips;
  if (tree === undefined || slip !== undefined) {
    const { error, offset } = slip ?? { error: 4, offset: text.length }; // 4: a value is expected
    return { problems: [{ ...placeOf(text, offset), message: `it is no JSON here: ${jsonSlip(error)}` }] };
  }
  const found = [...problemsIn(tree, context)].map(({ node, message }) => ({ ...placeOf(text, node.offset), message }));
  return found.length > 0 ? { problems: found } : { settings: getNodeValue(tree) as Settings, problems: [] };
}

/** Where a setting stands in a text that is right; nothing where it is not set. */
export function placeOfSetting(text: string, name: SettingName): { line: number; column: number } | undefined {
  const tree = parseTree(text, [], { disallowComments: false });
  const node = tree && findNodeAtLocation(tree, [name]);
  return node && placeOf(text, node.parent?.offset ?? node.offset);
}

interface Problem {
  readonly node: Node;
  readonly message: string;
}

function* problemsIn(tree: Node, context: SettingsContext): Generator<Problem> {
  if (tree.type !== 'object') return yield { node: tree, message: 'it must hold an object: { … }' };
  const seen = new Set<string>();
  for (const { key, name, value } of properties(tree)) {
    // The parsers of JSON take the last of two, a person the first.
    if (seen.has(name)) yield { node: key, message: `it says "${name}" twice` };
    seen.add(name);
    if (name === '$schema') {
      if (value.type !== 'string') yield { node: value, message: '"$schema" must be text' };
    } else if (isSettingName(name)) {
      yield* problemsOfValue(name, value, context);
    } else {
      const words = Object.keys(knownSettings).join(', ');
      yield { node: key, message: `it says "${name}", which means nothing; it may say ${words}` };
    }
  }
}

function* problemsOfValue(name: SettingName, value: Node, context: SettingsContext): Generator<Problem> {
  const { kind, values = [] } = knownSettings[name];
  const shown = shortened(getNodeValue(value));
  switch (kind) {
    case 'time':
      if (value.type !== 'string' || parseDuration(value.value as string) === undefined)
        yield {
          node: value,
          message: `"${name}" must be a time such as "24h" ("45m", "12h", "30d", "8w"), or "0", and ${shown} is none`,
        };
      break;
    case 'one of':
      if (!values.includes(value.value as string))
        yield {
          node: value,
          message: `"${name}" must be one of ${values.map((one) => `"${one}"`).join(', ')}, and ${shown} is none`,
        };
      break;
    case 'tools':
      if (value.type !== 'array') yield { node: value, message: `"${name}" must be a list of tools: ["gradle"]` };
      for (const one of items(value)) {
        if (!isToolId(one.value))
          yield {
            node: one,
            message: `"${name}" must be a list of tools, and ${shortened(getNodeValue(one))} is none`,
          };
      }
      break;
    case 'paths':
      yield* problemsOfPaths(`"${name}"`, value, context);
      break;
    case 'paths by tool':
      if (value.type !== 'object')
        return yield {
          node: value,
          message: `"${name}" must say whose cache each folder is: { "pip": ["/data/pip"] }`,
        };
      for (const { key, name: tool, value: paths } of properties(value)) {
        if (!isToolId(tool)) yield { node: key, message: `"${name}" names "${tool}", which is no tool` };
        yield* problemsOfPaths(`"${name}" of ${tool}`, paths, context);
      }
      break;
  }
}

function* problemsOfPaths(of: string, value: Node, context: SettingsContext): Generator<Problem> {
  if (value.type !== 'array') return yield { node: value, message: `${of} must be a list of paths: ["/…", "~/…"]` };
  for (const one of items(value)) {
    const said: unknown = one.value;
    if (typeof said !== 'string' || said === '')
      yield { node: one, message: `${of} must be a list of paths, and ${shortened(getNodeValue(one))} is none` };
    else if (said.includes('\0')) yield { node: one, message: `${of} has a path with a zero byte in it` };
    else if (!/^~(?=[/\\]|$)/.test(said) && !isAbsolute(said, context))
      yield { node: one, message: `${of} names ${shortened(said)}, which begins with neither / nor ~/` };
  }
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(knownSettings, name);
}

function isToolId(said: unknown): boolean {
  return typeof said === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(said);
}

function properties(node: Node): { key: Node; name: string; value: Node }[] {
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key && value ? [{ key, name: String(key.value), value }] : [],
  );
}

function items(node: Node): readonly Node[] {
  return node.type === 'array' ? (node.children ?? []) : [];
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

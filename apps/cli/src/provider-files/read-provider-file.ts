import {
  type CacheProvider,
  DevcleanError,
  defineProvider,
  jsonSlip,
  type ProviderFile,
  type ProviderSpec,
  specProblems,
} from '@devclean/core';
import { Ajv, type ErrorObject } from 'ajv';
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import schema from '../../schemas/devclean.provider-1.schema.json' with { type: 'json' };
import { nearest } from '../nearest.js';

/** A mistake in a file that describes a tool. Lines and columns count from 1. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  /** Which part: `caches[0].sections[1].safety`; nothing where it is about all of it. */
  readonly at?: string;
  readonly message: string;
}

export type ReadProviderFile =
  | { readonly provider: CacheProvider; readonly problems: readonly [] }
  | { readonly provider?: never; readonly problems: readonly FileProblem[] };

const options = { disallowComments: true, allowTrailingComma: false };
const accepts = new Ajv({ allErrors: true, discriminator: true, verbose: true }).compile<ProviderFile>(schema);

/** A provider without code, from the text of its file; or all that is wrong with it. */
export function readProviderFile(text: string): ReadProviderFile {
  const slips: ParseError[] = [];
  const tree = parseTree(text, slips, options);
  const where = (offset: number) => lineAndColumn(text, offset);
  if (tree === undefined || slips.length > 0) {
    // What follows the first slip is mostly because of it. 4: a value is expected.
    const all = slips.length > 0 ? slips.slice(0, 1) : [{ error: 4, offset: 0 }];
    return {
      problems: all.map(({ error, offset }) => ({
        ...where(offset),
        message: `it is no JSON here: ${jsonSlip(error)}`,
      })),
    };
  }
  const said: unknown = JSON.parse(text);
  if (!accepts(said)) {
    const problems = (accepts.errors ?? [])
      .filter(({ keyword }) => keyword !== 'oneOf')
      .map((error) => {
        const keys = keysOf(error.instancePath);
        const extra = error.keyword === 'additionalProperties' ? [String(error.params.additionalProperty)] : [];
        const node = nodeAt(tree, [...keys, ...extra]) ?? tree;
        const at = wordsOf(keys);
        return { ...where(node.offset), ...(at && { at }), message: sentence(error) };
      });
    return { problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
  }
  const spec = specOf(said);
  const problems = specProblems(spec).map((message) => {
    const quoted = /"((?:[^"\\]|\\.)*)"/.exec(message)?.[1];
    const node = quoted === undefined ? undefined : stringNode(tree, quoted);
    return { ...where((node ?? tree).offset), message };
  });
  return problems.length > 0 ? { problems } : { provider: defineProvider(spec), problems: [] };
}

/** What is wrong, for a person: a line each. */
export function problemLines(file: string, problems: readonly FileProblem[]): string[] {
  return problems.map(({ line, column, at, message }) => `${file}:${line}:${column}: ${at ? `${at} ` : ''}${message}`);
}

/** Throws `BAD_PROVIDER` with everything that is wrong. */
export function providerOf(file: string, text: string): CacheProvider {
  const { provider, problems } = readProviderFile(text);
  if (provider !== undefined) return provider;
  throw new DevcleanError('BAD_PROVIDER', `${problemLines(file, problems).join('\n')}`, {
    hint: `Correct it, and look again with "devclean providers check ${file}".`,
  });
}

function specOf({ $schema, caches, ...card }: ProviderFile): ProviderSpec {
  // The schema has seen to it that no list is empty.
  const folders = caches.map((cache) => ({ ...cache, kind: 'folder' })) as unknown as ProviderSpec['caches'];
  return { ...card, caches: folders };
}

function sentence({ keyword, params, data, parentSchema, instancePath }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return `must say "${params.missingProperty}"`;
    case 'additionalProperties': {
      const known = Object.keys(parentSchema?.properties ?? {});
      const meant = nearest(String(params.additionalProperty), known);
      const instead = meant
        ? `did you mean "${meant}"?`
        : `it may say ${known.filter((key) => key !== '$schema').join(', ')}`;
      return `says "${params.additionalProperty}", which means nothing; ${instead}`;
    }
    case 'enum':
      return `is ${shown(data)}, and must be one of ${(params.allowedValues as unknown[]).map(shown).join(', ')}`;
    case 'const':
      return `is ${shown(data)}, and must be ${shown(params.allowedValue)}`;
    case 'type':
      return `is ${shown(data)}, and must be ${kinds[String(params.type)] ?? params.type}`;
    case 'discriminator':
      return `must say "from": one of ${instancePath.includes('/graverWhen/') ? '"env", "config", "project", "links"' : '"env", "config", "default", "project", "mounts"'}`;
    case 'minItems':
      return 'must have something in it';
    case 'minLength':
      return 'must say something';
    case 'pattern':
      return params.pattern === '^https://'
        ? 'must be an https address'
        : `is ${shown(data)}, and must be lower-case letters, digits and dashes`;
    default:
      return `is wrong (${keyword})`;
  }
}

const kinds: Readonly<Record<string, string>> = {
  object: 'an object: { … }',
  array: 'a list: [ … ]',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
};

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function keysOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

function wordsOf(keys: readonly (string | number)[]): string {
  return keys.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}

function nodeAt(tree: Node, keys: (string | number)[]): Node | undefined {
  return keys.length === 0 ? tree : findNodeAtLocation(tree, keys);
}

/** The first place at which a text stands as a value. */
function stringNode(node: Node, value: string): Node | undefined {
  if (node.type === 'string' && node.value === value) return node;
  for (const child of node.children ?? []) {
    const found = stringNode(child, value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

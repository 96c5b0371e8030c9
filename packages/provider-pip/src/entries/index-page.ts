import type { Bytes } from '@devclean/core';
import { chunksOf } from './bytes.js';
import { isFileName, parseFileName } from './distribution.js';
import { inflated } from './inflated.js';
import { compressionOf } from './payload.js';
import { isProjectName, normalisedName } from './project-name.js';

const mostInflated = 64 * 1024 * 1024;
/** An address longer than this is not looked at. A piece of it that a chunk ends in is kept for the next one. */
const longestLink = 4000;

/**
 * Reads a page of an index, in JSON or HTML, as a stream, and reports the address of each file that it names, as it stands there.
 * https://packaging.python.org/en/latest/specifications/simple-repository-api/
 *
 * Damaged pages give what can be made out. A string that is taken for an address and is none does no harm: only what is the
 * address of an entry leads to one.
 *
 * @returns The project that the page is about: by its own words, or else because all its files are of that one.
 */
export async function readIndexPage(
  body: Bytes,
  contentEncoding: string | undefined,
  onFile: (address: string) => void,
): Promise<string | undefined> {
  const compression = await compressionOf(body, contentEncoding);
  const plain = chunksOf(body);
  const projects = new Set<string>();
  let said: string | undefined;
  let rest = '';
  let expression: RegExp | undefined;
  let plainText = htmlText;
  const onLink = (address: string) => {
    onFile(address);
    const name = projects.size < 2 ? parseFileName(fileNameOf(address) ?? '')?.name : undefined;
    if (name !== undefined) projects.add(normalisedName(name));
  };
  for await (const chunk of compression ? inflated(plain, compression, mostInflated) : plain) {
    const text = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    if (expression === undefined) {
      const isJson = /^(?:\xef\xbb\xbf)?\s*\{/.test(text);
      expression = isJson ? inJson : inHtml;
      plainText = isJson ? jsonText : htmlText;
    }
    let end = 0;
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
      end = expression.lastIndex;
      const { project, file, double, single, bare } = match.groups ?? {};
      if (project !== undefined) said ??= projectName(plainText(project));
      else onLink(plainText(file ?? double ?? single ?? bare ?? ''));
    }
    rest = text.slice(Math.max(end, text.length - longestLink - 100));
  }
  return said ?? (projects.size === 1 ? [...projects][0] : undefined);
}

/** `"url": "…"` and the page's own `"name"`; a quotation mark within a string has a backslash before it. */
const inJson = new RegExp(
  [
    String.raw`"url"\s{0,9}:\s{0,9}"(?<file>(?:[^"\\]|\\.){0,${longestLink}})"`,
    String.raw`"name"\s{0,9}:\s{0,9}"(?<project>[^"\\]{1,300})"`,
  ].join('|'),
  'gs',
);

/** What links lead to, and the title that PyPI and most others give their pages. */
const inHtml = new RegExp(
  [
    String.raw`<(?:title|h1)>\s{0,9}Links for\s{1,9}(?<project>[^<]{1,300})<`,
    String.raw`\bhref\s{0,9}=\s{0,9}(?:"(?<double>[^"]{0,${longestLink}})"|'(?<single>[^']{0,${longestLink}})'|(?<bare>[^\s"'>]{1,${longestLink}}))`,
  ].join('|'),
  'gi',
);

function projectName(text: string): string | undefined {
  const name = text.trim();
  return isProjectName(name) ? name : undefined;
}

/** Chunks were read as Latin-1, so that none ends within a character. */
function utf8(latin1: string): string {
  return /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString() : latin1;
}

function jsonText(quoted: string): string {
  if (!quoted.includes('\\')) return utf8(quoted);
  try {
    return JSON.parse(`"${utf8(quoted)}"`) as string;
  } catch {
    return '';
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#x27': "'",
  '#43': '+',
};

function htmlText(quoted: string): string {
  return utf8(quoted).replace(/&(#?\w{1,8});/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

/** The last part of an address's path. */
export function fileNameOf(address: string): string | undefined {
  const last = /([^/?#]+)(?:[?#].*)?$/s.exec(address)?.[1];
  if (last === undefined) return undefined;
  const name = percentDecoded(last);
  return name !== undefined && isFileName(name) ? name : undefined;
}

function percentDecoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

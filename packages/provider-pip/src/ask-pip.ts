import { join } from 'node:path';
import type { FoundContext, FoundSection, NonEmpty, ToolContext, Verification } from '@devclean/core';
import { findInstallations } from './find-installations.js';
import { isAtLeast } from './pip-settings.js';

/**
 * Asks pip itself whether it still finds something: the newest one, since every pip can be shown any cache and only
 * newer ones know all of it. It is asked in isolation, so that neither `PIP_QUIET` nor `no-cache-dir` speaks.
 *
 * pip counts downloads (from 20.3 on) and the wheels that it built; of `selfcheck` it says nothing.
 * See https://pip.pypa.io/en/stable/cli/pip_cache/
 */
export async function askPip(
  sections: NonEmpty<FoundSection>,
  context: ToolContext,
): Promise<Verification | undefined> {
  const { location } = sections[0];
  const http = sections.some(({ id }) => id === 'http');
  const wheels = sections.some(({ id }) => id === 'wheels');
  const pip = newest((await findInstallations(context)).askable);
  if (pip === undefined || !(http || wheels)) return undefined;

  const { executable, version } = pip;
  const argv = [executable, '-m', 'pip', '--isolated', 'cache', 'info', '--cache-dir', location] as const;
  const question = argv
    .map((word) => (/[^\w@%+=:,./-]/.test(word) ? `'${word.replaceAll("'", `'\\''`)}'` : word))
    .join(' ');
  if (!isAtLeast(version, 20, 1)) {
    return { question, answer: 'unknown', detail: `pip ${version} cannot tell: pip cache came with 20.1` };
  }
  const text = await context.query([...argv]);
  const counts = [
    ...(http ? [{ of: 'downloaded files', count: countOf(/^Number of HTTP files: (\d+)\s*$/m, text) }] : []),
    ...(wheels
      ? [{ of: 'built wheels', count: countOf(/^Number of (?:locally built )?wheels: (\d+)\s*$/m, text) }]
      : []),
  ].filter(({ count }) => count !== undefined);
  if (counts.length === 0) return { question, answer: 'unknown', detail: `pip ${version} did not say` };
  const said = `pip ${version} counts ${counts.map(({ of, count }) => `${count} ${of}`).join(' and ')}`;
  const blind = http && !isAtLeast(version, 23, 3);
  const detail = blind ? `${said}, but does not know the downloads of newer pips` : said;
  if (counts.some(({ count }) => count !== 0)) return { question, answer: 'not-empty', detail };
  const isEmpty = !blind || !(await hasFiles(join(location, 'http-v2'), context));
  return { question, answer: isEmpty ? 'empty' : 'unknown', detail };
}

async function hasFiles(folder: string, context: ToolContext): Promise<boolean> {
  for await (const _ of context.files(folder)) return true;
  return false;
}

function newest(pips: readonly FoundContext[]): { executable: string; version: string } | undefined {
  return pips
    .flatMap(({ executable, version }) => (executable && version ? [{ executable, version }] : []))
    .sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }))[0];
}

function countOf(line: RegExp, text: string | undefined): number | undefined {
  const digits = text && line.exec(text)?.[1];
  return digits ? Number(digits) : undefined;
}

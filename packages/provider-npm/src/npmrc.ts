import path from 'node:path';
import type { ToolContext } from '@devclean/core';
import { parse } from 'ini';

/** The keys of an npmrc that decide where the cache is. */
const keys = ['cache', 'prefix', 'globalconfig'] as const;

export type Npmrc = Readonly<Partial<Record<(typeof keys)[number], string>>>;

/**
 * Reads an npmrc as npm does: its own ini parser, `${VAR}` and `~/` replaced, sections and lists passed over.
 * Relative values stay relative: npm takes them from whatever folder it runs in.
 * https://docs.npmjs.com/cli/configuring-npm/npmrc
 */
export async function readNpmrc(file: string, context: ToolContext): Promise<Npmrc> {
  const text = await context.readText(file);
  if (text === undefined) return {};
  const settings: Readonly<Record<string, unknown>> = parse(text);
  const read: Partial<Record<(typeof keys)[number], string>> = {};
  for (const key of keys) {
    const value = settings[key];
    if (typeof value === 'string' && value.trim() !== '') read[key] = expandNpmPath(value, context);
  }
  return read;
}

/** A path setting as npm reads it, from a file or a variable. Source: @npmcli/config `env-replace.js`, `parse-field.js`. */
function expandNpmPath(value: string, context: ToolContext): string {
  const expanded = replaceVariables(value.trim(), context.env);
  const home = context.platform === 'win32' ? /^~[/\\]/ : /^~\//;
  return home.test(expanded) ? path.join(context.homes.env, expanded.slice(2)) : expanded;
}

/** `${VAR}` stays as it is when VAR is not set, `${VAR?}` becomes nothing (npm 10.5 and later), `\${VAR}` is literal. */
function replaceVariables(value: string, env: ToolContext['env']): string {
  return value.replace(
    /(?<!\\)(\\*)\$\{([^${}?]+)(\?)?\}/g,
    (whole: string, backslashes: string, name: string, optional: string | undefined) => {
      if (backslashes.length % 2 === 1) return whole.slice((backslashes.length + 1) / 2);
      return backslashes.slice(backslashes.length / 2) + (env[name] ?? (optional ? '' : `\${${name}}`));
    },
  );
}

/** The user's variable for a setting of npm's: its name in any letter case; of several spellings npm takes the last. */
export function npmVariable(setting: string, context: ToolContext): { name: string; value: string } | undefined {
  const wanted = `npm_config_${setting}`;
  const [name, value] =
    Object.entries(context.env).findLast(([key, text]) => key.toLowerCase() === wanted && text?.trim()) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value: expandNpmPath(value, context) };
}

import { findProjects } from '../system/find-projects.js';
import { mountPoints } from '../system/mounts.js';
import type { ToolContext } from '../system/tool-context.js';
import type { FoundBy, Platform } from '../words.js';
import type { FoundPath, LocationRule, NamedPath } from './cache-provider.js';
import { configValue } from './config-value.js';
import { below, fillPath, isAbsolute } from './path-template.js';

const platformNames = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const;

/**
 * Where the rules lead, in their order. The first answer of a rule that can make a location active is; the others
 * are what the tool would use if that one said nothing: leftovers, where they exist.
 */
export async function resolveRules(rules: readonly LocationRule[], context: ToolContext): Promise<FoundPath[]> {
  const found: FoundPath[] = [];
  for (const rule of rules) {
    const canBeActive = rule.from !== 'project' && rule.from !== 'mounts';
    for (const answer of await answers(rule, context)) {
      const active = canBeActive && !found.some((earlier) => earlier.active);
      found.push({ ...answer, active, contexts: [] });
    }
  }
  return found;
}

async function answers(rule: LocationRule, context: ToolContext): Promise<readonly NamedPath[]> {
  switch (rule.from) {
    case 'env': {
      const value = context.env[rule.variable];
      if (value === undefined || value.trim() === '') return [];
      return [answer(below(value, rule.subpath), 'env', rule.variable)];
    }
    case 'config': {
      const file = fillPath(rule.file, context);
      const text = await context.readText(file.path);
      const value = text && (await configValue(text, rule.format, rule.key));
      if (!value) return [];
      const filled = value.startsWith('~') ? fillPath(value, context) : { path: value };
      return [answer(below(filled.path, rule.subpath), 'config', `${rule.key} in ${file.path}`)];
    }
    case 'tool': {
      const line = (await context.query(rule.query))?.split(/\r?\n/, 1)[0]?.trim();
      // Rubbish is no answer: it must not hide the tool's default.
      return line && isAbsolute(line, context) ? [answer(line, 'tool', rule.query.join(' '))] : [];
    }
    case 'default': {
      const place = defaultPlace(rule.path, context);
      if (place === undefined || (rule.ifThere && !(await context.exists(place.path)))) return [];
      return [place];
    }
    case 'project':
      return (await findProjects(rule.beside, context)).map((root) => answer(below(root, rule.path), 'project', root));
    case 'mounts':
      return (await mountPoints()).map((mount) => answer(below(mount.path, rule.path), 'mounts', mount.path));
  }
}

/**
 * Where a default leads on this system, and how that is said: nothing when the tool has none here. For a provider whose
 * `locate` knows for which of its contexts the default holds.
 */
export function defaultPlace(paths: string | Readonly<Record<Platform, string>>, context: ToolContext): NamedPath;
export function defaultPlace(
  paths: string | Readonly<Partial<Record<Platform, string>>>,
  context: ToolContext,
): NamedPath | undefined;
export function defaultPlace(
  paths: string | Readonly<Partial<Record<Platform, string>>>,
  context: ToolContext,
): NamedPath | undefined {
  const template = typeof paths === 'string' ? paths : paths[context.platform];
  if (template === undefined) return undefined;
  const filled = fillPath(template, context);
  if (filled.variable) return answer(filled.path, 'env', filled.variable);
  return answer(filled.path, 'default', `the default on ${platformNames[context.platform]}`);
}

function answer(at: string, rule: FoundBy['rule'], detail: string): NamedPath {
  return { path: at, foundBy: { rule, detail } };
}

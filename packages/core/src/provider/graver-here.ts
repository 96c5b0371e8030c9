import { lstatSync } from 'node:fs';
import path from 'node:path';
import { findProjects } from '../system/find-projects.js';
import type { ToolContext } from '../system/tool-context.js';
import type { FoundSection, GraverRule, GraverSetting, Pattern } from './cache-provider.js';
import { readSetting } from './config-value.js';
import { isGraver } from './is-graver.js';
import { below, fillPath, isAbsolute } from './path-template.js';
import { expandPattern } from './pattern.js';

/** The section as it is on this machine: as grave as the gravest of its rules that holds, and why. */
export async function graverHere(
  section: FoundSection,
  rules: readonly GraverRule[],
  context: ToolContext,
): Promise<FoundSection> {
  let found = section;
  for (const rule of rules) {
    if (!isGraver(rule.safety, found.safety)) continue;
    const what = await whatHolds(rule, section, context);
    if (what !== undefined) found = { ...found, safety: rule.safety, because: `${what}: ${rule.because}` };
  }
  return found;
}

/** What makes a rule hold, or may do so, in words; nothing where it does not. */
async function whatHolds(rule: GraverRule, section: FoundSection, context: ToolContext): Promise<string | undefined> {
  switch (rule.from) {
    case 'env': {
      const value = oneOf(context.env[rule.variable], rule.is);
      return value === undefined ? undefined : `${rule.variable} is "${value}"`;
    }
    case 'config': {
      const file = namedPath(rule.file, context);
      return file === undefined ? undefined : whatFileSays(file, rule, context);
    }
    case 'project':
      for (const root of await findProjects([rule.file], context)) {
        for (const file of expandPattern(root, rule.file)) {
          const said = await whatFileSays(file, rule, context);
          if (said !== undefined) return said;
        }
      }
      return undefined;
    case 'links': {
      const folder = rule.below === undefined ? undefined : namedPath(rule.below, context);
      if (rule.below !== undefined && folder === undefined) return undefined;
      const folders = folder === undefined ? await findProjects(rule.paths, context) : [folder];
      const link = await linkInto(section, folders, rule.paths, context);
      return link === undefined ? undefined : `${link} is a link into it`;
    }
  }
}

async function whatFileSays(file: string, setting: GraverSetting, context: ToolContext): Promise<string | undefined> {
  const { format, key, is } = setting;
  const text = isAbsolute(file, context) ? await context.readText(file) : undefined;
  const read = text === undefined ? 'malformed' : await readSetting(text, format, key);
  if (read === 'malformed') {
    const name = key.slice(key.lastIndexOf('.') + 1);
    // A relative path is relative to wherever the tool is run.
    const may = text === undefined ? !isAbsolute(file, context) || mayBeThere(file) : text.includes(name);
    return may ? `${file} cannot be read, and may say ${key} = "${is[0]}"` : undefined;
  }
  // A list says each of what is in it. What else is no text is for the tool to understand, and not for us.
  const values = (Array.isArray(read.value) ? read.value : [read.value]) as readonly unknown[];
  const said = values.flatMap((value) => oneOf(value, is) ?? [])[0];
  return said === undefined ? undefined : `${key} in ${file} is "${said}"`;
}

/** Whether a file is there, or lies in a folder that nobody here may look into. */
function mayBeThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function oneOf(value: unknown, is: readonly string[]): string | undefined {
  const text = typeof value === 'object' || value === undefined ? undefined : String(value).trim().toLowerCase();
  return is.find((one) => one.toLowerCase() === text);
}

/** A path that may begin with a variable: nothing where that is not set. */
function namedPath(template: string, context: ToolContext): string | undefined {
  const [, variable, rest] = leadingVariable.exec(template) ?? [];
  if (variable === undefined) return fillPath(template, context).path;
  const value = context.env[variable]?.trim();
  return value ? below(value, rest) : undefined;
}

/** What a path of these rules may begin with, beside what those of a `LocationRule` do. */
export const leadingVariable = /^\$([A-Za-z_][A-Za-z0-9_]*)((?:\/.*)?)$/;

async function linkInto(
  section: FoundSection,
  folders: readonly string[],
  paths: readonly Pattern[],
  context: ToolContext,
): Promise<string | undefined> {
  const items = new Set(section.paths);
  for (const link of folders.flatMap((folder) => paths.flatMap((pattern) => expandPattern(folder, pattern)))) {
    if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
    const target = await context.realPath(link);
    if (target !== undefined && ancestors(target, section.location).some((folder) => items.has(folder))) return link;
  }
  return undefined;
}

/** A path and all folders around it, below a root. */
function ancestors(of: string, root: string): readonly string[] {
  const found: string[] = [];
  for (let at = of; at.startsWith(root) && at !== root; at = path.dirname(at)) found.push(at);
  return found;
}

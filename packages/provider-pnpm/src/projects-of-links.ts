import path from 'node:path';
import type { Assessment, FoundSection, ToolContext } from '@devclean/core';

/** A person wants to know some, not all; a store of years may have thousands. */
const most = { projects: 500, packages: 50, named: 5 } as const;

/**
 * Names the projects whose packages lie in a global virtual store: pnpm keeps a link to each project in `projects`.
 * Source: pnpm/pnpm, `projectRegistry` and `pruneGlobalVirtualStore`.
 */
export async function projectsOfLinks(section: FoundSection, context: ToolContext): Promise<Assessment> {
  const registry = path.join(section.location, 'projects');
  const usedBy: string[] = [];
  let gone = 0;
  const all = await context.list(registry);
  for (const name of all.slice(0, most.projects)) {
    const project = await context.realPath(path.join(registry, name));
    if (project === undefined) gone++;
    else if (await runsFrom(project, section, context)) usedBy.push(project);
  }
  return {
    safety: 'risky',
    because: words(
      usedBy.map((at) => shortened(at, context)),
      gone,
      all.length > most.projects,
    ),
    usedBy,
  };
}

async function runsFrom(project: string, { paths }: FoundSection, context: ToolContext): Promise<boolean> {
  const modules = path.join(project, 'node_modules');
  const names = (await context.list(modules)).filter((name) => !name.startsWith('.')).slice(0, most.packages);
  for (const name of names) {
    const [inScope] = name.startsWith('@') ? await context.list(path.join(modules, name)) : [''];
    const real = await context.realPath(path.join(modules, name, inScope ?? ''));
    if (real !== undefined && paths.some((at) => real.startsWith(`${at}${path.sep}`))) return true;
  }
  return false;
}

function words(usedBy: readonly string[], gone: number, more: boolean): string {
  const named = usedBy.slice(0, most.named);
  const others = usedBy.length - named.length;
  const list = [...named, ...(others > 0 ? [`${others} more`] : [])].join(', ');
  const known =
    usedBy.length === 0 ? 'Nothing that pnpm knows of was seen to run from here' : `Runs from here: ${list}`;
  const lost =
    gone === 0 ? [] : [`of the projects that pnpm knows of ${gone} ${gone === 1 ? 'is' : 'are'} gone or not mounted`];
  return [known, ...lost, ...(more ? ['not all were looked at'] : [])].join('; ');
}

function shortened(at: string, { homes }: ToolContext): string {
  return at.startsWith(`${homes.env}${path.sep}`) ? `~${at.slice(homes.env.length)}` : at;
}

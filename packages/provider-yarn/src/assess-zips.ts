import path from 'node:path';
import type { Assessment, FoundSection, ToolContext } from '@devclean/core';
import { majorOf } from './entries/zip-file-name.js';
import { pnpProjects } from './pnp-projects.js';
import { findYarnInstallations } from './yarn-installations.js';

/** Says who runs from the zips that all projects share, as far as that was looked for, and for which Yarns they are. */
export async function assessSharedZips(section: FoundSection, context: ToolContext): Promise<Assessment | undefined> {
  const users = (await pnpProjects(context)).filter(({ zipFolders, complete }) =>
    zipFolders.length === 0 && !complete ? true : zipFolders.some((folder) => section.paths.includes(folder)),
  );
  const usedBy = users.map(({ folder }) => folder);
  const because = [whoRunsFromIt(usedBy, context), await forWhichYarns(section, context)];
  return { safety: 'risky', because: because.filter((text) => text !== '').join('. '), usedBy };
}

const mostNamed = 5;

function whoRunsFromIt(usedBy: readonly string[], { projectRoots }: ToolContext): string {
  const looked = projectRoots.length > 0;
  if (usedBy.length === 0) {
    return looked
      ? `No project below ${projectRoots.join(', ')} runs from it`
      : 'Which projects run from it was not looked for: --project DIR names them';
  }
  const more = usedBy.length > mostNamed ? ` and ${usedBy.length - mostNamed} more` : '';
  const names = `${usedBy.slice(0, mostNamed).join(', ')}${more}`;
  const besides = looked ? '' : '. Other projects were not looked for: --project DIR names them';
  return `It is what ${names} ${usedBy.length === 1 ? 'runs' : 'run'} from${besides}`;
}

/** Each Yarn reads zips of its own key only, so that those of a Yarn that is gone serve nobody but the projects that it installed. */
async function forWhichYarns(section: FoundSection, context: ToolContext): Promise<string> {
  const counts = new Map<number, number>();
  for (const folder of section.paths) {
    for (const name of await context.list(folder)) {
      const major = majorOf(/-[0-9a-f]{10}-([0-9a-z]+)\.zip$/.exec(name)?.[1] ?? '');
      if (major !== undefined) counts.set(major, (counts.get(major) ?? 0) + 1);
    }
  }
  const installed = (await findYarnInstallations(context)).map(({ kind, version = '' }) =>
    kind === 'shim' ? 'any' : version.split('.')[0],
  );
  const old = [...counts].filter(([major]) => !installed.includes(String(major)));
  if (installed.length === 0 || old.length === 0) return '';
  const parts = old.sort().map(([major, count]) => `${count} ${count === 1 ? 'zip is' : 'zips are'} of Yarn ${major}`);
  const which = old.map(([major]) => major).join(' or ');
  return `${parts.join(' and ')}, and no Yarn ${which} was found here`;
}

/** A project's own zips are what it runs from, where it has no `node_modules`. */
export async function assessProjectZips(section: FoundSection, context: ToolContext): Promise<Assessment | undefined> {
  const project = path.dirname(path.dirname(section.location));
  const runsFromIt = (await context.list(project)).some((name) => /^\.pnp\.(?:c?js|data\.json)$/.test(name));
  if (!runsFromIt) return undefined;
  return { safety: 'risky', because: `${project} has no node_modules, and runs from it`, usedBy: [project] };
}

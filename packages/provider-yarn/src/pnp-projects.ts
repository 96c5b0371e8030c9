import path from 'node:path';
import { findProjects, foldersUpFrom, oncePerContext, type ToolContext } from '@devclean/core';

/** A project that runs from zips, without `node_modules`. */
export interface PnpProject {
  readonly folder: string;
  /** The folders of the zips that it names, links resolved. */
  readonly zipFolders: readonly string[];
  /** False where not all of it could be read: it may name others. */
  readonly complete: boolean;
}

/** https://yarnpkg.com/advanced/pnp-spec: the table of packages, inline or in a file of its own; `.pnp.js` before Yarn 3. */
const tables = ['.pnp.cjs', '.pnp.data.json', '.pnp.js'] as const;

/** Those around the working folder, and those at or below the folders that `--project` names. */
export const pnpProjects = oncePerContext(async (context): Promise<readonly PnpProject[]> => {
  const around: string[] = [];
  for (const folder of foldersUpFrom(context.cwd)) {
    for (const table of tables) if (await context.exists(path.join(folder, table))) around.push(folder);
  }
  const folders = new Set([...around, ...(await findProjects(tables, context))]);
  const projects: PnpProject[] = [];
  for (const folder of folders) projects.push(await readOnce(folder, context));
  return projects;
});

/**
 * The project that a running program was started in, without `node_modules`: Yarn has Node load its table first. Such a program reads
 * each zip whole and closes it, so that it has none open and comes back for the next.
 */
export async function runningFrom(zipFolder: string, words: string, context: ToolContext): Promise<string | undefined> {
  for (const [, quoted, plain] of words.matchAll(/"([^"]*\.pnp\.c?js)"|(\/\S*\.pnp\.c?js)/g)) {
    const table = quoted ?? plain ?? '';
    if (!path.isAbsolute(table)) continue;
    const { folder, zipFolders, complete } = await readOnce(path.dirname(table), context);
    if (zipFolders.includes(zipFolder) || !complete) return folder;
  }
  return undefined;
}

const projectsRead = oncePerContext(async () => new Map<string, Promise<PnpProject>>());

async function readOnce(folder: string, context: ToolContext): Promise<PnpProject> {
  const known = await projectsRead(context);
  const project = known.get(folder) ?? readProject(folder, context);
  known.set(folder, project);
  return project;
}

const windowLength = 1024 * 1024;
const overlap = 8 * 1024;
const mostRead = 128 * 1024 * 1024;

async function readProject(folder: string, context: ToolContext): Promise<PnpProject> {
  const named = new Set<string>();
  let complete = true;
  for (const table of tables) {
    const file = path.join(folder, table);
    if (!(await context.exists(file))) continue;
    let offset = 0;
    for (;;) {
      context.signal.throwIfAborted();
      const piece = await context.readBytes(file, offset, windowLength);
      if (piece === undefined || offset > mostRead) complete = false;
      if (piece === undefined || piece.length <= overlap || offset > mostRead) {
        if (piece !== undefined) addZipFolders(piece, named);
        break;
      }
      addZipFolders(piece, named);
      offset += piece.length - overlap;
    }
  }
  const resolved = await Promise.all([...named].map(async (each) => realFolder(path.resolve(folder, each), context)));
  return { folder, zipFolders: [...new Set(resolved)], complete };
}

/** The folders of all zips that a piece of the table names, relative to the project as they stand there. */
function addZipFolders(piece: Uint8Array, named: Set<string>): void {
  for (const [, at = ''] of Buffer.from(piece)
    .toString()
    .matchAll(/"([^"\n]{1,4000}?)\/[^"/\n]+\.zip\//g)) {
    named.add(withoutVirtual(at));
  }
}

/** `.yarn/__virtual__/<name and hash>/1/cache` is `cache` one folder above `.yarn`: a package once for each set of its peers. */
function withoutVirtual(at: string): string {
  const [, before, steps, after] = /^(.*?)(?:__virtual__|\$\$virtual)\/[^/]+\/(\d{1,3})\/(.*)$/.exec(at) ?? [];
  if (before === undefined || steps === undefined || after === undefined) return at;
  return `${before || './'}${'../'.repeat(Number(steps))}${after}`;
}

async function realFolder(folder: string, context: ToolContext): Promise<string> {
  return (await context.realPath(folder)) ?? folder;
}

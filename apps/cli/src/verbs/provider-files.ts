import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type CacheProvider,
  DevcleanError,
  type ProviderCheckDocument,
  type ProviderFileDocument,
  type ProviderTryDocument,
  providerFilesFolder,
  removeProviderFile,
  storeProviderFile,
  textOfProviderFile,
  triedPlaces,
} from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { nameTaken, storedFiles } from '../provider-files/file-providers.js';
import type { ReadProviderFile } from '../provider-files/read-provider-file.js';
import { loadProviders } from '../providers.js';
import { printable } from '../render/printable.js';
import { renderTried } from '../render/tried.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { scanMachine } from './scan-machine.js';

/** `devclean providers check FILE`: 1 when it has mistakes. */
export async function runProvidersCheck(file: string, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const { shown, read } = await readFrom(file, session);
  if (read.provider === undefined) return tellProblems(session, shown, read);
  const document: ProviderCheckDocument = {
    schema: 'devclean.provider-check/1',
    file: shown,
    provider: cardOf(read.provider),
    problems: [],
  };
  if (session.json) return session.emit(document);
  const { title, caches } = read.provider;
  const parts = caches.flatMap(({ sections }) => sections.map(({ id }) => id));
  session.print(printable(`${shown} describes ${title}, in ${parts.join(', ')}. Nothing is wrong with it.`));
  if (!session.quiet) session.print(`"devclean providers try ${printable(file)}" shows what it would find here.`);
}

/** `devclean providers try FILE`. */
export async function runProvidersTry(file: string, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const { shown, read } = await readFrom(file, session);
  if (read.provider === undefined) return tellProblems(session, shown, read);
  const { provider } = read;
  const found = await scanMachine(session, { known: [{ provider, origin: 'file' }], refused: [] });
  const [report] = found.report.providers;
  if (report === undefined) throw new Error('a scan of one provider has no report');
  const places = await triedPlaces(provider, report.locations, session.context);
  const document: ProviderTryDocument = { schema: 'devclean.provider-try/1', file: shown, provider: report, places };
  if (session.json) return session.emit(document);
  session.print(renderTried({ document, refusals: found.refusals }, session.out));
}

/** `devclean providers add FILE`. */
export async function runProvidersAdd(config: Interfaces.Config, file: string, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const { shown, read, text } = await readFrom(file, session);
  if (read.provider === undefined) return tellProblems(session, shown, read);
  const { id, title } = read.provider;
  const folder = providerFilesFolder(session.context);
  const kept = path.join(folder, `${id}.json`);
  const { known } = await loadProviders(config);
  if (known.some(({ provider, origin }) => provider.id === id && origin !== 'file')) throw nameTaken(shown, id);
  const stored = storeProviderFile(folder, id, text);
  const document: ProviderFileDocument = { schema: 'devclean.provider-file/1', id, file: stored, state: 'added' };
  if (session.json) return session.emit(document);
  session.print(printable(`devclean knows ${title} now: "devclean ${id} info" shows what it finds.`));
  if (!session.quiet) session.print(printable(`The description is in ${kept}.`));
}

/** `devclean providers remove TOOL`. */
export async function runProvidersRemove(tool: string, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const stored = (await storedFiles()).find(({ file }) => path.basename(file, '.json') === tool);
  if (stored === undefined) {
    throw new DevcleanError('UNKNOWN_TOOL', `No file of yours describes a tool called "${tool}".`, {
      hint: 'Run "devclean providers" to see which tools come from files.',
    });
  }
  removeProviderFile(stored.file);
  const document: ProviderFileDocument = {
    schema: 'devclean.provider-file/1',
    id: tool,
    file: stored.file,
    state: 'removed',
  };
  if (session.json) return session.emit(document);
  session.print(printable(`devclean no longer knows ${tool}. Its caches are as they were.`));
}

/** `devclean providers schema`. */
export async function runProvidersSchema(): Promise<void> {
  // The bundle's files lie side by side in dist.
  process.stdout.write(await readFile(new URL('../schemas/devclean.provider-1.schema.json', import.meta.url), 'utf8'));
}

interface FromFile {
  /** The path as the user meant it, absolute. */
  readonly shown: string;
  readonly text: string;
  readonly read: ReadProviderFile;
}

/** Throws `UNREADABLE_FILE`. */
async function readFrom(file: string, { context }: Session): Promise<FromFile> {
  // It brings the parser and the schema along.
  const { readProviderFile } = await import('../provider-files/read-provider-file.js');
  const shown = path.resolve(context.cwd, file);
  try {
    const text = textOfProviderFile(shown);
    return { shown, text, read: readProviderFile(text) };
  } catch (cause) {
    throw new DevcleanError('UNREADABLE_FILE', `${shown} could not be read: ${(cause as Error).message}.`, {
      hint: 'Give the path of a JSON file that describes a tool.',
      cause,
    });
  }
}

async function tellProblems(session: Session, file: string, { problems }: ReadProviderFile): Promise<void> {
  const { problemLines } = await import('../provider-files/read-provider-file.js');
  process.exitCode = 1;
  const document: ProviderCheckDocument = {
    schema: 'devclean.provider-check/1',
    file,
    problems: problems.map((problem) => ({ ...problem })),
  };
  if (session.json) {
    session.emit(document);
    return;
  }
  for (const line of problemLines(file, problems)) session.print(printable(line));
  const count = problems.length === 1 ? 'There is one mistake' : `There are ${problems.length} mistakes`;
  session.note(`${count}: nothing was done. "devclean providers schema" prints the JSON Schema for your editor.`);
}

function cardOf({ id, title, homepage, summary }: CacheProvider) {
  return { id, title, homepage, summary };
}

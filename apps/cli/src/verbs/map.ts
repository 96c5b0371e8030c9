import path from 'node:path';
import { DevcleanError, type MapDocument, writePageFile } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { renderMapDone } from '../render/map-done.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { type ListedTools, listTools } from './list-tools.js';
import { scanMachine } from './scan-machine.js';

interface MapFlags extends OutputFlags {
  readonly output: string;
  readonly open?: boolean;
  readonly 'no-entries'?: boolean;
  readonly from?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly location?: readonly string[] | undefined;
}

/** `devclean map [TOOL…]`: a page that shows what a scan finds, or has found. */
export async function runMap(config: Interfaces.Config, tools: readonly string[], flags: MapFlags): Promise<void> {
  if (flags.from !== undefined && tools.length > 0) {
    throw new DevcleanError('BAD_ARGUMENT', '--from draws what was saved, of all tools that are in it.', {
      hint: 'Leave out the names of tools, or --from.',
    });
  }
  const session = await openSession(flags);
  const { report, lists, notListed } =
    flags.from === undefined ? await live(config, tools, flags, session) : await saved(flags.from, session);
  session.progress.show('Drawing the map');
  const { countEntries, mapBeginning, mapData, mapPage } = await import('@devclean/disk-map');
  const titleOf = (id: string) => report.providers.find((one) => one.id === id)?.title ?? id;
  const data = mapData(report, lists, {
    home: session.context.homes.env,
    remarks: notListed.map(
      ({ provider, because }) => `What lies in ${titleOf(provider)} has no names here: ${because}`,
    ),
  });
  const page = mapPage(data);
  const file = path.resolve(session.context.cwd, flags.output);
  await writePageFile(file, page, mapBeginning);
  const document: MapDocument = {
    schema: 'devclean.map/1',
    file,
    bytes: Buffer.byteLength(page),
    entries: countEntries(data),
    notListed: [...notListed],
    opened: flags.open ? await opened(file) : false,
  };
  if (flags.open && !document.opened) process.exitCode = 1;
  if (session.json) return session.emit(document);
  session.print(renderMapDone({ document, report, asked: flags, quiet: session.quiet }, session.out));
}

async function live(config: Interfaces.Config, tools: readonly string[], flags: MapFlags, session: Session) {
  const providers = await loadProviders(config, {
    tools,
    exclude: flags.exclude ?? [],
    leaveOut: tools.length === 0 ? session.settings.exclude : [],
  });
  const found = await scanMachine(session, providers, flags.location);
  const listed: ListedTools = flags['no-entries']
    ? { lists: [], notListed: [] }
    : await listTools(session, providers, found);
  return { report: found.report, ...listed };
}

async function saved(names: readonly string[], session: Session) {
  const { readSaved } = await import('../saved-documents.js');
  return { ...(await readSaved(names, session.context.cwd)), notListed: [] };
}

/** Hands the file to whatever the system shows pages with. Whether that could be started. */
async function opened(file: string): Promise<boolean> {
  const { default: open } = await import('open');
  try {
    await open(file);
    return true;
  } catch {
    return false;
  }
}

import { arch, cpus, release, totalmem } from 'node:os';
import { checkJournal, type DoctorDocument, type ProviderReport, type SizeCheck } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { renderDoctor } from '../render/doctor.js';
import { type OutputFlags, openSession } from '../session.js';
import { checkSize } from './check-size.js';
import { scanMachine } from './scan-machine.js';

/** `devclean doctor`: the machine, the providers, the journal, and every size held against an independent meter. Exit code 1 when something is wrong. */
export async function runDoctor(config: Interfaces.Config, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const { report } = await scanMachine(session, await loadProviders(config));
  const sizes: SizeCheck[] = [];
  const paths = report.providers.flatMap(({ locations }) => locations.flatMap(({ path }) => path ?? []));
  const journal = checkJournal(session.context, paths);
  // One after the other: the independent meter opens everything at once.
  for (const path of paths) {
    session.progress.show(`Checking the size of ${path}`);
    sizes.push(await checkSize(path));
    session.context.signal.throwIfAborted();
  }
  session.progress.clear();
  const providers = report.providers.map(providerCheck);
  const healthy =
    providers.every(({ state }) => state !== 'failed') &&
    sizes.every(({ agrees }) => agrees !== 'no') &&
    journal.findings.every(({ wrong }) => !wrong);
  const document: DoctorDocument = {
    schema: 'devclean.doctor/1',
    healthy,
    machine: {
      devclean: config.version,
      node: process.version,
      platform: process.platform,
      release: release(),
      arch: arch(),
      cpus: cpus().length,
      memoryBytes: totalmem(),
      uid: session.context.uid ?? -1,
      homes: { ...session.context.homes },
    },
    providers,
    sizes,
    journal,
  };
  process.exitCode = healthy ? 0 : 1;
  if (session.json) return session.emit(document);
  session.print(renderDoctor(document, session.out));
}

function providerCheck({ id, origin, state, locations, error }: ProviderReport): DoctorDocument['providers'][number] {
  return { id, origin, state, locations: locations.length, ...(error && { error }) };
}

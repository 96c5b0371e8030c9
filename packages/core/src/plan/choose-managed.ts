import type { PurgeRequest } from '../provider/cache-provider.js';
import { filledArgv } from '../provider/native-command.js';
import type { KnownProvider, ScannedManaged } from '../scan/scan-result.js';
import type { Against } from './choose-commands.js';
import { cannotBeKept } from './keep.js';
import type { PurgeStep, SkippedItem } from './purge-plan.js';

interface Circumstances {
  readonly known: readonly KnownProvider[];
  readonly request: PurgeRequest;
  /** Why a section is not taken, whoever would clear it. */
  readonly reasonAgainstSection: (section: string) => Against | 'not-asked' | undefined;
}

/** Which sections of a cache that only its tool can reach go, by which of the tool's commands, and why others do not. Pure. */
export function chooseManaged(
  scanned: ScannedManaged,
  { known, request, reasonAgainstSection }: Circumstances,
): { readonly steps: readonly PurgeStep[]; readonly skipped: readonly SkippedItem[] } {
  const { provider, origin, cache, report, executable, server, refusal } = scanned;
  const steps: PurgeStep[] = [];
  const skipped: SkippedItem[] = [];
  const skip = (against: Against, section?: string) =>
    skipped.push({ provider, ...(section !== undefined && { section }), path: '', ...against });
  if (refusal !== undefined) {
    const { reason, detail, hint } = refusal;
    skip({ reason, detail: hint ? `${detail}. ${hint}` : detail });
    return { steps, skipped };
  }
  if (report.sections.length === 0 || executable === undefined) {
    skip({ reason: 'empty' });
    return { steps, skipped };
  }
  const title = known.find((one) => one.provider.id === provider && one.origin === origin)?.provider.title ?? provider;
  const left = new Map<string, Against | 'not-asked'>();
  for (const { id, usage } of report.sections) {
    const against = reasonAgainstSection(id) ?? reasonAgainstWay(request, title) ?? reasonAgainstUse(usage, title);
    if (against !== undefined) left.set(id, against);
  }
  for (const { id, safety, usage } of report.sections) {
    const command = cache.native.find(({ sections }) => sections.includes(id));
    const other = command?.sections.find((one) => left.has(one));
    const against = left.get(id);
    if (against !== undefined) {
      if (against !== 'not-asked') skip(against, id);
    } else if (command === undefined || other !== undefined) {
      skip({ reason: 'excluded', detail: `${title} itself would clear ${other} too` }, id);
    } else {
      const argv = [...filledArgv(command.argv, { executable, server })];
      const step = { kind: 'command', provider, origin, location: null, section: id, safety } as const;
      steps.push({ ...step, argv, undoable: false, expected: usage });
    }
  }
  return { steps, skipped };
}

function reasonAgainstWay(request: PurgeRequest, title: string): Against | undefined {
  if (request.via === 'direct')
    return { reason: 'excluded', detail: `only ${title} itself can clear it; leave out --via direct` };
  if ((request.keepMs ?? 0) > 0 || request.trash) return { reason: 'excluded', detail: cannotBeKept(title, request) };
  if (request.usedBefore !== undefined) return { reason: 'excluded', detail: `${title} does not say when it was used` };
  return undefined;
}

function reasonAgainstUse(
  { reclaimableBytes }: { readonly reclaimableBytes: number },
  title: string,
): Against | undefined {
  return reclaimableBytes > 0 ? undefined : { reason: 'in-use', detail: `${title} is using all of it` };
}

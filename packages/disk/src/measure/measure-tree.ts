import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { runWalk } from '../crew/run-walk.js';
import { WorkingFolder } from '../crew/working-folder.js';
import { pathBytes, withoutTrailingSlashes } from '../entry-name.js';
import { isSystemError } from '../finding-log.js';
import { hasDescriptorPaths } from '../handle/open-directory.js';
import { identityOf, lookExactly } from '../identity.js';
import type { Finding, Identity } from '../usage.js';
import type { BytePath } from '../walk/byte-path.js';
import type { Progress } from '../walk/progress.js';
import { createLinkLedger, type LinkLedger } from './link-ledger.js';
import { type MeasurePlan, type MeasureResult, MeasureWalk } from './measure-walk.js';
import { mountPointsBelow } from './mount-points.js';
import { componentsBelow, type MarkedPath, partPaths } from './path-marks.js';
import { newTallyIds, type Tally, type TallyList } from './tally.js';

export interface MeasureOptions {
  /**
   * Paths below the root that are measured apart, in the same walk, each a part of its own: relative to the root, or beginning with it.
   * A part inside another part counts to the outer one; of a path that is named twice both have one tally. Bytes where a name may not
   * be UTF-8. Hundreds of thousands are no burden.
   */
  readonly parts?: Iterable<string | Buffer>;
  /** Paths below the root that are left out, with all that is below. */
  readonly exclude?: readonly (string | Buffer)[];
  /** Bookkeeping of inodes with several links, shared between measurements whose usages are to be combined. They must not overlap. */
  readonly links?: LinkLedger;
  /** Ends the walk, within milliseconds, with `complete: false` and a finding `aborted`. */
  readonly signal?: AbortSignal;
  /** Totals so far, at most ten times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds after which the walk ends with `complete: false`. That is no finding: it was asked for. */
  readonly budgetMs?: number;
}

export interface TreeMeasurement {
  /** What lies in no part: the root itself, and the folders above the parts, among it. */
  readonly root: Tally;
  /** In the order of `options.parts`. Of what is not there the tally is empty. */
  readonly parts: TallyList;
  readonly findings: readonly Finding[];
}

/**
 * Measures a tree as `find` and `du -x` do, to the byte, without following any link or opening anything but directories.
 *
 * Nothing on disk makes it reject; what could not be measured is a finding:
 * - the system's code (`EACCES`, `EIO`, …): not readable, so the tally it belongs to is not complete
 * - `ENOENT`: the root is missing, or a directory vanished during the walk. What was seen counts
 * - `mount`: something is mounted there. What is behind it is not part of the tree and does not count
 * - `changed`: something was put in a directory's place, or it was moved away, during the walk
 * - `aborted`: the signal ended the walk
 * - `lost`: a process that took part was ended from outside, and what it measured is missing
 *
 * @param root A link or a file is measured as that one entry. Links above it are followed, as by every tool.
 * @throws RangeError when a part or an exclusion is not a plain path below the root.
 */
export function measureTree(root: string | Buffer, options: MeasureOptions = {}): Promise<TreeMeasurement> {
  return measureTreeWhile(root, options);
}

/** @internal What the tests do that nothing else does. */
export interface Interference {
  /** Called just before this process looks at a folder: the moment that an attacker waits for. */
  readonly beforeFolder?: (path: BytePath) => void;
  /** How long, in milliseconds, helpers are not asked. */
  readonly aloneMs?: number;
  /** False: as on systems other than Linux. */
  readonly hasDescriptorPaths?: boolean;
}

/** @internal For the tests. */
export async function measureTreeWhile(
  root: string | Buffer,
  options: MeasureOptions,
  interference: Interference = {},
): Promise<TreeMeasurement> {
  const { parts = [], exclude = [], links = createLinkLedger() } = options;
  const bytes = withoutTrailingSlashes(pathBytes(root));
  const path = bytes.toString('latin1');
  const marks: MarkedPath[] = [
    ...exclude.map((part) => ({ components: componentsBelow(bytes, part), mark: 'excluded' as const })),
    ...mountMarks(bytes),
  ];
  const { paths, numbers } = partPaths(componentsOf(parts, bytes));
  const plan: MeasurePlan = {
    root: path === '/' ? '' : path,
    entrance: absolute(path),
    ...deviceOf(bytes),
    marks,
    parts: paths,
    tallies: newTallyIds(1 + paths.ends.length, links),
    hasDescriptorPaths: interference.hasDescriptorPaths ?? hasDescriptorPaths(),
  };
  const place = WorkingFolder.at(plan.root, plan.identity);
  try {
    const { tallies, findings } = await measureIn(place, plan, links, options, interference);
    return { root: tallies.at(0), parts: new PartTallies(tallies, numbers), findings };
  } finally {
    place?.close();
  }
}

async function measureIn(
  place: WorkingFolder | undefined,
  plan: MeasurePlan,
  links: LinkLedger,
  { signal, budgetMs, onProgress }: MeasureOptions,
  { aloneMs, beforeFolder }: Interference,
): Promise<{ tallies: TallyList; findings: readonly Finding[] }> {
  const within = place ? <T>(work: () => T): T | undefined => place.within(work) : <T>(work: () => T) => work();
  const walk = new MeasureWalk(plan, links, { base: place ? '.' : plan.root, beforeFolder });
  const root = plan.root || '/';
  if (plan.entrance === '') walk.note('', 'ENOENT', 'There is nothing here');
  else if (signal?.aborted !== true) within(() => walk.start());
  const shared = { job: { kind: 'measure', ...plan, parts: undefined }, links } as const;
  const { ending, answers, isAnyLost } = await runWalk<MeasureResult>(walk, shared, {
    signal,
    budgetMs,
    report: onProgress,
    aloneMs,
    within,
  });
  if (isAnyLost) walk.note(root, 'lost', 'A process that measured a part of it ended too early');
  if (ending === 'shut-out') walk.note(root, 'EACCES', 'Could not be entered any more');
  const settle = () => {
    walk.settle(answers.flatMap(({ unsettled }) => unsettled));
    return true;
  };
  if (ending !== 'done' || isAnyLost || within(settle) === undefined) walk.endEarly();
  if (ending === 'aborted') walk.note(root, 'aborted', 'The measurement was aborted');
  const findings = [walk.close(), ...answers.map((answer) => answer.findings)].flat();
  for (const { tallies } of answers) walk.tallies.merge(tallies);
  return { tallies: walk.tallies, findings };
}

/** Those of the parts, in the order in which they were asked for. */
class PartTallies implements TallyList {
  readonly #tallies: TallyList;
  readonly #numbers: Uint32Array;

  /** @param tallies The first is that of what lies in no part. */
  constructor(tallies: TallyList, numbers: Uint32Array) {
    this.#tallies = tallies;
    this.#numbers = numbers;
  }

  get length(): number {
    return this.#numbers.length;
  }

  at(index: number): Tally {
    const number = this.#numbers[index];
    if (number === undefined) throw new RangeError(`There is no part ${index}`);
    return this.#tallies.at(1 + number);
  }

  *[Symbol.iterator](): Generator<Tally> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}

function* componentsOf(parts: Iterable<string | Buffer>, root: Buffer): Generator<string[]> {
  for (const part of parts) yield componentsBelow(root, part);
}

/** As a process finds it whose working folder is another. */
function absolute(path: BytePath): BytePath {
  if (path === '' || isAbsolute(path)) return path;
  try {
    return `${Buffer.from(process.cwd()).toString('latin1')}/${path}`;
  } catch (error) {
    if (isSystemError(error)) return path; // Ours was removed: helpers do not find what we find in it
    throw error;
  }
}

/** Mount points are taken from the system's list once: asking each directory would cost more than reading it. */
function mountMarks(root: Buffer): MarkedPath[] {
  try {
    const place = realpathSync.native(root, 'buffer');
    return mountPointsBelow(place).map((point) => ({ components: componentsBelow(place, point), mark: 'mount' }));
  } catch (error) {
    if (isSystemError(error)) return []; // Missing, or nothing that can be entered: the walk says so
    throw error;
  }
}

function deviceOf(root: Buffer): { device: number; identity: Identity } {
  const nothing = { device: 0, identity: { dev: '0', ino: '0' } };
  try {
    const stats = lstatSync(root, { throwIfNoEntry: false });
    return stats ? { device: stats.dev, identity: identityOf(stats, () => lookExactly(root)) } : nothing;
  } catch (error) {
    if (isSystemError(error)) return nothing;
    throw error;
  }
}

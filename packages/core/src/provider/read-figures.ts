import { noUsage, type Usage } from '@devclean/disk';
import type { FiguresForm } from './cache-provider.js';

const units: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  PB: 1e15,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/**
 * The size of each section, as a tool's answer has it; nothing when one of them is missing, there twice or no size: an answer that is
 * half understood is none.
 */
export function readFigures(text: string, form: FiguresForm): ReadonlyMap<string, Usage> | undefined {
  const figures = new Map<string, Usage>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const row = recordIn(line);
    if (row === undefined) return undefined;
    const section = Object.keys(form.sections).find((id) => row[form.key] === form.sections[id]);
    if (section === undefined) continue;
    const bytes = bytesOf(row[form.bytes]);
    const reclaimable = form.reclaimable === undefined ? bytes : bytesOf(row[form.reclaimable]);
    if (bytes === undefined || reclaimable === undefined || figures.has(section)) return undefined;
    figures.set(section, {
      ...noUsage,
      apparentBytes: bytes,
      allocatedBytes: bytes,
      reclaimableBytes: Math.min(reclaimable, bytes),
    });
  }
  return figures.size === Object.keys(form.sections).length ? figures : undefined;
}

function recordIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes of `1.5GB`, `12.3kB (40%)` or a number. Tools round what they write for people to a few digits. */
function bytesOf(value: unknown): number | undefined {
  const [, digits, unit = 'B'] =
    (typeof value === 'number' ? [] : /^(\d+(?:\.\d+)?) ?([A-Za-z]+)(?: \(\d+%\))?$/.exec(String(value))) ?? [];
  const bytes = typeof value === 'number' ? value : Math.round(Number(digits) * (units[unit] ?? Number.NaN));
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

import { DevcleanError } from '../errors.js';
import { bootId } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import { planId } from './plan-purge.js';
import type { PurgePlan, PurgeStep } from './purge-plan.js';

const makeAnother = 'Make a new one with --plan-out, and apply it within 15 minutes.';

/** Clocks that are put right by the network jump a little. */
const toleranceMs = 60 * 1000;

/**
 * A plan from the text of its file. Throws `BAD_PLAN` when it is none or was edited, `PLAN_EXPIRED`, and
 * `PLAN_FROM_ELSEWHERE` when another user, or another boot of the machine, made it.
 */
export function readPlan(text: string, context: ToolContext, now: Date = new Date()): PurgePlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DevcleanError('BAD_PLAN', 'This is not a plan: it is not JSON.', { hint: makeAnother, cause });
  }
  if (!isPlan(value)) {
    throw new DevcleanError('BAD_PLAN', 'This is not a plan that devclean wrote, or a version it does not know.', {
      hint: makeAnother,
    });
  }
  const { schema, id, ...content } = value;
  if (!isUnchanged(content, id)) {
    throw new DevcleanError('BAD_PLAN', 'This plan was changed after devclean wrote it.', { hint: makeAnother });
  }
  if (!(Date.parse(value.expiresAt) > now.getTime())) {
    throw new DevcleanError('PLAN_EXPIRED', `This plan could be applied until ${value.expiresAt}.`, {
      hint: makeAnother,
    });
  }
  // Within the boot that made it the clock was set back: how old it is cannot be told.
  if (!(Date.parse(value.createdAt) <= now.getTime() + toleranceMs)) {
    throw new DevcleanError('PLAN_EXPIRED', `This plan is of ${value.createdAt}, and the clock says an earlier time.`, {
      hint: makeAnother,
    });
  }
  if (value.uid !== (context.uid ?? -1) || value.bootId !== bootId()) {
    throw new DevcleanError(
      'PLAN_FROM_ELSEWHERE',
      'This plan was made by another user, on another machine or before a restart.',
      {
        hint: makeAnother,
      },
    );
  }
  return value;
}

function isUnchanged(content: Parameters<typeof planId>[0], id: string): boolean {
  try {
    return planId(content) === id;
  } catch {
    return false; // Nested deeper than can be written down again.
  }
}

function isPlan(value: unknown): value is PurgePlan {
  if (!isRecord(value) || value.schema !== 'devclean.plan/1') return false;
  return (
    ['id', 'createdAt', 'expiresAt'].every((key) => typeof value[key] === 'string') &&
    typeof value.uid === 'number' &&
    (value.keepMs === undefined || isCount(value.keepMs)) &&
    (value.trash === undefined || typeof value.trash === 'boolean') &&
    (value.room === undefined || isRoom(value.room)) &&
    isUsage(value.expected) &&
    Array.isArray(value.skipped) &&
    Array.isArray(value.steps) &&
    value.steps.every(isStep)
  );
}

function isRoom(value: unknown): boolean {
  if (
    !isRecord(value) ||
    !['bytes', 'neededBytes', 'certainBytes', 'uncertainBytes'].every((key) => isCount(value[key]))
  )
    return false;
  if (!Array.isArray(value.more) || !value.more.every(isMore)) return false;
  return value.goal === 'free' ? value.volume === undefined : value.goal === 'until-free' && isVolume(value.volume);
}

function isMore(value: unknown): boolean {
  return isRecord(value) && typeof value.flag === 'string' && isCount(value.reclaimableBytes);
}

function isVolume(value: unknown): boolean {
  return isRecord(value) && isCount(value.freeBytes) && typeof value.path === 'string' && typeof value.dev === 'string';
}

function isStep(value: unknown): value is PurgeStep {
  if (!isRecord(value) || !isUsage(value.expected)) return false;
  return (
    (isPlaced(value) || isManaged(value)) &&
    (value.kind === 'command' ? isCommand(value.argv) : value.kind === 'remove' && value.argv === undefined) &&
    (value.leaves === undefined || typeof value.leaves === 'string') &&
    (value.safety === undefined || ['safe', 'costly', 'risky'].includes(value.safety as string)) &&
    ['provider', 'section', 'origin'].every((key) => typeof value[key] === 'string')
  );
}

/** What lies in a folder. */
function isPlaced({ location, path, identity }: Record<string, unknown>): boolean {
  return (
    typeof location === 'string' &&
    typeof path === 'string' &&
    isRecord(identity) &&
    ['dev', 'ino', 'mtimeNs'].every((key) => typeof identity[key] === 'string')
  );
}

/** What only the tool can reach. */
function isManaged({ kind, location, path, identity, entry, undoable }: Record<string, unknown>): boolean {
  const none = [path, identity, entry].every((one) => one === undefined);
  return kind === 'command' && location === null && none && undoable === false;
}

function isCommand(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string');
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isUsage(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.complete === 'boolean' &&
    ['files', 'directories', 'apparentBytes', 'allocatedBytes', 'reclaimableBytes'].every((key) =>
      Number.isSafeInteger(value[key]),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

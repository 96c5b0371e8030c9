import type { ApplyEvent, PurgePlan, PurgeStep } from '@devclean/core';
import { gauge } from './gauge.js';
import { leftWords, Pace, rateWords } from './pace.js';
import { printable } from './printable.js';
import type { Frame, View } from './progress.js';
import { counted, grouped, typed } from './words.js';

/** What is being done now: a word for it, and what counts up meanwhile. */
interface Deed {
  readonly what: string;
  readonly count?: string | undefined;
}

/** How far the removal of a plan is: of what it expects, by files, because their number is what takes the time. */
export class RemovalProgress {
  readonly #plan: PurgePlan;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #pace: Pace;
  /** Of the steps that are over. */
  #filesOver = 0;
  #stepsOver = 0;
  #deed: Deed = { what: 'Checking that all is as it was planned' };

  constructor(plan: PurgePlan, titles: ReadonlyMap<string, string>) {
    this.#plan = plan;
    this.#titles = titles;
    this.#pace = new Pace(plan.steps.reduce((sum, step) => sum + filesOf(step), 0));
  }

  note(event: ApplyEvent, nowMs = performance.now()): void {
    switch (event.type) {
      case 'looking':
        this.#pace.pause();
        this.#deed = {
          what: `Looking through ${this.#nameOf(event.step)}`,
          ...(event.entries > 0 && { count: `${counted(event.entries, 'entry', 'entries')} so far` }),
        };
        return;
      case 'progress': {
        const step = this.#plan.steps[event.step];
        this.#pace.note(this.#filesOver + Math.min(event.files, step ? filesOf(step) : 0), nowMs);
        this.#deed = { what: `${this.#verb(step)} ${this.#nameOf(event.step)}` };
        return;
      }
      case 'step': {
        const step = this.#plan.steps[event.step];
        this.#stepsOver++;
        this.#filesOver += step ? filesOf(step) : 0;
        this.#pace.note(this.#filesOver, nowMs);
        return;
      }
      case 'command':
        this.#pace.pause();
        this.#deed = { what: printable(`Running ${event.argv.map(typed).join(' ')}`) };
        return;
      case 'asking':
        this.#pace.pause();
        this.#deed = { what: `Asking ${this.#titleOf(event.provider)} what is left` };
        return;
      case 'measuring':
        this.#pace.pause();
        this.#deed = {
          what: 'Measuring what is left',
          ...(event.files > 0 && { count: counted(event.files, 'file') }),
        };
        return;
      case 'clearing':
        this.#pace.pause();
        this.#deed = {
          what: `Ending an earlier removal of ${this.#titleOf(event.provider)}`,
          ...(event.files > 0 && { count: counted(event.files, 'file') }),
        };
        return;
      case 'returning':
      case 'finished':
      case 'notice':
        return;
    }
  }

  readonly view: View = (frame) => {
    const steps = this.#plan.steps.length;
    const at = steps > 1 && this.#stepsOver < steps ? ` (${this.#stepsOver + 1} of ${steps})` : '';
    const { what, count } = this.#deed;
    return pictured({ what: what + at, count, pace: this.#pace, word: 'file' }, frame);
  };

  #verb(step: PurgeStep | undefined): string {
    if (this.#plan.trash) return 'Moving to the trash:';
    return step?.undoable ? 'Keeping aside' : 'Removing';
  }

  #nameOf(number: number): string {
    const step = this.#plan.steps[number];
    if (step === undefined) return 'what is next';
    return `${this.#titleOf(step.provider)} ${printable(step.entry?.name ?? step.section)}`;
  }

  #titleOf(provider: string): string {
    return printable(this.#titles.get(provider) ?? provider);
  }
}

/** What a tool clears itself, it does at once, for all that anybody can tell. */
function filesOf({ kind, expected }: PurgeStep): number {
  return kind === 'command' ? 0 : expected.files;
}

/** How far an undo is, or the freeing of what is held. */
export class ReturnProgress {
  #pace: Pace | undefined;
  #deed: Deed = { what: 'Looking at what is held' };

  note(event: ApplyEvent, nowMs = performance.now()): void {
    if (event.type === 'returning') {
      this.#pace ??= new Pace(event.of);
      this.#pace.note(event.item, nowMs);
      this.#deed = { what: `Bringing back ${printable(event.provider)} (${event.item + 1} of ${event.of})` };
    } else if (event.type === 'clearing') {
      const count = event.files === 0 ? {} : { count: counted(event.files, 'file') };
      this.#deed = { what: `Removing what was held of ${printable(event.provider)}`, ...count };
    }
  }

  readonly view: View = (frame) => pictured({ ...this.#deed, pace: this.#pace, word: 'item' }, frame);
}

interface Picture extends Deed {
  readonly pace: Pace | undefined;
  readonly word: string;
}

/** Columns of a bar. What is wider than half a screen wraps when that is made narrower. */
const barWidth = 30;

/** A line that says what is done; and where it is known how much there is to do, one with a bar, and one with figures. */
function pictured({ what, count, pace, word }: Picture, { look, spinner, plain }: Frame): readonly string[] {
  const { colors, width, signs } = look;
  const isKnown = pace !== undefined && pace.total > 0;
  const percent = isKnown ? `${Math.floor(pace.share * 100)}%` : '';
  const rate = pace?.perSecond === undefined ? '' : rateWords(pace.perSecond);
  const left = pace?.leftMs === undefined ? '' : leftWords(pace.leftMs);
  const words = (all: readonly string[]) => all.filter((part) => part !== '').join(plain ? ', ' : ` ${signs.dot} `);
  if (plain) return [`${words([what, count ?? '', pace && pace.done > 0 ? percent : '', left])}.`];
  const heading = `${spinner} ${words([colors.bold(what), count ?? ''])}`;
  if (!isKnown) return [heading];
  const done = `${grouped(pace.done)} of ${counted(pace.total, word)}`;
  const figures = [words([done, rate, left]), words([done, left]), words([left || done])];
  const line = figures.find((text) => text.length <= width - 2) ?? '';
  return [heading, `  ${gauge(pace.share, Math.min(barWidth, width - 8), look)}  ${percent}`, `  ${colors.dim(line)}`];
}

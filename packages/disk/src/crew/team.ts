import type { LedgerImage } from '../measure/link-ledger.js';
import type { Progress } from '../walk/progress.js';
import type { Walk, WalkPart } from '../walk/walk.js';
import { giveCrewBack, type Helper, releaseCrew, takeCrew } from './crew.js';
import type { Answer, Job, Report } from './messages.js';

interface Member {
  readonly helper: Helper;
  /** `coming`: not yet ready. `away`: takes no part, or not any more. */
  state: 'coming' | 'here' | 'away';
  /** How many it has in hand: the one that it works on, and one more, so that it never waits for the next. */
  parts: number;
  hasTakenPart: boolean;
  hasLeft: boolean;
  /** It was asked for a part and has not answered. */
  isAsked: boolean;
  /** Until then it is not asked again: it had too little to cut. */
  askAgainAt: number;
  progress: Progress;
}

const askAgainMs = 2;
const maxParts = 2;
/** Who says nothing for so long when there is no more time is not waited for: it was stopped, or what it reads does not answer. */
const silentMs = 1000;

/** The helpers of one walk, and the parts of it that wait for someone to take them. */
export class Team {
  readonly answers: Answer[] = [];
  /** Someone ended in the midst of its work, so that something is missing in the answers. */
  isAnyLost = false;
  readonly #members: Member[];
  readonly #parts: WalkPart[] = [];
  readonly #onLinks: (image: LedgerImage) => void;
  #fault: string | undefined;
  #wake: (() => void) | undefined;
  #isOver = false;
  #heardAt = 0;

  /** @param onLinks Takes the inodes with several links that the others found, when they say their last word. */
  constructor(job: Job, onLinks: (image: LedgerImage) => void) {
    this.#onLinks = onLinks;
    this.#members = takeCrew().map((helper) => ({
      helper,
      state: 'coming',
      parts: 0,
      hasTakenPart: false,
      hasLeft: false,
      isAsked: false,
      askAgainAt: 0,
      progress: { files: 0, apparentBytes: 0, allocatedBytes: 0 },
    }));
    for (const [index, member] of this.#members.entries()) {
      member.helper.listen((report) => this.#hear(member, report));
      member.helper.tell({ kind: 'join', job, helper: index + 1 });
    }
    if (this.#members.length === 0) giveCrewBack();
  }

  /** Whether anyone takes part by now. */
  get isAtWork(): boolean {
    return this.#members.some(({ state }) => state === 'here');
  }

  /** Whether nobody has anything left to do. */
  get isDone(): boolean {
    return this.#parts.length === 0 && this.#members.every(({ parts }) => parts === 0);
  }

  /** A part that someone cut off. */
  takePart(): WalkPart | undefined {
    return this.#parts.pop();
  }

  /**
   * Sees to it that everyone has something to do.
   * @param own Of whom parts can be had at once; without, this process is idle too.
   */
  share(own: Walk | undefined): void {
    const here = this.#members.filter(({ state }) => state === 'here');
    let wanted = own ? 0 : 1;
    for (const enough of [1, maxParts]) {
      for (const member of here) {
        if (member.parts >= enough) continue;
        const part = this.#parts.pop() ?? own?.split();
        if (part !== undefined) this.#give(member, part);
        else if (member.parts === 0 && enough === 1) wanted++;
      }
    }
    wanted -= here.filter(({ isAsked }) => isAsked).length;
    for (const member of here) {
      if (wanted <= 0) return;
      if (member.parts === 0 || member.isAsked || performance.now() < member.askAgainAt) continue;
      member.isAsked = true;
      member.helper.tell({ kind: 'split' });
      wanted--;
    }
  }

  #give(member: Member, part: WalkPart): void {
    member.parts++;
    member.hasTakenPart = true;
    member.helper.tell({ kind: 'take', part });
  }

  /** Waits for a report; no longer than `ms`. */
  async news(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, askAgainMs));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  /** What the helpers have come by. */
  *progress(): Generator<Progress> {
    for (const { progress } of this.#members) yield progress;
  }

  /**
   * Ends the walk, finished or not, and gathers what those who took part found. Who comes too late is not waited for.
   * @param isUrgent Whether there is no more time by now. Then who does not answer is ended, and lost.
   * @throws Error when a helper died of a fault in this program.
   */
  async leave(isUrgent: () => boolean): Promise<void> {
    for (const { helper, hasLeft } of this.#members) if (!hasLeft) helper.tell({ kind: 'leave' });
    this.#isOver = true;
    let urgentAt = Infinity;
    while (this.isAtWork) {
      await this.news(Infinity);
      if (isUrgent()) urgentAt = Math.min(urgentAt, performance.now());
      if (performance.now() - Math.max(urgentAt, this.#heardAt) < silentMs) continue;
      for (const { helper, state } of this.#members) if (state === 'here') helper.kill();
    }
    if (this.#members.some(({ hasLeft }) => !hasLeft)) releaseCrew();
    if (this.#fault !== undefined) throw new Error(`A helper of the walk failed: ${this.#fault}`);
  }

  #hear(member: Member, report: Report | undefined): void {
    if (member.hasLeft) return;
    this.#heardAt = performance.now();
    switch (report?.kind) {
      case 'ready':
        // When it is over, nobody waits for one who had no part in it.
        if (!this.#isOver) member.state = 'here';
        break;
      case 'done':
        member.progress = report.progress;
        member.parts--;
        break;
      case 'progress':
        member.progress = report.progress;
        break;
      case 'cut':
        member.isAsked = false;
        if (report.part === undefined) member.askAgainAt = performance.now() + askAgainMs;
        else this.#parts.push(report.part);
        if (report.isWhole) member.parts--;
        break;
      case 'links':
        this.#onLinks(report.image);
        break;
      case 'answer':
        if (report.answer) this.answers.push(report.answer);
        this.#depart(member);
        break;
      case 'fault':
        this.#fault = report.reason;
        break;
      case 'declined':
        member.state = 'away';
        break;
      case undefined:
        if (member.hasTakenPart) this.isAnyLost = true;
        this.#depart(member);
        break;
    }
    this.#wake?.();
  }

  #depart(member: Member): void {
    member.state = 'away';
    member.parts = 0;
    member.isAsked = false;
    member.hasLeft = true;
    if (this.#members.every(({ hasLeft }) => hasLeft)) giveCrewBack();
  }
}

import { bytes } from '../render/bytes.js';
import { printable } from '../render/printable.js';
import { counted } from '../render/words.js';
import type { Session } from '../session.js';
import { askPlainly } from './ask-plainly.js';
import { explainRow } from './explain-row.js';
import { numbered, renderNumberedList } from './numbered-list.js';
import type { PickablePart, PickableTool } from './pickable-tools.js';
import { readNumbers } from './read-numbers.js';

/** Lets a person name what goes by its number: for a terminal that cannot be painted over, and for who has it read aloud. */
export async function pickByNumber(
  session: Session,
  tools: readonly PickableTool[],
): Promise<readonly PickablePart[] | undefined> {
  const { err } = session;
  const all = numbered(tools);
  session.note(`${renderNumberedList(tools, err)}\n`);
  const ticked = all.filter(({ part }) => part.isSwept).map(({ part }) => part);
  const gain = bytes(ticked.reduce((sum, part) => sum + part.gain, 0));
  const empty =
    ticked.length === 0 ? 'nothing for none' : `nothing for the ${counted(ticked.length, 'ticked part')} (${gain})`;
  if (all.length === 0) {
    session.note('Nothing of it can be taken.');
    return undefined;
  }
  const question = `Numbers to remove, such as 1 3-5; ${empty}; ? 3 explains the third; q leaves: `;
  for (;;) {
    const typed = await askPlainly(question, session);
    if (typed === undefined) return undefined;
    const answer = readNumbers(typed, all.length);
    switch (answer.is) {
      case 'ticked':
        return ticked.length === 0 ? undefined : ticked;
      case 'leave':
        return undefined;
      case 'numbers':
        return withTogether(
          all.map(({ part }) => part),
          answer.numbers.map((number) => all[number - 1]?.part),
        );
      case 'unclear':
        session.note(printable(answer.why));
        break;
      case 'explain': {
        const one = all[answer.number - 1];
        if (one !== undefined)
          session.note(`${explainRow({ kind: 'part', key: one.part.key, ...one }, err).join('\n')}\n`);
      }
    }
  }
}

/** What can only go together goes together, and the plan that is shown next says so. */
function withTogether(
  all: readonly PickablePart[],
  picked: readonly (PickablePart | undefined)[],
): readonly PickablePart[] {
  const keys = new Set(picked.flatMap((part) => part?.together ?? []));
  return all.filter(({ key }) => keys.has(key));
}

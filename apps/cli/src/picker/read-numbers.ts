/** What somebody answered who was asked for numbers. */
export type NumbersAnswer =
  | { readonly is: 'ticked' }
  | { readonly is: 'leave' }
  | { readonly is: 'explain'; readonly number: number }
  | { readonly is: 'numbers'; readonly numbers: readonly number[] }
  | { readonly is: 'unclear'; readonly why: string };

/** `1 3-5`, `1,3`, nothing at all for what is ticked, `? 3`, `q`. Each number is from 1 to `most`. */
export function readNumbers(text: string, most: number): NumbersAnswer {
  const words = text.trim().toLowerCase();
  if (words === '') return { is: 'ticked' };
  if (['q', 'quit', 'n', 'no', 'none', '0'].includes(words)) return { is: 'leave' };
  const explain = /^\?\s*(\d+)$|^(\d+)\s*\?$/.exec(words);
  if (explain) {
    const number = Number(explain[1] ?? explain[2]);
    return isKnown(number, most) ? { is: 'explain', number } : unknown(number, most);
  }
  if (words.startsWith('?'))
    return { is: 'unclear', why: 'A number goes with the question mark: ? 3 explains the third.' };
  const numbers = new Set<number>();
  for (const word of words
    .replaceAll(/\s*-\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((one) => one !== '')) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(word);
    if (range === null) return { is: 'unclear', why: `"${word}" is no number.` };
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    if (from > to) return { is: 'unclear', why: `"${word}" goes backwards.` };
    for (const end of [from, to]) if (!isKnown(end, most)) return unknown(end, most);
    for (let number = from; number <= to; number++) numbers.add(number);
  }
  return { is: 'numbers', numbers: [...numbers].sort((a, b) => a - b) };
}

function isKnown(number: number, most: number): boolean {
  return Number.isSafeInteger(number) && number >= 1 && number <= most;
}

function unknown(number: number, most: number): NumbersAnswer {
  return { is: 'unclear', why: `There is no ${number}: the numbers go from 1 to ${most}.` };
}

import { bytes } from '../render/bytes.js';
import { factLines } from '../render/explain.js';
import type { Look } from '../render/look.js';
import { printable, printableDocument } from '../render/printable.js';
import { shownPath } from '../render/shown-path.js';
import { paragraph } from '../render/table.js';
import { counted, documentationOnly, lastUseWord, safetyPromises, safetyWord, sentences } from '../render/words.js';
import type { PickablePart, PickablePlace, PickableTool } from './pickable-tools.js';
import type { PickerRow } from './picker-state.js';

/** More paths than this tell nobody more. */
const mostPaths = 4;

/** What a row of the picker is, what losing it costs, and what happens when it goes. The first line is its name. */
export function explainRow(row: PickerRow, look: Look): readonly string[] {
  const lines = row.kind === 'part' ? explainPart(row.tool, row.place, row.part, look) : explainTool(row, look);
  return lines.flatMap((line) => line.split('\n'));
}

function explainTool(row: Exclude<PickerRow, { kind: 'part' }>, look: Look): readonly string[] {
  const { tool } = row;
  const places = row.kind === 'place' ? [row.place] : tool.places;
  return [
    look.colors.bold(printable(tool.title)),
    ...block(sentences(tool.summary, tool.knownFrom && documentationOnly), look),
    '',
    ...places.flatMap((place) => placeLines(place, look)),
    ...moreLines(tool, `devclean ${tool.id} info`, look),
  ];
}

function placeLines({ path, leftover, blocked, parts }: PickablePlace, look: Look): readonly string[] {
  const where = path === null ? '' : shownPath(printable(path), look);
  return [
    ...(where === '' ? [] : [where]),
    ...(leftover ? block('A leftover: no installation uses it now. What you tick of it counts as named.', look) : []),
    ...(blocked === undefined ? [] : block(sentences(`Left alone: ${blocked}`), look)),
    ...parts.map(({ named, size, safety, blocked }) => {
      const what = blocked === undefined ? safetyWord(safety, look) : printable(blocked);
      return paragraph(`${printable(named.section)}: ${bytes(size)}, ${what}`, look.width, '  ', '    ');
    }),
    '',
  ];
}

function explainPart(tool: PickableTool, place: PickablePlace, part: PickablePart, look: Look): readonly string[] {
  const { colors } = look;
  const shown = part.paths.slice(0, mostPaths).map((path) => `  ${shownPath(printable(path), look, look.width - 2)}`);
  const more = part.paths.length - shown.length;
  const others = part.together.length - 1;
  const used =
    part.lastUsedAt === undefined
      ? ''
      : `Last use: ${part.lastUsedAt.slice(0, 10)}${part.lastUsedFrom ? ` (${lastUseWord[part.lastUsedFrom]})` : ''}.`;
  const size = `${bytes(part.size)}${part.files > 0 ? ` in ${counted(part.files, 'file')}` : ''}`;
  return [
    colors.bold(printable(`${tool.title} ${part.named.section}`)),
    ...block(sentences(part.title), look),
    '',
    `${safetyWord(part.safety, look)}: ${safetyPromises[part.safety]}.`,
    ...block(sentences(part.because, part.cost), look),
    '',
    ...block(
      sentences(`It takes up ${size}, and ${part.isMost ? 'at most ' : ''}${bytes(part.gain)} come back`, used),
      look,
    ),
    ...shown,
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
    ...block(nextWords(part, place, others), look),
    ...moreLines(tool, `devclean ${tool.id} purge --section ${part.named.section}`, look, part.named.section),
  ];
}

function nextWords(
  { blocked, partly, runs, safety }: PickablePart,
  { leftover }: PickablePlace,
  others: number,
): string {
  if (blocked !== undefined) return sentences(`It cannot be ticked: ${blocked}`);
  const who =
    runs === undefined
      ? 'When it is ticked and you say yes, devclean removes it, after it has looked through it once more'
      : `When it is ticked and you say yes, the tool itself clears it: ${runs}`;
  return sentences(
    who,
    others > 0 && `${counted(others, 'other part')} can only go with it`,
    safety === 'risky' && 'It is risky: the tick counts as naming it',
    leftover && 'No installation uses this place now: the tick counts as naming it',
    partly && `Some of it stays: ${partly}`,
  );
}

/** What "devclean explain" says as well. */
function moreLines({ id, explain }: PickableTool, command: string, look: Look, section?: string): readonly string[] {
  const facts = printableDocument(explain(section)).caches.flatMap((cache) => factLines(cache, id, look));
  return [...block(`By its name: ${command}`, look), ...(facts.length > 0 ? ['', ...facts] : [])];
}

function block(text: string, look: Look, paint: (text: string) => string = (same) => same): readonly string[] {
  return paragraph(printable(text), look.width)
    .split('\n')
    .map((line) => paint(line));
}

import { bytes } from '../render/bytes.js';
import type { Look } from '../render/look.js';
import { printable } from '../render/printable.js';
import { shownPath } from '../render/shown-path.js';
import { paragraph } from '../render/table.js';
import { lastUseWord, sentences } from '../render/words.js';
import { gainOfTool, type PickablePart, type PickablePlace, type PickableTool } from './pickable-tools.js';

/** What can be ticked, with its number: the first is 1. */
export interface Numbered {
  readonly tool: PickableTool;
  readonly place: PickablePlace;
  readonly part: PickablePart;
}

export function numbered(tools: readonly PickableTool[]): readonly Numbered[] {
  return tools.flatMap((tool) =>
    tool.places.flatMap((place) =>
      place.parts.filter(({ blocked }) => blocked === undefined).map((part) => ({ tool, place, part })),
    ),
  );
}

/** The same choice as on the screen, as text that is read once from the top down: one sentence a part, and no columns. */
export function renderNumberedList(tools: readonly PickableTool[], look: Look): string {
  const { colors, width } = look;
  const all = numbered(tools);
  const digits = String(all.length).length;
  const numberOf = (part: PickablePart) => all.findIndex((one) => one.part === part) + 1;
  const say = (text: string, indent = '', hanging = `${indent}  `) =>
    paragraph(printable(text), width, indent, hanging);
  const lines = tools.flatMap((tool) => {
    const heading = gainOfTool(tool) > 0 ? `${tool.title}: ${bytes(gainOfTool(tool))}` : tool.title;
    return [
      '',
      colors.bold(printable(heading)),
      ...tool.places.flatMap((place) => [
        ...placeLines(tool, place, look).map((line) => say(line, '  ')),
        ...place.parts.map((part) =>
          part.blocked === undefined
            ? say(partSentence(part), `${String(numberOf(part)).padStart(digits)}. `, ' '.repeat(digits + 2))
            : say(`${part.named.section} cannot be taken: ${part.blocked}`, ' '.repeat(digits + 2)),
        ),
      ]),
    ];
  });
  return lines.join('\n').trimStart();
}

function placeLines(tool: PickableTool, { path, leftover, blocked }: PickablePlace, look: Look): readonly string[] {
  const where = path === null ? '' : shownPath(path, { ...look, terminal: false });
  if (blocked !== undefined) return [sentences(`${where === '' ? 'It' : where} is left alone: ${blocked}`)];
  if (leftover) return [`${where}, a leftover: no installation uses it now`];
  return tool.places.length > 1 ? [where] : [];
}

function partSentence(part: PickablePart): string {
  const { named, gain, isMost, safety, isSwept, lastUsedAt, lastUsedFrom, because, cost, partly } = part;
  const used = lastUsedAt ? `last ${lastUsedFrom ? lastUseWord[lastUsedFrom] : 'used'} ${lastUsedAt.slice(0, 10)}` : '';
  const facts = [`${isMost ? 'at most ' : ''}${bytes(gain)}`, safety, used, isSwept ? 'ticked' : ''];
  return sentences(
    `${named.section}: ${facts.filter((word) => word !== '').join(', ')}`,
    because,
    cost,
    partly && `Some of it stays: ${partly}`,
  );
}

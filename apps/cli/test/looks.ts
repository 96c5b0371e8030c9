import { Ansis } from 'ansis';
import { asciiSigns, type Look, unicodeSigns } from '../src/render/look.js';

/** A terminal of Ada's, without colours, so that a test reads as the screen does. */
export function terminal(width = 80, more: Partial<Look> = {}): Look {
  return { width, terminal: true, colors: new Ansis(0), signs: unicodeSigns, home: '/home/ada', ...more };
}

export const colourful = terminal(80, { colors: new Ansis(1) });

export const plain = terminal(80, { signs: asciiSigns });

export const pipe = terminal(80, { terminal: false });

/** An expected screen as a template literal: without its first line break and its indentation. */
export function screen([text = '']: TemplateStringsArray): string {
  const lines = text.replace(/^\n/, '').replace(/\n *$/, '').split('\n');
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  return lines.map((line) => line.slice(indent)).join('\n');
}

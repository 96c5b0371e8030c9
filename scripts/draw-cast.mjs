// Draws an asciicast v2 as one SVG that plays by itself, also where no script may run, as in a README on GitHub: every screen that
// differs lies beside the last one, and CSS moves them past. A line that stands on many screens is in the file once.
import xterm from '@xterm/headless';

const [cellWidth, cellHeight, fontSize, padding, bar] = [8.4, 18, 14, 16, 28];
const colours = {
  back: '#0d1117',
  text: '#e6edf3',
  dim: '#8b949e',
  // black, red, green, yellow, blue, magenta, cyan, white, and the same brighter
  palette: [
    ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
    ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'],
  ],
};

/** Screens closer than this are one: nobody sees them apart, and each costs its place in the file. */
const shortestMs = 90;

/** The SVG, as text. */
export async function drawCast(cast) {
  const [header, ...events] = cast
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { width: columns, height: rows, title = '' } = header;
  const screens = await screensOf(events, columns, rows);
  const totalMs = events.at(-1)[0] * 1000;

  const lines = new Map();
  const lineId = (markup) => {
    if (!lines.has(markup)) lines.set(markup, `l${lines.size.toString(36)}`);
    return lines.get(markup);
  };
  const [inner, outer] = [columns * cellWidth, columns * cellWidth + 2 * padding];
  const height = rows * cellHeight + padding + bar + padding / 2;
  const frames = screens.map(({ drawn }, index) => {
    const uses = drawn.flatMap((markup, row) => {
      const y = row === 0 ? '' : ` y="${row * cellHeight}"`;
      return markup === '' ? [] : [`<use href="#${lineId(markup)}"${y}/>`];
    });
    return `<g transform="translate(${round(index * outer)})">${uses.join('')}</g>`;
  });
  const steps = screens.map(
    ({ atMs }, index) => `${round((atMs / totalMs) * 100)}%{transform:translateX(${round(-index * outer)}px)}`,
  );
  const last = `translateX(${round(-(screens.length - 1) * outer)}px)`;
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, i) => `<circle cx="${padding + 6 + i * 18}" cy="17" r="5.5" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(outer)} ${round(height)}" width="${round(outer)}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    '<style>',
    `text{font:${fontSize}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:${colours.text}}`,
    `.b{font-weight:bold}.d{fill:${colours.dim}}`,
    ...colours.palette.map((colour, i) => `.c${i}{fill:${colour}}`),
    `#film{animation:film ${round(totalMs / 1000)}s steps(1,end) infinite}`,
    `@keyframes film{${steps.join('')}to{transform:${last}}}`,
    // Where nothing is to move, the end of the story stands.
    `@media (prefers-reduced-motion:reduce){#film{animation:none;transform:${last}}}`,
    '</style>',
    `<rect width="100%" height="100%" rx="8" fill="${colours.back}"/>`,
    ...dots,
    `<defs>${[...lines].map(([markup, id]) => `<g id="${id}">${markup}</g>`).join('')}</defs>`,
    `<clipPath id="screen"><rect width="${round(inner)}" height="${rows * cellHeight}"/></clipPath>`,
    `<g transform="translate(${padding} ${bar + padding / 2})" clip-path="url(#screen)"><g id="film">`,
    ...frames,
    '</g></g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Every screen that a viewer sees, when it comes, and its lines as SVG. */
async function screensOf(events, columns, rows) {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 0, allowProposedApi: true });
  const screens = [];
  for (const [index, [at, , data]] of events.entries()) {
    await new Promise((resolve) => terminal.write(data, resolve));
    const next = events[index + 1];
    const isBrief = next !== undefined && (next[0] - at) * 1000 < 20;
    const atMs = at * 1000;
    if (isBrief) continue;
    const drawn = Array.from({ length: rows }, (_, row) => lineOf(terminal.buffer.active, row, columns));
    const before = screens.at(-1);
    if (before !== undefined && drawn.every((line, row) => line === before.drawn[row])) continue;
    if (before !== undefined && atMs - before.atMs < shortestMs && screens.length > 1 && data.length > 1) screens.pop();
    screens.push({ atMs: screens.length === 0 ? 0 : atMs, drawn });
  }
  terminal.dispose();
  return screens;
}

/** One line as SVG: runs of cells that look alike, and block elements as rectangles, which join in every font. */
function lineOf(buffer, row, columns) {
  const line = buffer.getLine(buffer.baseY + row);
  const runs = [];
  const isCursor = (column) => buffer.cursorY === row && buffer.cursorX === column;
  for (let column = 0; column < columns; column++) {
    const cell = line.getCell(column);
    const text = cell.getChars() || ' ';
    const style = isCursor(column) ? 'cursor' : styleOf(cell);
    const kind = isCursor(column) ? 'cursor' : blocks[text] === undefined ? 'text' : 'block';
    const run = runs.at(-1);
    if (run?.style === style && run.kind === kind && kind === 'text') run.text += text;
    else runs.push({ column, text, style, kind });
  }
  return runs.map(drawnRun).join('');
}

/** How much of a cell each block element fills, from the left. */
const blocks = Object.fromEntries([...'▏▎▍▌▋▊▉█'].map((sign, index) => [sign, (index + 1) / 8]));

function drawnRun({ column, text, style, kind }) {
  const x = column * cellWidth;
  if (kind === 'cursor') {
    const under = text.trim() === '' ? '' : `<text x="${round(x)}" y="13.5">${escaped(text)}</text>`;
    return `<rect x="${round(x)}" y="1" width="${cellWidth}" height="16" fill="#8b949e" opacity=".6"/>${under}`;
  }
  if (kind === 'block') {
    const full = blocks[text] * cellWidth;
    return `<rect x="${round(x)}" y="2" width="${round(full + (blocks[text] === 1 ? 0.3 : 0))}" height="14"${style ? ` class="${style}"` : ` fill="${colours.text}"`}/>`;
  }
  const shown = text.trimEnd();
  const start = shown.length - shown.trimStart().length;
  if (shown.trim() === '') return '';
  const from = round(x + start * cellWidth);
  // The width is said, so that columns stay columns whatever font there is.
  const length = round((shown.length - start) * cellWidth);
  return `<text x="${from}" y="13.5" textLength="${length}"${style ? ` class="${style}"` : ''}>${escaped(shown.trimStart())}</text>`;
}

function styleOf(cell) {
  const names = [];
  if (cell.isBold()) names.push('b');
  if (cell.isFgPalette()) names.push(`c${cell.getFgColor() % 16}`);
  if (cell.isDim()) names.push('d');
  return names.join(' ');
}

function round(value) {
  return Math.round(value * 100) / 100;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
}

/** A table of GitHub's Markdown. The first column is text, the others are figures. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

export const seconds = (ms) => (ms < 1000 ? `${ms.toFixed(ms < 100 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`);
export const times = (ratio) => (Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : '–');
export const spread = ({ least, most }) => `${times(least)} – ${times(most)}`;
export const megabytes = (bytes) => (bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(0)} MB`);
export const micros = (us) => (Number.isFinite(us) ? `${us.toFixed(2)} µs` : '–');
export const thousands = (count) => count.toLocaleString('en-US');
export const roundsOf = (rounds) => (rounds === 1 ? 'one round' : `${rounds} rounds`);

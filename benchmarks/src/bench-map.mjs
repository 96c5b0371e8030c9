import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { countEntries, mapData, mapPage } from '@devclean/disk-map';
import { findTool } from '@devclean/testkit/real-tools';
import { chromium } from 'playwright-core';
import { madeUpMachine } from '../../packages/disk-map/scripts/made-up-machine.mjs';
import { megabytes, roundsOf, seconds, table, thousands } from './markdown.mjs';
import { median } from './statistics.mjs';

/** Entries of the machine that is made up; a map has nine times as many. */
const once = 6034;

/** How soon the disk map of many entries can be used in a browser. */
export async function benchMap({ mapEntries, rounds }, scratch, say) {
  const executablePath = findTool('chromium');
  const text = ['## The disk map'];
  if (executablePath === undefined) return { text: [...text, 'Chromium is not installed.'], facts: {}, failures: [] };
  say(`map of ${thousands(mapEntries)} entries`);
  const { report, lists } = madeUpMachine({ times: Math.ceil(mapEntries / once) });
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const file = path.join(scratch.path, 'map.html');
  const times = { made: [], ready: [], search: [], zoom: [] };
  let count;
  try {
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const data = mapData(report, lists, { mostEntries: mapEntries });
      const page = mapPage(data);
      times.made.push(performance.now() - start);
      count = countEntries(data);
      writeFileSync(file, page);
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const tab = await context.newPage();
      await tab.goto(pathToFileURL(file).href);
      times.ready.push(await tab.evaluate("performance.getEntriesByName('devclean-map-ready')[0].startTime"));
      times.search.push(await tab.evaluate(work("search.value = 'react'; search.dispatchEvent(new Event('input'))")));
      await tab.evaluate("search.value = ''; search.dispatchEvent(new Event('input'))");
      const largest = "document.querySelector('.tile.section.safe[data-node]')";
      times.zoom.push(await tab.evaluate(work(`${largest}.dispatchEvent(new MouseEvent('click', { bubbles: true }))`)));
      await context.close();
    }
  } finally {
    await browser.close();
  }
  const size = Buffer.byteLength(mapPage(mapData(report, lists, { mostEntries: mapEntries })));
  const ready = median(times.ready);
  const rows = [
    ['made by devclean from a scan and its lists', seconds(median(times.made))],
    ['opened from the file until it can be used', seconds(ready)],
    ['a search among all of them, drawn', seconds(median(times.search))],
    ['into a section of them, drawn', seconds(median(times.zoom))],
    ['the file', megabytes(size)],
  ];
  text.push(
    `${thousands(count.named)} entries by name and ${thousands(count.aggregated)} that are only counted, in Chromium ${browser.version()} without a graphics card, 1440 × 900; medians of ${roundsOf(rounds)}. Until it can be used: from the start of the navigation to the mark that the page sets when the map is drawn and listens.`,
    table(['', 'median'], rows),
  );
  return { text, facts: { map: { entries: count.named, ms: ready } }, failures: [] };
}

/** Milliseconds of some work in the page, with what it takes to lay out what it has drawn. */
function work(script) {
  return `(() => { const start = performance.now(); const search = document.getElementById('search'); ${script}; document.body.offsetHeight; return performance.now() - start; })()`;
}

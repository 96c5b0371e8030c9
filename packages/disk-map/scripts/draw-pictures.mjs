// The pictures of the map that the README shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { mapData, mapPage } from '@devclean/disk-map';
import { findTool } from '@devclean/testkit/real-tools';
import { chromium } from 'playwright-core';
import { madeUpMachine } from './made-up-machine.mjs';

/** Writes `map-light.png` and `map-dark.png` into a folder; gives their paths. */
export async function drawPictures(folder) {
  const executablePath = findTool('chromium');
  if (executablePath === undefined) throw new Error('Chromium is not on the PATH, and draws the pictures.');
  const scratch = mkdtempSync(path.join(tmpdir(), 'devclean-picture-'));
  const map = path.join(scratch, 'map.html');
  const { report, lists, home } = madeUpMachine();
  writeFileSync(map, mapPage(mapData(report, lists, { home })));
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    mkdirSync(folder, { recursive: true });
    const files = [];
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({
        viewport: { width: 1240, height: 760 },
        deviceScaleFactor: 1,
        colorScheme,
      });
      await page.goto(pathToFileURL(map).href);
      // What one sees of a part when one asks.
      await page.getByRole('button', { name: /^npm,/ }).focus();
      const file = path.join(folder, `map-${colorScheme}.png`);
      await page.screenshot({ path: file });
      files.push(file);
    }
    return files;
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true });
  }
}

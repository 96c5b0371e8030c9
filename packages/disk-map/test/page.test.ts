import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EntryList, ScanReport } from '@devclean/core';
import { type MapData, mapData, mapPage } from '@devclean/disk-map';
import { findTool, needs } from '@devclean/testkit/real-tools';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { madeUpMachine } from '../scripts/made-up-machine.mjs';
import { entry, list, location, report, section, tool } from './machine.js';

/** What the page does that a file must not: it is asked in the end. */
const watch = `window.violations = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => window.violations.push(violatedDirective + ' ' + sample));`;

describe('the page in Chromium, opened from a file', needs('chromium'), () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'devclean-map-test-'));
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ executablePath: findTool('chromium') as string, args: sandbox });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page that has to be without a complaint when the test is over. */
  async function open(data: MapData, options: BrowserContextOptions = {}, before = ''): Promise<Page> {
    const file = path.join(mkdtempSync(path.join(folder, 'map-')), 'map.html');
    writeFileSync(file, mapPage(data));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => said.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => said.push(...(request.url() === url ? [] : [`request: ${request.url()}`])));
    await page.addInitScript(`${watch}${before}`);
    const url = pathToFileURL(file).href;
    await page.goto(url);
    onTestFinished(async () => {
      const violations = await page.evaluate<string[]>('window.violations');
      await context.close();
      expect([...said, ...violations]).toEqual([]);
    });
    return page;
  }

  const machine = oncePerSize((times) => {
    const { report: scanned, lists, home } = madeUpMachine({ times });
    return mapData(scanned as ScanReport, lists as EntryList[], { home });
  });
  // Not by their roles: to tell the names of a thousand takes seconds.
  const tiles = (page: Page) => page.locator('#tiles > li > [role=button]');
  const tile = (page: Page, name: RegExp) => page.getByRole('list', { name: /^Map of/ }).getByRole('button', { name });
  const heading = (page: Page) => page.getByRole('complementary').getByRole('heading', { level: 2 });
  const crumbs = async (page: Page) => (await page.locator('#crumbs li').allInnerTexts()).map((text) => text.trim());
  const said = (page: Page) => page.getByRole('status').innerText();
  const command = (page: Page) => page.getByRole('textbox', { name: 'Command that removes it' }).inputValue();

  test('goes in and out by clicks, says where it is, and what removes what', async () => {
    const page = await open(machine());
    expect(await crumbs(page)).toEqual(['This machine 58.4 GB']);
    expect(await tile(page, /^Gradle, 9.65 GB, 17 percent/).count()).toBe(1);
    await tile(page, /^npm/).click({ position: { x: 20, y: 8 } });
    expect(await crumbs(page)).toEqual(['This machine', 'npm', '~/.npm 5.59 GB']);
    await tile(page, /^cacache, .*safe/).click({ position: { x: 20, y: 8 } });
    await tile(page, /^@next\/swc-linux-x64-gnu@16.0.5/).click();
    expect(await heading(page).innerText()).toBe('@next/swc-linux-x64-gnu 16.0.5');
    expect(await command(page)).toBe('devclean npm remove --section cacache @next/swc-linux-x64-gnu@16.0.5');
    await tile(page, /^next@16.0.5/).hover();
    expect(await page.locator('#tip').innerText()).toMatch(
      /^next@16.0.5\n[\d.]+ MB · safe\nThe next install .*\ndevclean npm remove --section cacache next@16.0.5$/,
    );
    await page.getByRole('button', { name: 'This machine' }).click();
    expect(await tile(page, /^Gradle/).count()).toBe(1);
    await page.goBack();
    expect(await crumbs(page)).toContain('cacache 4.87 GB');
  });

  test('can be used without a pointer', async () => {
    const page = await open(machine());
    const focused = () =>
      page.evaluate<string>('document.activeElement.getAttribute("aria-label") ?? document.activeElement.id');
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const tabTo = async (what: RegExp) => {
      for (let presses = 0; presses < 30 && !what.test(await focused()); presses++) await press('Tab');
      expect(await focused()).toMatch(what);
    };
    await tabTo(/^Hugging Face hub/);
    await press('ArrowDown');
    expect(await focused()).toMatch(/^Gradle/);
    expect(await heading(page).innerText()).toBe('Gradle');
    await press('Enter');
    expect(await focused()).toMatch(/^modules/);
    await expect.poll(() => said(page)).toBe('~/.gradle, 9.65 GB. 7 parts.');
    await press('Escape');
    expect(await focused()).toMatch(/^Gradle/);
    await press('/');
    await page.keyboard.type('pillow');
    await press('Enter');
    expect(await focused()).toMatch(/^pip/);
    await press('Enter', 'Enter');
    await tabTo(/^pillow@/);
    await tabTo(/^copy$/);
    await press('t');
    expect(await focused()).toBe('rows');
    await press('Tab', 'Enter');
    await expect.poll(() => said(page)).toBe('Sorted by Name, ascending.');
  });

  test('finds a package wherever it lies', async () => {
    const page = await open(machine());
    await page.getByRole('searchbox').fill('left-pad@1.3.0');
    expect(await tiles(page).count()).toBe(1);
    expect(await page.locator('#tiles .entry .name').allInnerTexts()).toEqual(['left-pad@1.3.0']);
    await expect.poll(() => said(page)).toMatch(/^1 found, /);
    await page.getByRole('searchbox').fill('no such thing');
    expect(await tiles(page).count()).toBe(0);
    expect(await page.locator('#nothing').innerText()).toContain('Nothing of This machine is what you look for');
    await page.getByRole('searchbox').press('Escape');
    expect(await tiles(page).count()).toBe(11);
    await page.getByRole('button', { name: /^costly/ }).click();
    expect(await tile(page, /^Docker/).count()).toBe(0);
  });

  test('lists the same in a table, which sorts', async () => {
    const page = await open(machine());
    await page.getByRole('button', { name: 'Table' }).click();
    const names = async () => (await page.getByRole('rowheader').allInnerTexts()).slice(0, 3);
    expect(await names()).toEqual(['Hugging Face hub', 'Gradle', 'pip']);
    await page.getByRole('button', { name: 'Name' }).click();
    expect(await names()).toEqual(['Cargo', 'Docker', 'Go']);
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    await page.getByRole('combobox').selectOption('entries');
    await page.getByRole('button', { name: 'Gives back' }).click();
    expect(await names()).toEqual(['torch@2.9.1', 'nvidia-cudnn-cu12@9.10.2', 'nvidia-cublas-cu12@12.8.4']);
    expect(await page.getByRole('rowheader').count()).toBe(200);
    await page.getByRole('button', { name: /^Show 200 more/ }).click();
    expect(await page.getByRole('rowheader').count()).toBe(400);
    await page.getByRole('rowheader').first().getByRole('button').click();
    expect(await command(page)).toBe('devclean pip remove --section http torch@2.9.1');
  });

  test.each([
    ['the clipboard of the browser', ''],
    ['the old way, where there is none', "Object.defineProperty(navigator, 'clipboard', { value: undefined });"],
  ])('copies the command through %s', async (_, before) => {
    const page = await open(machine(), { permissions: ['clipboard-read', 'clipboard-write'] }, before);
    await tile(page, /^Docker/).click({ position: { x: 20, y: 8 } });
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(() => said(page)).toBe('Copied.');
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('ControlOrMeta+V');
    expect(await page.getByRole('searchbox').inputValue()).toBe('devclean docker purge');
  });

  test.each(['light', 'dark'] as const)(
    'has no serious finding of axe in %s colours, and fits three sizes',
    async (colorScheme) => {
      const page = await open(machine(), { colorScheme });
      await page.evaluate(axe.source);
      const findings = () =>
        page.evaluate<string[]>(
          `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ' ' + failureSummary)))`,
        );
      for (const [width, height] of [
        [1440, 900],
        [1024, 768],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
      expect(await findings()).toEqual([]);
      await tile(page, /^pip/).click({ position: { x: 20, y: 8 } });
      await page.getByRole('button', { name: 'Table' }).click();
      expect(await findings()).toEqual([]);
      const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      const first = await ground();
      await page.getByRole('button', { name: /^Switch to/ }).click();
      expect(await ground()).not.toBe(first);
    },
  );

  test('fifty thousand entries are few elements, and each can be reached', async () => {
    const page = await open(machine(9));
    expect(await page.evaluate<number>("performance.getEntriesByName('devclean-map-ready').length")).toBe(1);
    const elements = () => page.evaluate<number>("document.querySelectorAll('*').length");
    expect(await elements()).toBeLessThan(1500);
    await tile(page, /^npm/).click({ position: { x: 20, y: 8 } });
    await tile(page, /^cacache/).click({ position: { x: 20, y: 8 } });
    expect(await elements()).toBeLessThan(4500);
    const last = await tiles(page).last().getAttribute('aria-label');
    expect(last).toMatch(/^and [\d,]+ smaller, [\d.]+ GB, drawn smaller than it is\. Enter shows them\.$/);
    await tiles(page).last().click();
    expect(await tiles(page).last().getAttribute('aria-label')).not.toBe(last);
    expect(await crumbs(page)).toContain('smaller parts');
    await page.getByRole('searchbox').fill('left-pad@1.3.0');
    expect(await tiles(page).count()).toBe(1);
  });

  test('names that would like to be more than names are text', async () => {
    const names = [
      '</script><img src=x onerror="alert(1)">',
      '<!--<script>alert(2)</script>',
      '"><svg onload=alert(3)>',
      'line\u2028separator',
      'turned\u202eround',
      `${'long'.repeat(3000)}`,
      'bytes\ufffd',
    ];
    const scanned = report(
      tool(
        'npm',
        [location('/home/<b>ada</b>', [section('cacache', 'safe', 700, { cost: '<img src=x onerror=alert(4)>' })])],
        {
          title: '<script>alert(5)</script>',
        },
      ),
    );
    const where = { location: '/home/<b>ada</b>' };
    const lists = [
      list(
        'npm',
        names.map((name, index) => entry(name, '1.0.0', 100 - index, where)),
      ),
    ];
    const page = await open(mapData(scanned, lists));
    expect(await page.evaluate<number>("document.querySelectorAll('img, svg, main script, b').length")).toBe(0);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('combobox').selectOption('entries');
    const shown = await page.getByRole('rowheader').allInnerTexts();
    expect(shown.slice(0, 5)).toEqual([
      '</script><img src=x onerror="alert(1)">@1.0.0',
      '<!--<script>alert(2)</script>@1.0.0',
      '"><svg onload=alert(3)>@1.0.0',
      'line\\u{2028}separator@1.0.0',
      'turned\\u{202e}round@1.0.0',
    ]);
    await page.getByRole('rowheader').first().getByRole('button').click();
    expect(await command(page)).toBe(`devclean npm remove '</script><img src=x onerror="alert(1)">@1.0.0'`);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1280);
  });
});

function oncePerSize(make: (times: number) => MapData) {
  const made = new Map<number, MapData>();
  return (times = 1): MapData => {
    const data = made.get(times) ?? make(times);
    made.set(times, data);
    return data;
  };
}

test('nothing in the data can end its block, whatever reads the file', () => {
  const scanned = report(tool('npm', [location('/a', [section('</script>', 'safe', 1, { title: '<!-- & \u2028' })])]));
  const page = mapPage(mapData(scanned));
  const [, data = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  expect(data).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(data).tools[0].locations[0].sections[0].id).toBe('</script>');
  expect(page.match(/<script/g)).toHaveLength(2);
});

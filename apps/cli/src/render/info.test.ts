import type { InfoDocument } from '@devclean/core';
import { expect, test } from 'vitest';
import { terminal } from '../../test/looks.js';
import { location, provider, section } from '../../test/machines.js';
import { renderInfo } from './info.js';

function documentOf(path: string): InfoDocument {
  const sections = [section('modules', 'costly', 1_000_000), section('jdks', 'risky', 330_000_000)];
  return {
    schema: 'devclean.info/1',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    homepage: 'https://gradle.example',
    summary: 'What it keeps',
    provider: provider('gradle', 'Gradle', [location(path, sections)]),
  };
}

const rendered = (path: string) =>
  renderInfo({ document: documentOf(path), refusals: [], purge: { bytes: 1_000_000, isMost: false } }, terminal(100));

test('of a risky part it says how it would go, and only of that', () => {
  const words = rendered('/home/ada/.gradle').replaceAll(/\s+/g, ' ');
  expect(words).toContain('Goes only with --section gradle/jdks.');
  expect(words).not.toContain('--section gradle/modules');
});

test('a place is shown without anything that a terminal obeys', () => {
  expect(rendered('/home/ada/\u001b]52;c;aGk=\u0007')).toContain('/home/ada/\\x1b]52;c;aGk=\\x07');
});

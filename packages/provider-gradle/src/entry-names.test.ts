import { parseSelector } from '@devclean/core';
import { expect, test } from 'vitest';
import { entryNames } from './entry-names.js';

test.each([
  ['org.slf4j:slf4j-api:2.0.16', 'org.slf4j:slf4j-api', '2.0.16'],
  ['org.slf4j:slf4j-api@2.0.16', 'org.slf4j:slf4j-api', '2.0.16'],
  ['org.slf4j:slf4j-api', 'org.slf4j:slf4j-api', undefined],
  ['org.jetbrains:*', 'org.jetbrains:*', undefined],
  ['org.jetbrains*:*:1.0', 'org.jetbrains*:*', '1.0'],
  ['org.jetbrains:annotations:*', 'org.jetbrains:annotations', undefined],
  ['gradle-bin@8.5', 'gradle-bin', '8.5'],
  [':app:compileJava', ':app:compileJava', undefined],
])('%s', (text, name, version) => {
  expect(parseSelector(text, entryNames)).toEqual({ text, name, ...(version !== undefined && { version }) });
});

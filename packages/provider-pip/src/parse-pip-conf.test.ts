import { execFileSync } from 'node:child_process';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { parsePipConf } from './parse-pip-conf.js';

/** Each text, and what Python makes of it: its sections, or nothing when it refuses the file. */
const examples: Record<string, [text: string, read: Record<string, Record<string, string>> | undefined]> = {
  'both delimiters': ['[a]\nx = 1\ny: 2\nz=C:\\d\n', { a: { x: '1', y: '2', z: 'C:\\d' } }],
  'the first delimiter separates': ['[a]\nx = /srv:b=c\n', { a: { x: '/srv:b=c' } }],
  'a comment after a value belongs to the value': ['[a]\nx = /p ; mine # too\n', { a: { x: '/p ; mine # too' } }],
  'whole lines of comment': ['# one\n[a]\n  ; two\nx = 1\n', { a: { x: '1' } }],
  'names are lower-cased, sections are not': ['[Global]\nCache-Dir = /p\n', { Global: { 'cache-dir': '/p' } }],
  'text after a section': ['[a] ; why\nx = 1\n', { a: { x: '1' } }],
  'a value on the line below': ['[a]\nx =\n    /p\n', { a: { x: '\n/p' } }],
  'a value over several lines': ['[a]\nx = 1\n  2\n\n  # not this\n  3\ny = 4\n', { a: { x: '1\n2\n\n3', y: '4' } }],
  'an indented option is an option': ['[a]\n  x = 1\n  y = 2\n', { a: { x: '1', y: '2' } }],
  'an option without a value': ['[a]\nx =\n', { a: { x: '' } }],
  'quotes are kept': ['[a]\nx = "/p"\n', { a: { x: '"/p"' } }],
  'Windows line ends': ['[a]\r\nx = 1\r\n', { a: { x: '1' } }],
  'defaults for every section': ['[DEFAULT]\nx = 1\n[a]\n[b]\nx = 2\n', { a: { x: '1' }, b: { x: '2' } }],
  'an empty file': ['', {}],
  'no delimiter': ['[a]\nno-cache-dir\n', undefined],
  'no section': ['x = 1\n', undefined],
  'no name': ['[a]\n= 1\n', undefined],
  'a section twice': ['[a]\nx = 1\n[a]\ny = 1\n', undefined],
  'an option twice': ['[a]\nx = 1\nX = 2\n', undefined],
  'a byte order mark': ['\uFEFF[a]\nx = 1\n', undefined],
};

describe.for(Object.entries(examples))('%s', ([, [text, expected]]) => {
  test('is read', () => {
    const sections = parsePipConf(text);
    const read = sections && Object.fromEntries([...sections].map(([name, own]) => [name, Object.fromEntries(own)]));
    expect(read).toEqual(expected);
  });
});

const oracle = `
import configparser, json, sys
out = []
for text in json.load(sys.stdin):
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
        out.append({name: dict(parser.items(name)) for name in parser.sections()})
    except configparser.Error:
        out.append(None)
print(json.dumps(out))
`;

function readByPython(texts: readonly string[]): unknown[] | undefined {
  try {
    const input = JSON.stringify(texts);
    return JSON.parse(
      execFileSync('python3', ['-I', '-c', oracle], { input, encoding: 'utf8', timeout: 20_000, stdio: 'pipe' }),
    );
  } catch {
    return undefined;
  }
}

const python = readByPython(Object.values(examples).map(([text]) => text.replaceAll('\r\n', '\n')));

test('Python reads every example in the same way', needs('python3'), () => {
  expect(python).toEqual(Object.values(examples).map(([, expected]) => expected ?? null));
});

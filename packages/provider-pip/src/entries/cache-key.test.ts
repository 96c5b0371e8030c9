import { execFileSync } from 'node:child_process';
import { findPythons, needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { cacheKey } from './cache-key.js';

const question = `
import hashlib, json, sys
from pip._internal.models.link import Link
from pip._vendor.cachecontrol.controller import CacheController
from pip._vendor.requests import Request
def key(page, address):
    try:
        link = Link.from_json({"url": address}, page)
        url = Request("GET", link.url_without_fragment).prepare().url
    except AttributeError:
        url = Request("GET", address.split("#")[0]).prepare().url
    return hashlib.sha224(CacheController.cache_url(url).encode()).hexdigest()
print(json.dumps([key("https://example.org/", each) for each in json.load(sys.stdin)]))
`;

test('pip finds its responses under the same names', needs('pip'), () => {
  const addresses = [
    'https://files.example.org/packages/ab/numpy-2.1.3-py3-none-any.whl',
    'HTTPS://Files.Example.ORG/Packages/X-1.0.tar.gz#sha256=abc',
    'https://example.org',
    'https://example.org/a/?b=c&d=%2B#e',
    'https://example.org:8443/whl/torch-2.1.0%2Bcu118-cp311-cp311-linux_x86_64.whl',
    'https://example.org/whl/torch-2.1.0+cu118-cp311-cp311-linux_x86_64.whl',
    'https://example.org/a%2Fb/c~d_e.zip',
    'https://example.org/@scope/a%40b/x-1.0.zip',
    "https://example.org/it's (here)/x-1.0!.zip",
    'https://example.org/na%C3%AFve-1.0.zip',
    'https://example.org/naïve-1.0.zip',
    'https://example.org/%7Euser/x.zip',
  ];
  const python = findPythons().at(-1) ?? '';
  const said = execFileSync(python, ['-I', '-c', question], { input: JSON.stringify(addresses), encoding: 'utf8' });
  expect(addresses.map(cacheKey)).toEqual(JSON.parse(said));
});

test('neither a password nor a fragment is part of it', () => {
  const plain = cacheKey('https://example.org/x-1.0.zip');
  expect(cacheKey('https://user:p%40ss@example.org/x-1.0.zip#sha256=1')).toBe(plain);
  expect(plain).toMatch(/^[0-9a-f]{56}$/);
  for (const none of ['', '/relative', '../x.zip', 'file:///x', 'mailto:x']) {
    expect(cacheKey(none)).toBe(none === 'file:///x' ? cacheKey('file:///x') : undefined);
  }
});

test('half a character does not stop it', () => {
  expect(cacheKey('https://example.org/\ud800.zip')).toMatch(/^[0-9a-f]{56}$/);
  expect(cacheKey('https://example.org/%E0%A4%A.zip')).toMatch(/^[0-9a-f]{56}$/);
});

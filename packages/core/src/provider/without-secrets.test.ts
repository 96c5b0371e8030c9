import { expect, test } from 'vitest';
import { withoutSecrets } from './without-secrets.js';

test.each([
  ['https://me:word@host.example/a/b.tgz?X-Amz-Signature=abc#def', 'https://host.example/a/b.tgz'],
  ['git+ssh://git@host.example/a/b.git#main', 'git+ssh://host.example/a/b.git'],
  ['https://a@b@host.example/', 'https://host.example/'],
  ['/home/me/file.tgz', undefined],
  ['https://host.example/\u001b[31m', undefined],
  [`https://host.example/${'x'.repeat(2000)}`, undefined],
])('%s', (address, shown) => expect(withoutSecrets(address)).toBe(shown));

// Fills a home as Gradle would, with so many module versions, a jar and a pom each: node build-gradle-cache.mjs HOME MODULES
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const [home, modules] = process.argv.slice(2);
const store = path.join(home, '.gradle', 'caches', 'modules-2', 'files-2.1');
for (let index = 0; index < Number(modules); index++) {
  const name = `library-${index % Math.ceil(Number(modules) / 3)}`;
  const version = `1.${index}`;
  for (const [extension, length] of Object.entries({ jar: 3000, pom: 800 })) {
    const file = `${name}-${version}.${extension}`;
    const sha1 = createHash('sha1').update(file).digest('hex').replace(/^0+/, ''); // as Gradle does
    const at = path.join(store, `org.example.group${index % 200}`, name, version, sha1);
    mkdirSync(at, { recursive: true });
    writeFileSync(path.join(at, file), '#'.repeat(length));
  }
}
writeFileSync(path.join(home, '.gradle', 'caches', 'modules-2', 'modules-2.lock'), Buffer.alloc(17));

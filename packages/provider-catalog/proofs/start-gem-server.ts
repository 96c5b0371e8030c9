import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { type LoopbackRegistry, startLoopback } from '@devclean/testkit/known-tools';
import type { Workbench } from './prove-tool.js';

/** A gem server of one gem, `sample` 1.0: no public one can be reached from everywhere. */
export interface GemServer extends LoopbackRegistry {
  /** Has the real RubyGems build the gem and the indexes; until then the server knows nothing. */
  publish(bench: Workbench): Promise<void>;
}

export async function startGemServer(): Promise<GemServer> {
  let site: string | undefined;
  const server = await startLoopback((path) => {
    if (site === undefined) return undefined;
    const compact = compactIndex(path, join(site, 'gems/sample-1.0.gem'));
    if (compact !== undefined)
      return {
        type: 'text/plain',
        body: compact,
        headers: { etag: `"${createHash('md5').update(compact).digest('hex')}"` },
      };
    const file = join(site, path);
    return path !== '/' && existsSync(file)
      ? { type: 'application/octet-stream', body: readFileSync(file) }
      : undefined;
  });
  return {
    ...server,
    async publish({ home, run }) {
      const sources = join(home.root, 'gem');
      const folder = join(home.root, 'site');
      writeTree(sources, {
        'sample.gemspec':
          "Gem::Specification.new { |s| s.name, s.version, s.summary, s.authors, s.files = 'sample', '1.0', 'x', ['x'], ['lib/sample.rb'] }\n",
        'lib/sample.rb': 'SAMPLE = 1\n',
      });
      writeTree(folder, { gems: {} });
      await run(['gem', 'build', 'sample.gemspec', '--output', join(folder, 'gems/sample-1.0.gem')], { cwd: sources });
      await run(['gem', 'generate_index', '--directory', folder]);
      site = folder;
    },
  };
}

/** https://guides.rubygems.org/rubygems-org-compact-index-api/ */
function compactIndex(path: string, gem: string): string | undefined {
  const info = `---\n1.0 |checksum:${createHash('sha256').update(readFileSync(gem)).digest('hex')}\n`;
  if (path === '/info/sample') return info;
  if (path !== '/versions') return undefined;
  return `created_at: 2026-01-01T00:00:00Z\n---\nsample 1.0 ${createHash('md5').update(info).digest('hex')}\n`;
}

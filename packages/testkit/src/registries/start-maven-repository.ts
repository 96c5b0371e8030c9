import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { zip } from '../archives/zip.js';
import { type LoopbackRegistry, startLoopback } from './start-loopback.js';

const modules = [
  { name: 'sample', needs: 'sample-leaf' },
  { name: 'sample-leaf', needs: undefined },
  { name: 'sample-apart', needs: undefined },
];

/**
 * A Maven repository with `org.devclean:sample:1.0`, which needs `org.devclean:sample-leaf:1.0`, and `org.devclean:sample-apart:1.0`, which
 * needs nothing: poms, jars, SHA-1 sums.
 */
export async function startMavenRepository(): Promise<LoopbackRegistry> {
  const files = new Map<string, Buffer>();
  for (const { name, needs } of modules) {
    const coordinates = (artifact: string) =>
      `<groupId>org.devclean</groupId><artifactId>${artifact}</artifactId><version>1.0</version>`;
    const dependencies =
      needs === undefined ? '' : `<dependencies><dependency>${coordinates(needs)}</dependency></dependencies>`;
    const pom = `<project><modelVersion>4.0.0</modelVersion>${coordinates(name)}${dependencies}</project>\n`;
    const jar = zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n\n', 'data.bin': sampleBytes(name, 20_000) });
    files.set(`/org/devclean/${name}/1.0/${name}-1.0.pom`, Buffer.from(pom));
    files.set(`/org/devclean/${name}/1.0/${name}-1.0.jar`, jar);
  }
  return startLoopback((path) => {
    const content = files.get(path.replace(/\.sha1$/, ''));
    if (content === undefined) return undefined;
    return path.endsWith('.sha1')
      ? { type: 'text/plain', body: digest('sha1', content) }
      : { type: 'application/octet-stream', body: content };
  });
}

// What only this repository needs: it is not in the published package.
export { sampleBytes } from './archives/sample-bytes.js';
export { tarGz } from './archives/tar-gz.js';
export { zip } from './archives/zip.js';
export type { CacheScale } from './caches/cache-scale.js';
export { developerHome } from './caches/developer-home.js';
export { gradleHome } from './caches/gradle-home.js';
export { npmCache } from './caches/npm-cache.js';
export { pipCache } from './caches/pip-cache.js';
export { oldPipResponse, pipResponse } from './caches/pip-response.js';
export { pnpmCache } from './caches/pnpm-cache.js';
export { type PnpmStoreOptions, pnpmLinks, pnpmStore } from './caches/pnpm-store.js';
export { yarnBerryFolder } from './caches/yarn-berry-cache.js';
export { yarnClassicCache } from './caches/yarn-classic-cache.js';
export { fillWithGradle, type GradleOptions, stopGradle } from './fills/fill-with-gradle.js';
export { fillWithNpm, type PackageFill, sampleProject } from './fills/fill-with-npm.js';
export { fillWithPip, type PipFill } from './fills/fill-with-pip.js';
export { fillWithPnpm, pnpm10, pnpmVariables } from './fills/fill-with-pnpm.js';
export {
  fillWithYarnBerry,
  fillWithYarnClassic,
  type YarnBerryOptions,
  type YarnOptions,
  yarnBerry,
  yarnClassic,
} from './fills/fill-with-yarn.js';
export { type Answer, type HeldAnswers, type LoopbackRegistry, startLoopback } from './registries/start-loopback.js';
export { startMavenRepository } from './registries/start-maven-repository.js';
export { startNpmRegistry } from './registries/start-npm-registry.js';
export { type PythonIndexOptions, startPythonIndex } from './registries/start-python-index.js';

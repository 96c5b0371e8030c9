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
export { createHome, type ThrowAwayHome } from './create-home.js';
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
export { runTool, type ToolRun } from './fills/run-tool.js';
export { type HeldAnswers, type LoopbackRegistry, startLoopback } from './registries/start-loopback.js';
export { startMavenRepository } from './registries/start-maven-repository.js';
export { startNpmRegistry } from './registries/start-npm-registry.js';
export { type PythonIndexOptions, startPythonIndex } from './registries/start-python-index.js';
export {
  changesBeside,
  diffSnapshots,
  type NodeSnapshot,
  snapshotTree,
  type TreeSnapshot,
  treeHash,
} from './snapshot-tree.js';
export { type TestMachine, testContext } from './test-context.js';
export {
  file,
  folder,
  hardLink,
  link,
  type NodeOptions,
  sparseFile,
  type Tree,
  type TreeNode,
  type TreeSpec,
  writeTree,
} from './write-tree.js';

export { type CacheScale, daysAgo } from './caches/cache-scale.js';
export { developerHome } from './caches/developer-home.js';
export { gradleHome } from './caches/gradle-home.js';
export { npmCache } from './caches/npm-cache.js';
export { pipCache } from './caches/pip-cache.js';
export { yarnBerryFolder } from './caches/yarn-berry-cache.js';
export { yarnClassicCache } from './caches/yarn-classic-cache.js';
export { createHome, type ThrowAwayHome } from './create-home.js';
export { diffSnapshots, type NodeSnapshot, snapshotTree, type TreeSnapshot, treeHash } from './snapshot-tree.js';
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

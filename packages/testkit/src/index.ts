export { createHome, type ThrowAwayHome } from './create-home.js';
export { runTool, type ToolRun } from './run-tool.js';
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

export { DirectoryError, type DirectoryErrorCode } from './handle/directory-error.js';
export type { DirectoryHandle } from './handle/directory-handle.js';
export { openDirectory } from './handle/open-directory.js';
export { createLinkLedger, type LinkLedger } from './measure/link-ledger.js';
export { type MeasureOptions, measureTree, type TreeMeasurement } from './measure/measure-tree.js';
export { type Tally, usageOf } from './measure/tally.js';
export { type RemovalOptions, type RemovalResult, removeTree } from './remove/remove-tree.js';
export { type Finding, type Identity, noUsage, type Usage } from './usage.js';
export type { Progress } from './walk/progress.js';

export { DirectoryError, type DirectoryErrorCode } from './handle/directory-error.js';
export type { DirectoryHandle } from './handle/directory-handle.js';
export { openChildDirectory, openDirectory } from './handle/open-directory.js';
export { createLinkLedger, type LinkLedger } from './measure/link-ledger.js';
export { measureTree, type MeasureOptions, type TreeMeasurement } from './measure/measure-tree.js';
export { usageOf, type Tally } from './measure/tally.js';
export { removeTree, type RemovalOptions, type RemovalResult } from './remove/remove-tree.js';
export { noUsage, type Finding, type Identity, type Usage } from './usage.js';
export type { Progress } from './walk/progress.js';

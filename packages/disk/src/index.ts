export type { Finding, Identity, Usage } from './usage.js';
export { noUsage } from './usage.js';

export { pnpm } from './pnpm.js';

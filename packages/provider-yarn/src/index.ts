export { yarn } from './yarn.js';

export { gradle } from './gradle.js';

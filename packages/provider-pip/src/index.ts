export { pip } from './pip.js';

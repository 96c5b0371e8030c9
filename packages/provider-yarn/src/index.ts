export { yarnCard, yarnProvider } from './yarn.js';

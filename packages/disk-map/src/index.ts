export { countEntries, type MapData, type MapOptions, mapData } from './map-data.js';
export { mapBeginning, mapPage } from './map-page.js';

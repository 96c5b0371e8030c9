import type { MapData } from './map-data.js';
import { PAGE_SCRIPT, PAGE_STYLE, SCRIPT_HASH, STYLE_HASH } from './page-parts.js';

/** How every map begins: by it devclean knows its own. */
export const mapBeginning = '<!doctype html>\n<!-- devclean.map/1 -->\n';

/**
 * The page of a map, whole in one text. Only its own script and style may act in it, by their hashes, and nothing may be loaded or sent.
 * The data is a block that no browser runs; what could end it, or begin a comment, is escaped.
 */
export function mapPage(data: MapData): string {
  const policy = [
    "default-src 'none'",
    `script-src '${SCRIPT_HASH}'`,
    `style-src '${STYLE_HASH}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return `${mapBeginning}<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="devclean map">
<meta name="referrer" content="no-referrer">
<title>Disk map · devclean</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<div class="title"><h1>Disk map</h1><p id="summary"></p></div>
<label class="unseen" for="search">Search for packages, tools and folders</label>
<input type="search" id="search" placeholder="Search: react, pip, costly …" autocomplete="off" spellcheck="false">
<div class="switch" role="group" aria-label="View">
<button type="button" id="show-map" aria-pressed="true">Map</button><button type="button" id="show-table" aria-pressed="false">Table</button>
</div>
<button type="button" id="theme"></button>
</header>
<div class="bar">
<nav aria-label="Where you are"><button type="button" id="up" aria-label="Go out one level">↑</button><ol id="crumbs"></ol></nav>
<div id="legend" role="group" aria-label="What is shown, by what it means to lose it"></div>
</div>
<main>
<div id="map"><ul id="tiles" role="list"></ul><p id="nothing" hidden></p><p id="under"></p></div>
<div id="table" hidden>
<div class="controls"><label for="level">Rows are</label><select id="level">
<option value="found" id="level-found" hidden>what was found</option><option value="parts" selected>the parts of this</option><option value="tools">tools</option><option value="sections">sections</option><option value="entries">entries</option>
</select></div>
<div class="scroll" id="rows" role="region" aria-labelledby="table-caption" tabindex="0"><table><caption id="table-caption"></caption><thead><tr id="table-head"></tr></thead><tbody id="table-body"></tbody></table><button type="button" id="table-more" hidden></button></div>
</div>
<aside id="details" aria-label="Details"></aside>
</main>
<footer><ul id="remarks"></ul><p>Areas are what would come back. <kbd>/</kbd> searches, <kbd>Enter</kbd> goes in, <kbd>Esc</kbd> goes out, <kbd>m</kbd> map, <kbd>t</kbd> table. Made by devclean; this page loads and sends nothing.</p></footer>
<div id="tip" hidden aria-hidden="true"></div>
<p id="status" class="unseen" role="status"></p>
<noscript>This page draws the map with its own script, and loads nothing. Please allow it to run.</noscript>
<script type="application/json" id="data">${asData(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** JSON in which no text can be markup, whatever reads it. */
function asData(data: MapData): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What `scripts/bundle-page.mjs` makes of `page/` when the package is built. */
export const PAGE_SCRIPT: string;
export const PAGE_STYLE: string;
/** Their SHA-256, as a content security policy names them. */
export const SCRIPT_HASH: string;
export const STYLE_HASH: string;

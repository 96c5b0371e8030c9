// `npm run map-picture`: draws docs/images/map-light.png and map-dark.png, the disk map of a machine that is made up, in Chromium. The
// pictures are committed; they are drawn again when the page has changed.
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { giveUp, root, setUp } from './set-up.mjs';

try {
  await setUp();
} catch (error) {
  giveUp(error);
}
if (process.exitCode === undefined) {
  const { drawPictures } = await import(
    pathToFileURL(path.join(root, 'packages/disk-map/scripts/draw-pictures.mjs')).href
  );
  for (const file of await drawPictures(path.join(root, 'docs/images')))
    process.stderr.write(`${path.relative(process.cwd(), file)}\n`);
}

// Builds dist/: the style sheets from scss/, one sprite of the icons that templates name as icon("…"), and what is
// copied as it is.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
mkdirSync(dist, { recursive: true });

// The libraries import each other by node_modules/…, so the folder itself is a load path as well.
for (const name of ['portal', 'desk']) {
  const { css } = sass.compile(join(here, `scss/${name}.scss`), {
    style: 'compressed',
    quietDeps: true,
    loadPaths: [here, join(here, 'node_modules')],
  });
  writeFileSync(join(dist, `${name}.css`), css);
  console.log(`dist: ${name}.css ${css.length} bytes`);
}

const files = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
const sources = [...files(join(here, '../templates')), ...files(join(here, '../src'))];
const used = new Set(
  sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/icon\("([a-z0-9-]+)"/g)].map((found) => found[1])),
);

const symbol = (name) => {
  const svg = readFileSync(join(here, 'node_modules/lucide-static/icons', `${name}.svg`), 'utf8');
  const inner = svg.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>/, '').replace('</svg>', '');
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, '').trim()}</symbol>`;
};
const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${[...used].sort().map(symbol).join('')}</svg>\n`;
writeFileSync(join(dist, 'icons.svg'), sprite);
copyFileSync(join(here, 'js/check.js'), join(dist, 'check.js'));
copyFileSync(join(here, 'images/seal.svg'), join(dist, 'seal.svg'));
console.log(`dist: ${used.size} icons`);

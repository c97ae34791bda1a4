// Every page in the themes that visitors may choose.
import { test } from 'node:test';
import { axe, everyWidth, show, suite, unfold, withPage } from './harness.mjs';
import { PAGES } from './pages.mjs';

const THEMES = { dark: { theme: 'dark' }, contrast: { contrast: 'high' }, elder: { view: 'elder' }, cinnabar: { brand: 'cinnabar' } };
/** What axe-core judges by colours and sizes: all that a theme changes. */
const SEEN = { type: 'rule', values: ['color-contrast', 'link-in-text-block', 'target-size'] };

suite('themes', () => {
  for (const { name, status, open } of PAGES) {
    test(`${name}, in the other themes`, () =>
      withPage({ status }, async (page) => {
        await open(page);
        await unfold(page);
        // The server prints the theme on <html>; the journeys see that it does.
        for (const [theme, attributes] of Object.entries(THEMES)) {
          await show(page, attributes);
          await everyWidth(page, `${name}-${theme}`);
          await axe(page, SEEN);
        }
      }));
  }
});

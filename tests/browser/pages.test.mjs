// Every page in every theme: accessibility, width, keyboard, paper.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WIDTHS, axe, overflow, picture, prints, show, suite, tabWalk, unfold, withPage } from './harness.mjs';
import { PAGES } from './pages.mjs';

const THEMES = { dark: { theme: 'dark' }, contrast: { contrast: 'high' }, elder: { view: 'elder' }, cinnabar: { brand: 'cinnabar' } };
/** What axe-core judges by colours and sizes: all that a theme changes. */
const SEEN = { type: 'rule', values: ['color-contrast', 'link-in-text-block', 'target-size'] };
const [PHONE, , DESK] = WIDTHS;

suite('pages', () => {
  for (const { name, status, open } of PAGES) {
    test(name, () =>
      withPage({ status }, async (page) => {
        await open(page);
        assert.match(await page.title(), /（演示）$/);
        assert.ok(await page.locator('.gk-demo').isVisible(), 'the mark 演示');
        await tabWalk(page);
        await prints(page);
        await unfold(page);
        await everyWidth(page, name);
        await axe(page);
      }));
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

/** Looks at the page on a desk, a tablet and, last, a phone. */
async function everyWidth(page, name) {
  for (const width of [DESK, WIDTHS[1], PHONE]) {
    await page.setViewportSize({ width, height: 900 });
    await overflow(page);
    await picture(page, `${name}-${width}`);
  }
}

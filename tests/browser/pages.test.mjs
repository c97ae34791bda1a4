// Every page: accessibility, width, keyboard, paper.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, everyWidth, prints, suite, tabWalk, unfold, withPage } from './harness.mjs';
import { PAGES } from './pages.mjs';

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
  }
});

// What people come for, from the first click to the last.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { file, suite, url, withPage } from './harness.mjs';
import { FAILING, PICTURE, UNCERTAIN, upload } from './pages.mjs';

const verdict = (page) => page.locator('.gk-verdict__word').innerText();
const findings = (page) => page.locator('.gk-finding__title').allInnerTexts();

suite('journeys', () => {
  for (const script of [true, false]) {
    const how = script ? 'with script' : 'without script';

    test(`a report is checked within a second, ${how}`, () =>
      withPage({ script }, async (page) => {
        await page.goto(url('/'));
        await page.click('text=检查一份报告');
        await page.setInputFiles('#file', FAILING);
        const answer = page.waitForResponse((response) => response.request().method() === 'POST');
        await page.click('text=开始体检');
        await page.waitForSelector('.gk-verdict');
        assert.ok((await answer).request().timing().responseEnd < 1000, 'the answer takes less than a second');
        assert.equal(await verdict(page), '不通过');
        const sum = page.locator('.gk-finding', { hasText: '74+319+14+211=618' });
        const marked = (await sum.locator('mark').allInnerTexts()).join(' ');
        for (const number of ['604', '74', '319', '14', '211']) assert.ok(marked.includes(number), `${number} is marked`);
        assert.match(await sum.innerText(), /怎么改/);
      }));

    test(`an uncertain number is put in its place, ${how}`, () =>
      withPage({ script }, async (page) => {
        await upload(page, UNCERTAIN);
        assert.equal(await verdict(page), '不能确定');
        await page.getByLabel('复议后起诉 总计').check();
        await page.click('text=按选定的重新核对');
        await page.waitForSelector('text=表四“复议后起诉”');
        assert.equal(await page.locator('text=请对照原件选定').count(), 0, 'nothing is left to choose');
        const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=下载读出的报告')]);
        const object = JSON.parse(await readFile(await download.path(), 'utf8'));
        assert.equal(object.table4.litigation_after_review.total, 1);
        const before = await findings(page);
        await upload(page, await download.path().then(async (path) => ({ name: 'report.json', mimeType: 'application/json', buffer: await readFile(path) })));
        assert.deepEqual(await findings(page), before, 'the object reads back whole');
      }));

    test(`a wrong file gives one sentence and the form again, ${how}`, () =>
      withPage({ script, status: 422 }, async (page) => {
        await upload(page, PICTURE);
        assert.match(await page.locator('.govuk-error-summary').innerText(), /扫描件\.pdf：文件已损坏或不完整/);
        assert.ok(await page.locator('#file').isVisible());
      }));
  }

  test('a finding about a cell leads to the cell', () =>
    withPage({}, async (page) => {
      await page.goto(url('/reports/wenlan/2024'));
      await page.locator('.gk-finding__meta a').first().click();
      assert.match(page.url(), /#c-table3\./);
      assert.ok(await page.locator('td:target').isVisible());
    }));

  test('last year’s report is compared', () =>
    withPage({}, async (page) => {
      await upload(page, file('demo/reports/yunzhou-jyj-2022.txt'), file('demo/reports/yunzhou-jyj-2021.md'));
      assert.match((await findings(page)).join(), /上年结转共?\d+件，2021年度报告结转下年度共?\d+件，对不上/);
    }));

  test('the script names the file, and refuses one that is too large', () =>
    withPage({}, async (page) => {
      await page.goto(url('/check'));
      await page.setInputFiles('#file', FAILING);
      assert.match(await page.locator('[role=status]').innerText(), /harbin-wjw-2020\.txt（\d+ KB）/);
      const buffer = Buffer.alloc(21 << 20, 'x');
      await page.setInputFiles('#file', { name: '大文件.txt', mimeType: 'text/plain', buffer });
      await page.click('text=开始体检');
      assert.match(await page.locator('[role=status]').innerText(), /超过 20 MB/);
      assert.ok(page.url().endsWith('/check') && (await page.locator('.gk-verdict').count()) === 0);
    }));

  test('the column leads from a report to its other years and its object', () =>
    withPage({}, async (page) => {
      await page.goto(url('/'));
      await page.click('nav >> text=公开年报');
      await page.getByRole('link', { name: '云州市卫生健康委员会', exact: true }).click();
      assert.equal(await page.locator('h1').innerText(), '云州市卫生健康委员会');
      await page.locator('tbody').getByRole('link', { name: /^2025年度/ }).first().click();
      assert.match(await page.locator('h1').innerText(), /云州市卫生健康委员会\s*2025年/);
      await page.locator('.gk-toc').getByText('2021', { exact: true }).click();
      assert.match(await page.locator('h1').innerText(), /2021年/);
      assert.equal(await page.locator('td[headers~="t3-new_received"]').last().innerText(), '23');
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'JSON', exact: true }).click()]);
      const object = JSON.parse(await readFile(await download.path(), 'utf8'));
      assert.equal(object.year, 2021);
      assert.match(object.notes.join(), /演示/);
    }));

  for (const script of [true, false]) {
    test(`a figure that does not add up is found from the region down to the paragraph, ${script ? 'with script' : 'without script'}`, () =>
      withPage({ script }, async (page) => {
        await page.goto(url('/reports'));
        await page.click('text=2024年度概览');
        assert.equal(await page.locator('tfoot tr').first().locator('td').first().innerText(), '258');
        assert.equal(await page.locator('tfoot >> text=与合计不符').count(), 2, 'new applications, and remedies');
        await page.getByRole('link', { name: '云州市教育局' }).click();
        await page.click('text=与2023年度逐项对比');
        assert.match(await page.locator('h1').innerText(), /对比/);
        assert.ok((await page.locator('del, ins').count()) > 0, 'words that differ are marked');
        await page.goBack();
        await page.click('text=各年度的变化');
        assert.ok(await page.locator('svg[role=img]').first().isVisible());
        assert.ok((await page.locator('table').count()) > 0, 'the same numbers as a table');
      }));
  }

  test('a report is taken home as PDF and read back by the check', () =>
    withPage({}, async (page) => {
      await page.goto(url('/reports/yunzhou-wjw/2025'));
      const link = page.getByRole('link', { name: 'PDF', exact: true });
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      assert.equal(download.suggestedFilename(), '演示-云州市卫生健康委员会2025年度报告.pdf');
      const buffer = await readFile(await download.path());
      await upload(page, { name: 'report.pdf', mimeType: 'application/pdf', buffer });
      assert.equal(await verdict(page), '通过');
    }));

  test('display settings stay, and lead back to the same page', () =>
    withPage({}, async (page) => {
      await page.goto(url('/reports'));
      for (const [button, attribute, value] of [['长者版', 'data-view', 'elder'], ['高对比', 'data-contrast', 'high'], ['深色', 'data-theme', 'dark']]) {
        await page.click(`button:text("${button}")`);
        assert.equal(new URL(page.url()).pathname, '/reports');
        assert.equal(await page.locator('html').getAttribute(attribute), value);
      }
      await page.goto(url('/check'));
      assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
      await page.click('button:text("深色")');
      assert.equal(await page.locator('html').getAttribute('data-theme'), null);
    }));
});

// A year of applications as a report: figures and text are filled in, the year is settled, the report is reviewed, signed and
// published, and every number of its tables opens its cases.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { url } from './harness.mjs';
import { as, CLERK, HEAD, LEADER } from './journey.mjs';

const YEAR = new Date().getFullYear() - 1;
const REPORT = `/desk/annual/${YEAR}`;

/** Saves a paper of the report with what `fill` writes into it. */
async function saves(page, paper, fill) {
  await page.goto(url(`${REPORT}/${paper}`));
  await fill();
  await page.click('form.gk-card button:text-is("保存")');
  await page.waitForURL(new RegExp(`${REPORT}$`));
}

/** Takes the report a step further. */
async function takes(page, act, text) {
  await page.goto(url(REPORT));
  const form = page.locator('form', { has: page.locator(`button:text-is("${act}")`) });
  if (text) await form.locator('input[name=text]').fill(text);
  await form.locator('button').click();
  await page.waitForURL(new RegExp(`${REPORT}$`));
  assert.equal(await page.locator('.govuk-error-summary').count(), 0, `${act} is refused`);
}

/** Every number of a table and the page that it leads to. */
const linked = (page, table) =>
  page.locator(`td[id^="c-${table}."] a`).evaluateAll((links) =>
    links.map((link) => [Number(link.textContent), link.getAttribute('href')]),
  );

/** How many lines a page of cases has, those of its further pages included. */
async function lines(page, path) {
  let count = 0;
  for (let next = path; next; ) {
    await page.goto(url(next));
    count += await page.locator('main tbody tr').count();
    const more = page.locator('main a:has-text("下一页")');
    next = (await more.count()) ? await more.first().getAttribute('href') : null;
  }
  return count;
}

/** The journey of a report. */
export function annualReport() {
  test('a year becomes a report that is reviewed, signed and published, and its cells open their cases', async () => {
    await as(CLERK, true, async (page) => {
      await page.goto(url(REPORT));
      assert.match(await page.locator('main').innerText(), /表二还有10格没有填写/);
      await saves(page, 'figures', async () => {
        for (const input of await page.locator('form.gk-card input[inputmode=decimal]').all()) await input.fill('3');
        for (const input of await page.locator('form.gk-card input[aria-label$="的来源"]').all()) await input.fill('法规处台账');
      });
      await saves(page, 'text', async () => {
        for (const area of await page.locator('form.gk-card textarea').all()) {
          await area.fill((await area.inputValue()).replaceAll('（待填）', '按制度办理。'));
        }
      });
      await saves(page, 'measures', async () => {
        await page.fill('#problem-1', '主动公开更新不够及时');
        await page.fill('#measure-1', '建立更新台账，逐月检查');
      });
      await saves(page, 'changes', async () => {
        if (await page.locator('#unconnected').count()) await page.fill('#unconnected', '上年由原系统统计');
        for (const input of await page.locator('td input.govuk-input').all()) await input.fill('申请量变化');
      });
    });
    await as(HEAD, true, async (page) => {
      await page.goto(url(`/desk/statistics/${YEAR}`));
      await page.click(`button:text-is("锁定${YEAR}年的统计")`);
    });
    await as(CLERK, true, (page) => takes(page, '送审'));
    await as(HEAD, true, (page) => takes(page, '审核同意'));
    await as(LEADER, true, (page) => takes(page, '签发'));
    await as(CLERK, true, async (page) => {
      await takes(page, '登记报送', '市政务公开办，公文交换');
      await takes(page, '公布', '以案件台账为准');

      const [three, four] = [await linked(page, 'table3'), await linked(page, 'table4')];
      assert.ok(three.length > 20 && four.length > 5, 'the year has cases');
      // Totals of a row are their own pages; a line of each table and every total are counted here.
      const cells = [...three.filter(([, path]) => path.endsWith('/total')), ...four];
      for (const [number, path] of cells) assert.equal(await lines(page, path), number, path);

      await page.goto(url(REPORT));
      await page.click('text=查看栏目里的报告');
      const report = await page.locator('main').innerText();
      assert.match(report, /更正/);
      const [received] = three.find(([, path]) => path.endsWith('/new_received/total'));
      assert.match(report, new RegExp(`新收政府信息公开申请${received}件`));
    });
  });
}

// An application from the first click to the answer: a citizen applies, officers handle it under the statutory clock, and
// table three shows it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { url, withPage } from './harness.mjs';

export const CLERK = 'chensiyuan';
const HANDLER = 'hemin';
const SECRECY = 'zhouzheng';
export const HEAD = 'linjing';
export const LEADER = 'gaoyuan';

/** Somebody of the demonstration signs in and does something on a page of their own. */
export const as = (who, script, use) =>
  withPage({ script }, async (page) => {
    await page.goto(url('/desk/sign-in'));
    await page.fill('#name', who);
    await page.fill('#password', 'yunzhou-yanshi-2026');
    await page.click('button:text-is("登录")');
    await page.waitForURL((address) => !address.pathname.endsWith('sign-in'));
    await use(page);
  });

/** Does one thing to a case, from its page. */
async function does(page, path, verb, fill = async () => {}) {
  if (page.url() !== url(path)) await page.goto(url(path));
  await page.click(`.gk-actions a:text-is("${verb}")`);
  await fill(page);
  await page.click(`form.gk-card button:text-is("${verb}")`);
  await page.waitForURL(new RegExp(`${path}$`));
}

const stage = (page) => page.locator('.gk-casehead .govuk-tag').first().innerText();

/** The journey with and without script. */
export function journeys() {
  for (const script of [true, false]) {
    const how = script ? 'with script' : 'without script';

    // One journey in two tests: what the first leaves the second goes on with.
    let number;
    let code;
    let path;

    test(`an application is made, confirmed, corrected, consulted about and lengthened, ${how}`, async () => {
      const request = `生活饮用水监测结果（${how}）`;
      await withPage({ script }, async (page) => {
        await page.goto(url('/apply'));
        await page.click('text=开始申请');
        await page.click('button:text-is("继续")');
        assert.match(await page.locator('.govuk-error-summary').innerText(), /请填写姓名[\s\S]*请填写联系电话/);
        await page.fill('#name', '赵秀兰');
        await page.fill('#number', '11010519491231002X');
        await page.fill('#phone', '138 0000 0000');
        await page.click('button:text-is("继续")');
        await page.fill('#request', request);
        await page.click('button:text-is("继续")');
        await page.check('#f-electronic');
        await page.check('#w-online');
        await page.click('button:text-is("继续")');
        assert.match(await page.locator('main').innerText(), new RegExp(request.slice(0, 9)));
        await page.check('#ok');
        await page.click('button:text-is("提交申请")');
        number = await page.locator('#number').innerText();
        code = await page.locator('#code').innerText();
        await page.click('button:text-is("查看进度")');
        assert.match(await page.locator('h1').innerText(), /等待与您确认收到/);
      });

      await as(CLERK, script, async (page) => {
        await page.goto(url('/desk/cases?stage=unconfirmed'));
        await page.click(`tr:has-text("${number}") a.gk-case-link`);
        path = new URL(page.url()).pathname;
        await does(page, path, '确认收到');
        assert.equal(await stage(page), '办理中');
        await does(page, path, '告知补正', (page) => page.fill('[name=unclear]', '请写明监测的年度'));
        assert.equal(await stage(page), '待补正');
      });

      await withPage({ script }, async (page) => {
        await page.goto(url('/progress'));
        await page.fill('#no', number);
        await page.fill('#code', code);
        await page.click('button:text-is("查询")');
        assert.match(await page.locator('main').innerText(), /请写明监测的年度/);
        await page.fill('#text', '2025年度');
        await page.click('button:text-is("提交补正")');
        assert.match(await page.locator('[role=status]').innerText(), /期限重新起算/);
        assert.match(await page.locator('h1').innerText(), /正在办理，最迟/);
      });

      await as(CLERK, script, async (page) => {
        await page.goto(url(path));
        await page.click('summary:has-text("现在不能办的")');
        const second = page.locator('li:has(button:text-is("告知补正"))');
        assert.match(await second.innerText(), /补正只能一次性告知/);
        await does(page, path, '征求意见', async (page) => {
          await page.check('input[name=with][value=third_party]');
          await page.fill('[name=who]', '云州供水有限公司');
        });
        assert.match(await page.locator('section:has(#con)').innerText(), /逾期由本机关依法决定/);
        await does(page, path, '登记意见', async (page) => {
          await page.check('input[name=id]');
          await page.check('input[name=opinion][value=agrees]');
          await page.fill('[name=text]', '同意公开');
        });
        await does(page, path, '交办科室', async (page) => {
          await page.check('input[name=to][value=gh]');
          await page.fill('[name=what]', '提供监测结果');
        });
      });

      await as(HEAD, script, (page) =>
        does(page, path, '延长答复期限', async (page) => {
          await page.fill('[name=days]', '10');
          await page.fill('[name=reason]', '需要汇总各区数据');
        }),
      );

    });

    test(`it is decided, reviewed, signed, taken and counted in table three, ${how}`, async () => {
      await as(HANDLER, script, async (page) => {
        await does(page, path, '登记反馈', async (page) => {
          await page.check('input[name=id]');
          await page.fill('[name=opinion]', '可以公开');
        });
        await page.click('.gk-actions a:text-is("拟办")');
        await page.check('#o-G2');
        await page.click('button:text-is("继续")');
        await page.check('input[name="decision.given.form"][value=electronic]');
        await page.fill('[name="decision.given.how"]', '在查询页面下载');
        await page.click('form.gk-card button:text-is("拟办")');
        await page.waitForURL(new RegExp(`${path}$`));
        assert.match(await page.locator('.gk-letter').innerText(), /第三十六条第二项/);
        assert.equal(await page.locator('.gk-actions a:text-is("签发")').count(), 0, 'a handler does not sign');
      });

      await as(SECRECY, script, (page) =>
        does(page, path, '审查、审核', (page) => page.fill('[name=opinion]', '不涉密，可以公开')),
      );
      await as(HEAD, script, (page) =>
        does(page, path, '审查、审核', (page) => page.fill('[name=opinion]', '同意')),
      );
      await as(LEADER, script, async (page) => {
        await does(page, path, '签发');
        assert.match(await page.locator('.gk-letter__no').innerText(), /^云卫公开答〔20\d\d〕[1-9]\d*号$/);
      });

      await withPage({ script }, async (page) => {
        await page.goto(url('/progress'));
        await page.fill('#no', number);
        await page.fill('#code', code.toLowerCase());
        await page.click('button:text-is("查询")');
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.click('button:text-is("下载答复（PDF）")'),
        ]);
        assert.equal((await readFile(await download.path())).subarray(0, 5).toString(), '%PDF-');
      });

      await as(CLERK, script, async (page) => {
        await page.goto(url(path));
        assert.equal(await stage(page), '已答复');
        await page.goto(url('/desk/statistics'));
        assert.match(await page.locator('main').innerText(), /勾稽相符/);
        const row = page.locator('tr:has(th:text-is("（一）予以公开"))');
        await row.locator('a').first().click();
        assert.equal(await page.locator(`tr:has-text("${number}")`).count(), 1, 'the cell opens its cases');
      });
    });
  }
}

// Every page and every state of one, and how to get there.
import { file, url } from './harness.mjs';

const visit = (path) => (page) => page.goto(url(path));

/** Uploads a file on the page of the check and waits for the answer. */
export async function upload(page, report, previous) {
  await page.goto(url('/check'));
  await page.setInputFiles('#file', report);
  if (previous) {
    await page.click('summary');
    await page.setInputFiles('#previous', previous);
  }
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.click('text=开始体检');
  await page.waitForLoadState();
  return answer;
}

/** Somebody of the demonstration signs in, and goes on to a path. */
export const signedIn = (who, path) => async (page) => {
  await page.goto(url(`/desk/sign-in?back=${encodeURIComponent(path)}`));
  await page.fill('#name', who);
  await page.fill('#password', 'yunzhou-yanshi-2026');
  await page.click('button:text-is("登录")');
  await page.waitForURL(url(path));
};

/** Somebody gives a wrong password. */
async function wrongPassword(page) {
  await page.goto(url('/desk/sign-in'));
  await page.fill('#name', 'nobody');
  await page.fill('#password', 'wrong');
  await page.click('button:text-is("登录")');
  await page.waitForLoadState();
}

/** A file that is no report. */
export const PICTURE = { name: '扫描件.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };

/** Reports whose check comes out in different ways. */
export const FAILING = file('fixtures/reports/harbin-wjw-2020.txt');
export const UNCERTAIN = file('fixtures/reports/harbin-wjw-2023.txt');

/** The first case of a list, opened by a clerk. */
const firstCase = (list) => async (page) => {
  await signedIn('chensiyuan', list)(page);
  await page.locator('a.gk-case-link').first().click();
  await page.waitForSelector('.gk-case');
};

/** What can be done with the first open case, on a page of its own. */
const deed = (who, verb) => async (page) => {
  await signedIn(who, '/desk/cases?stage=in_hand')(page);
  const address = await page.locator('a.gk-case-link').first().getAttribute('href');
  await page.goto(url(`${address}/${verb}`));
};

export const PAGES = [
  { name: 'home', open: visit('/') },
  { name: 'reports', open: visit('/reports') },
  { name: 'reports-below', open: visit('/reports?below=wenlan') },
  { name: 'reports-found', open: visit('/reports?q=教育') },
  { name: 'organ', open: visit('/reports/yunzhou-wjw') },
  { name: 'report-findings', open: visit('/reports/yunzhou-jyj/2023') },
  { name: 'report-clean', open: visit('/reports/yunzhou/2025') },
  { name: 'overview', open: visit('/overview/2024') },
  { name: 'compare', open: visit('/compare?a=yunzhou-wjw/2024&b=yunzhou-wjw/2025') },
  { name: 'compare-forms', open: visit('/compare?a=yunzhou-wjw/2020&b=yunzhou-wjw/2021') },
  { name: 'trend', open: visit('/trend?organ=yunzhou-wjw') },
  { name: 'trend-several', open: visit('/trend?organ=yunzhou-wjw&organ=yunzhou-jyj') },
  { name: 'data', open: visit('/data') },
  { name: 'check', open: visit('/check') },
  { name: 'check-error', status: 422, open: (page) => upload(page, PICTURE) },
  { name: 'result-uncertain', open: (page) => upload(page, UNCERTAIN) },
  { name: 'result-fail', open: (page) => upload(page, FAILING) },
  { name: 'example', open: visit('/check/example') },
  { name: 'guide', open: visit('/guide') },
  { name: 'rules', open: visit('/rules') },
  { name: 'items', open: visit('/items') },
  { name: 'apply', open: visit('/apply') },
  { name: 'search-hits', open: visit('/search?q=信息处理费') },
  { name: 'search-none', open: visit('/search?q=没有这个词') },
  { name: 'accessibility', open: visit('/accessibility') },
  { name: 'desk-sign-in', open: visit('/desk/sign-in') },
  { name: 'desk-sign-in-wrong', status: 422, open: wrongPassword },
  { name: 'desk-second-factor', open: visit('/desk/second-factor') },
  { name: 'desk-home', open: signedIn('shilei', '/desk') },
  { name: 'desk-account', open: signedIn('hemin', '/desk/account') },
  { name: 'desk-second-factor-new', open: signedIn('hemin', '/desk/account/second-factor') },
  { name: 'desk-accounts', open: signedIn('anran', '/desk/accounts') },
  { name: 'desk-account-new', open: signedIn('shilei', '/desk/accounts/new') },
  { name: 'desk-account-rights', open: signedIn('anran', '/desk/accounts/hemin') },
  { name: 'desk-departments', open: signedIn('shilei', '/desk/departments?organ=yunzhou-wjw') },
  { name: 'desk-departments-find', open: signedIn('shilei', '/desk/departments') },
  { name: 'desk-audit', open: signedIn('shenqing', '/desk/audit') },
  { name: 'desk-inquiries', open: signedIn('chensiyuan', '/desk/inquiries') },
  { name: 'apply-identity', open: visit('/apply/new') },
  { name: 'progress-form', open: visit('/progress') },
  { name: 'desk-cases', open: signedIn('chensiyuan', '/desk/cases') },
  { name: 'desk-case', open: firstCase('/desk/cases?stage=awaiting_signature') },
  { name: 'desk-case-consulted', open: firstCase('/desk/cases?stage=consulting_third_party') },
  { name: 'desk-intake', open: signedIn('chensiyuan', '/desk/intake') },
  { name: 'desk-owed', open: signedIn('chensiyuan', '/desk/owed') },
  { name: 'desk-statistics', open: signedIn('chensiyuan', '/desk/statistics/2026') },
  { name: 'desk-statistics-over', open: signedIn('linjing', '/desk/statistics/2025') },
  { name: 'desk-cell', open: signedIn('chensiyuan', '/desk/statistics/2026/other_misc/total') },
  { name: 'desk-sub-reasons', open: signedIn('chensiyuan', '/desk/sub-reasons') },
  { name: 'desk-letters', open: signedIn('chensiyuan', '/desk/letters') },
  { name: 'desk-letter', open: signedIn('chensiyuan', '/desk/letters/third_party') },
  { name: 'desk-fees', open: signedIn('chensiyuan', '/desk/fees') },
  { name: 'desk-sought', open: signedIn('chensiyuan', '/desk/sought') },
  { name: 'desk-stamps', open: signedIn('linjing', '/desk/stamps') },
  { name: 'desk-ledger', open: signedIn('chensiyuan', '/desk/ledger') },
  { name: 'desk-remedies', open: signedIn('chensiyuan', '/desk/remedies') },
  { name: 'desk-archive', open: signedIn('chensiyuan', '/desk/archive') },
  { name: 'desk-archiving', open: deed('chensiyuan', 'archive') },
  { name: 'desk-print', open: signedIn('chensiyuan', '/desk/print') },
  { name: 'desk-jobs', open: signedIn('shilei', '/desk/jobs') },
  { name: 'desk-give-task', open: deed('chensiyuan', 'give_task') },
  { name: 'desk-split', open: deed('chensiyuan', 'split') },
  { name: 'desk-restrict', open: deed('linjing', 'restrict') },
  { name: 'desk-annual', open: signedIn('chensiyuan', '/desk/annual/2025') },
  { name: 'desk-annual-figures', open: signedIn('chensiyuan', '/desk/annual/2025/figures') },
  { name: 'desk-annual-text', open: signedIn('chensiyuan', '/desk/annual/2025/text') },
  { name: 'desk-annual-measures', open: signedIn('chensiyuan', '/desk/annual/2025/measures') },
  { name: 'desk-annual-changes', open: signedIn('chensiyuan', '/desk/annual/2025/changes') },
  { name: 'desk-forbidden', status: 403, open: signedIn('chensiyuan', '/desk/accounts') },
  { name: 'not-found', status: 404, open: visit('/nowhere') },
];

// Every page of the portal and every state of one, and how to get there.
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

/** A file that is no report. */
export const PICTURE = { name: '扫描件.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };

/** Reports whose check comes out in different ways. */
export const FAILING = file('fixtures/reports/harbin-wjw-2020.txt');
export const UNCERTAIN = file('fixtures/reports/harbin-wjw-2023.txt');

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
  { name: 'not-found', status: 404, open: visit('/nowhere') },
];

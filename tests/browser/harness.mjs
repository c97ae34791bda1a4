// Starts the program and a browser, and says what every page has to satisfy.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Widths of a phone, a tablet and a desk. */
export const WIDTHS = [360, 768, 1440];

let server;
let browser;
let address;
let folder;

/** A report of `fixtures/` or `demo/`. */
export const file = (path) => join(root, path);

/** The address of a path of the site. */
export const url = (path) => new URL(path, address).href;

/** The address of a PostgreSQL with empty databases `cases` and `keys`; empty where there is none. */
export const POSTGRES = process.env.TEST_POSTGRES ?? '';

/** The tests of a file, with the program and a browser running; `on` says on which database, in memory without it, and
 * `concurrency` how many at once. */
export function suite(name, tests, { on = '', concurrency = 2 } = {}) {
  describe(name, { concurrency }, () => {
    before(async () => {
      [address, browser] = await Promise.all([startServer(on), startBrowser()]);
    });
    after(async () => {
      await browser?.close();
      server?.kill();
      if (folder) rmSync(folder, { recursive: true });
    });
    tests();
  });
}

/** Fills the databases of a server with the demonstration, and says how it is served. */
function filled(program, on) {
  folder = mkdtempSync(join(tmpdir(), 'gongkai-'));
  const env = { ...process.env, GONGKAI_DATABASE: `${on}/cases`, GONGKAI_KEYS: `${on}/keys` };
  const done = spawnSync(program, ['demo', '--data', folder], { env, encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return [['serve', '--config', join(folder, 'gongkai.toml')], env];
}

function startServer(on) {
  const program = process.env.GONGKAI_BIN ?? join(root, 'target/debug/gongkai');
  const [words, env] = on ? filled(program, on) : [['serve', '--demo'], process.env];
  server = spawn(program, [...words, '--listen', '127.0.0.1:0'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let line = '';
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    server.stdout.on('data', (piece) => {
      line += piece;
      const found = line.match(/http:\/\/\S+/);
      if (found) resolve(found[0]);
    });
  });
}

function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--lang=zh-CN',
    ],
  });
}

/**
 * Gives a page of its own to `use`, and fails if the page reported an error, broke its Content-Security-Policy or
 * asked another host. `display` is what the cookie says, `status` an error answer that is expected.
 */
export async function withPage({ width = 1440, display = '', script = true, status = 0 }, use) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'zh-CN',
    javaScriptEnabled: script,
    // A colour on its way to that of another theme is none of the page's colours.
    reducedMotion: 'reduce',
  });
  try {
    if (display) await context.addCookies([{ name: 'display', value: display, url: address }]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints = watch(page, status);
    await use(page);
    assert.deepEqual(complaints, [], 'the page complains');
  } finally {
    await context.close();
  }
}

function watch(page, status) {
  const complaints = [];
  const expected = (text) => status && text.includes(`status of ${status}`);
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) complaints.push(`asks ${request.url()}`);
  });
  return complaints;
}

const EVERY_RULE = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/** Fails unless axe-core finds nothing against WCAG 2.2 A and AA and its best practices, or against `rules` alone. */
export async function axe(page, rules = EVERY_RULE) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const violations = await page.evaluate(async (rules) => {
    const found = await window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    const words = (node) => `${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary}`;
    return found.violations.map((rule) => `${rule.id}\n    ${rule.nodes.slice(0, 5).map(words).join('\n    ')}`);
  }, rules);
  assert.deepEqual(violations, [], `axe-core:\n  ${violations.join('\n  ')}`);
}

/** Fails if the page is wider than the window, or if something scrolls sideways that is no labelled region. */
export async function overflow(page) {
  const wide = await page.evaluate(() => {
    const words = (element) => `${element.tagName.toLowerCase()}.${element.className}`;
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      const beyond = [...document.body.querySelectorAll('*')].filter(
        (element) => element.getBoundingClientRect().right > root.clientWidth && !element.closest('[role=region]'),
      );
      return [`the page by ${root.scrollWidth - root.clientWidth}px: ${beyond.slice(0, 5).map(words)}`];
    }
    const labelled = (element) => element.matches('[role=region][tabindex="0"]:is([aria-label], [aria-labelledby])');
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && !element.matches('input, textarea, select'))
      .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && !labelled(element))
      .map(words);
  });
  assert.deepEqual(wide, [], 'scrolls sideways');
}

/** Presses Tab through the page: each focusable element once, in order, with a visible ring, the skip link first. */
export async function tabWalk(page) {
  const names = await page.evaluate(() => {
    const first = (radio) => {
      const group = [...document.getElementsByName(radio.name)].filter((other) => other.form === radio.form);
      return radio === (group.find((other) => other.checked) ?? group[0]);
    };
    const all = 'a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    window.stops = [...document.querySelectorAll(all)].filter(
      (element) => element.checkVisibility({ visibilityProperty: true }) && (element.type !== 'radio' || first(element)),
    );
    window.look = (element) => {
      const style = getComputedStyle(element.type === 'radio' ? element.nextElementSibling : element);
      const before = getComputedStyle(element.type === 'radio' ? element.nextElementSibling : element, '::before');
      const outline = style.outlineStyle === 'none' ? '' : style.outlineWidth;
      return [outline, style.boxShadow, style.backgroundColor, before.boxShadow, before.outlineWidth].join();
    };
    document.activeElement?.blur();
    window.looks = window.stops.map(window.look);
    return window.stops.map((element) => (element.textContent || element.name || '').trim().slice(0, 24));
  });
  const reached = [];
  const dark = [];
  for (let step = 0; step <= names.length; step++) {
    await page.keyboard.press('Tab');
    const { at, ring, outside } = await page.evaluate(() => {
      const element = document.activeElement;
      const at = window.stops.indexOf(element);
      return { at, ring: window.look(element) !== window.looks[at], outside: element === document.body };
    });
    if (outside || (at === 0 && step > 0)) break;
    reached.push(names[at] ?? 'something unexpected');
    if (!ring) dark.push(names[at]);
  }
  assert.deepEqual(reached, names, 'what Tab reaches');
  assert.deepEqual(dark, [], 'focus without a ring');
  assert.equal(names[0], '跳到主要内容');
}

/** Fails unless the page prints, without what only a screen can use. */
export async function prints(page) {
  await page.emulateMedia({ media: 'print' });
  const useless = await page.evaluate(() =>
    [...document.querySelectorAll('nav, button, select, input:not([type=hidden]), summary')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(useless, [], 'on paper');
  const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  await page.emulateMedia({ media: null });
  return pdf;
}

/** Shows the page in a theme: the attributes that the server prints on <html>. */
export const show = (page, attributes) =>
  page.evaluate((attributes) => {
    const root = document.documentElement;
    for (const name of ['theme', 'contrast', 'view', 'brand']) delete root.dataset[name];
    Object.assign(root.dataset, attributes);
  }, attributes);

/** Opens every `<details>`. */
export const unfold = (page) =>
  page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));

/** Keeps a picture of the page in `out/screenshots`, when SCREENSHOTS=1 asks for it. */
export async function picture(page, name) {
  if (process.env.SCREENSHOTS !== '1') return;
  const folder = join(root, 'out/screenshots');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Looks at the page on a desk, a tablet and, last, a phone. */
export async function everyWidth(page, name) {
  for (const width of [...WIDTHS].reverse()) {
    await page.setViewportSize({ width, height: 900 });
    await overflow(page);
    await picture(page, `${name}-${width}`);
  }
}

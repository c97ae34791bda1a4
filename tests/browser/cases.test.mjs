// Applications in the demonstration.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suite, url, withPage } from './harness.mjs';
import { annualReport } from './annual.mjs';
import { journeys } from './journey.mjs';

suite('cases', () => {
  journeys();
  annualReport();

  test('a wrong code and an unknown number give the same answer', () =>
    withPage({}, async (page) => {
      const answers = [];
      for (const number of ['2026-0001', '1999-9999']) {
        await page.goto(url('/progress'));
        await page.fill('#no', number);
        await page.fill('#code', 'AAAAAAAAAA');
        await page.click('button:text-is("查询")');
        answers.push(await page.locator('.govuk-error-summary').innerText());
      }
      assert.equal(answers[0], answers[1]);
    }));
}, { concurrency: 1 });

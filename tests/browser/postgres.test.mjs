// The same journeys where PostgreSQL keeps cases and keys.
import { test } from 'node:test';
import { POSTGRES, suite } from './harness.mjs';
import { annualReport } from './annual.mjs';
import { journeys } from './journey.mjs';

if (POSTGRES) suite('cases on PostgreSQL', () => {
  journeys();
  annualReport();
}, { on: POSTGRES, concurrency: 1 });
else test('cases on PostgreSQL', { skip: 'install postgresql' }, () => {});

// The same journey where PostgreSQL keeps cases and keys.
import { test } from 'node:test';
import { POSTGRES, suite } from './harness.mjs';
import { journeys } from './journey.mjs';

if (POSTGRES) suite('cases on PostgreSQL', journeys, POSTGRES);
else test('cases on PostgreSQL', { skip: 'install postgresql' }, () => {});

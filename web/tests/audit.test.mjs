// The auditor's view of a dossier: who did what in which role and for whom, what changed, what proves it, and the pack.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { barriers, pageOf, phone, settled, shared } from './office.mjs';

const both = shared();

async function open(person, address, options) {
  const page = await pageOf(both, person, options);
  await page.goto(both.office.url + address);
  await settled(page);
  return page;
}

/** A dossier of nam's that was corrected, printed, and noted by somebody who stood in for him. */
async function prepared() {
  const { office } = both;
  const people = (await office.ask('xuan', 'GET', '/api/v1/colleagues')).items;
  const row = (await office.ask('nam', 'GET', '/api/v1/worklist?limit=50')).items.find((one) => one.code && one.step.kind === 'working');
  await office.ask('an', 'POST', `/api/v1/dossiers/${row.id}/acts/correct_intake`, { reason: 'G\u00f5 nh\u1ea7m s\u1ed1', applicant: { phone: '0912345678' } });
  await office.ask('an', 'POST', `/api/v1/dossiers/${row.id}/papers`, { form: 'receipt' });
  const substitute = people.find((one) => one.person !== 'nam' && !one.absent && one.roles.some((held) => held.role === 'officer' && held.unit === 'phong-quy-hoach-xay-dung')).person;
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  await office.ask('phuc', 'POST', '/api/v1/substitutions', { person: 'nam', substitute, from: today, to: today });
  const noted = await fetch(`${office.url}/api/v1/dossiers/${row.id}/acts/note`, {
    method: 'POST',
    headers: { 'X-Motcua-Person': substitute, 'X-Motcua-For': 'nam', 'Content-Type': 'application/json', 'Idempotency-Key': 'for-nam' },
    body: JSON.stringify({ text: '\u0110\u00e3 g\u1ecdi cho ng\u01b0\u1eddi n\u1ed9p' }),
  });
  assert.equal(noted.status, 200);
  return { row, nam: people.find((one) => one.person === 'nam').name, substitute: people.find((one) => one.person === substitute).name };
}

test('an auditor reads a dossier with roles, substitution, changes, digests and the checkpoint, and takes the pack', async () => {
  const { row, nam, substitute } = await prepared();
  const page = await open('yen', `/ho-so/${row.code}`);
  await page.click(`main a[href="/ho-so/${row.code}/danh-gia"]`);
  await page.waitForSelector('.acts tbody tr');
  await settled(page);

  const { items } = await both.office.ask('yen', 'GET', `/api/v1/dossiers/${row.id}/timeline`);
  assert.equal(await page.locator('.acts tbody tr').count(), items.length);
  const act = (type) => page.locator('.acts tbody tr').nth(items.length - 1 - items.findIndex((one) => one.type === type));
  const corrected = await act('intake_corrected').locator('.changes').textContent();
  assert.match(corrected, /0912345678/);
  assert.ok((await act('intake_corrected').locator('del').textContent()).length > 0);
  const noted = await act('noted').textContent();
  assert.ok(noted.includes(substitute) && noted.includes(nam), noted);
  assert.match(await act('received').textContent(), /M\u1ed9t c\u1eeda/);

  await page.locator('#timeline input[type=checkbox]').check();
  assert.equal(await page.locator('.acts tbody tr').count(), items.filter((one) => !one.actor.person.startsWith('system:')).length);

  const [paper] = (await both.office.ask('yen', 'GET', `/api/v1/dossiers/${row.id}/papers`)).items;
  assert.ok((await page.textContent('#papers')).includes(paper.digest));
  assert.ok((await page.locator('#dates .day').count()) > 0);

  await page.locator('#proof button').click();
  await page.waitForSelector('#proof .shape.stopped');
  const { signed } = await both.office.ask('yen', 'GET', '/api/v1/journal/checkpoint');
  const [origin, , root] = signed.note.split('\n');
  const proof = await page.textContent('#proof');
  assert.ok(proof.includes(origin) && proof.includes(root));

  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.heading .button.primary').click()]);
  assert.equal(download.suggestedFilename(), `ho-so-${row.code}.zip`);
  assert.equal(readFileSync(await download.path()).subarray(0, 2).toString(), 'PK');

  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.strays, []);
  const found = { wide: await barriers(page) };
  await page.context().close();
  const narrow = await open('yen', `/ho-so/${row.code}/danh-gia`, { viewport: phone, language: 'en' });
  found.narrow = await barriers(narrow);
  assert.equal(await narrow.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await narrow.context().close();
  assert.deepEqual(found, { wide: [], narrow: [] });
});

test('the journal tells what an event changed from and to', async () => {
  const page = await open('yen', '/nhat-ky?action=assigned');
  const change = page.locator('tbody tr').first().locator('.changes');
  assert.ok((await change.locator('del').count()) >= 1);
  assert.ok((await change.locator('ins').count()) >= 1);
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test('nobody but the auditor is offered the audit view', async () => {
  const { items } = await both.office.ask('nam', 'GET', '/api/v1/worklist?limit=1');
  const page = await open('nam', `/ho-so/${items[0].code}`);
  assert.equal(await page.locator('a[href$="/danh-gia"]').count(), 0);
  await page.goto(`${both.office.url}/ho-so/${items[0].code}/danh-gia`);
  await page.waitForSelector('#proof [role=alert]');
  await page.context().close();
});

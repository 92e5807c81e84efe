// A version of a procedure: its file is changed, read and proven, proposed by the administrator, approved by another person.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { barriers, pageOf, settled, startBrowser, startOffice } from './office.mjs';

const both = {};
const id = 'gia-han-giay-phep-xay-dung';
const name = 'Gia h\u1ea1n gi\u1ea5y ph\u00e9p x\u00e2y d\u1ef1ng';
let folder;
let file;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-law-'));
  cpSync(fileURLToPath(new URL('../../config', import.meta.url)), join(folder, 'config'), { recursive: true });
  file = join(folder, 'config', 'procedures', `${id}.toml`);
  both.office = await startOffice({ config: join(folder, 'config') });
  both.browser = await startBrowser();
});
after(async () => {
  await both.browser?.close();
  await both.office?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(person, address) {
  const page = await pageOf(both, person);
  await page.goto(both.office.url + address);
  await settled(page);
  return page;
}

function replaced(path, was, becomes, to = path) {
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(was), `${was} in ${path}`);
  writeFileSync(to, text.replace(was, becomes));
}

const dayIn = (days) => new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

async function readAgain(page) {
  await page.locator('.heading .button').click();
  await page.waitForSelector('dialog');
  await page.waitForFunction(() => !document.querySelector('dialog .skeleton'));
}

test('a defect in a file is told with its place, and nothing is proposed', async () => {
  const page = await open('khoa', '/quan-tri/thu-tuc');
  await readAgain(page);
  await page.waitForSelector('dialog [role=status]');
  assert.equal(await page.locator('dialog .button.primary').isDisabled(), true);
  await page.keyboard.press('Escape');
  const whole = readFileSync(file);
  replaced(file, 'dossier_sets = 1', 'dossier_sets = "one"');
  await readAgain(page);
  assert.match(await page.textContent('dialog [role=alert]'), new RegExp(`${id}\\.toml:\\d+`));
  assert.equal(await page.locator('dialog .button.primary').isDisabled(), true);
  assert.deepEqual(await barriers(page), []);
  writeFileSync(file, whole);
  assert.deepEqual((await both.office.ask('khoa', 'GET', '/api/v1/law')).proposals, []);
  await page.context().close();
});

test('the administrator proposes a version with its proofs and effects, and another person approves it', async () => {
  // The present version ends the day before the next one begins.
  replaced(file, 'in_force_from = 2026-07-01', `in_force_from = 2026-07-01\nin_force_until = ${dayIn(9)}`, join(folder, 'config', 'procedures', 'earlier', `${id}-2026.toml`));
  replaced(file, 'in_force_from = 2026-07-01', `in_force_from = ${dayIn(10)}`);

  const page = await open('khoa', '/quan-tri/thu-tuc');
  const versions = page.locator('tbody tr', { hasText: name });
  const former = await versions.count();
  await readAgain(page);
  assert.ok((await page.textContent('dialog')).includes(dayIn(10).split('-').reverse().join('/')));
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('section[aria-labelledby=waiting] li');
  const waiting = page.locator('section[aria-labelledby=waiting] li a');
  assert.equal(await waiting.count(), 2);
  const links = await waiting.evaluateAll((all) => all.map((one) => one.getAttribute('href')));

  // Whoever proposed it reads what it changes, and cannot approve it.
  await waiting.first().click();
  await page.waitForSelector('#why-not');
  assert.equal(await page.locator('section .button.primary').isDisabled(), true);
  assert.deepEqual(page.errors.filter((one) => !one.includes('422')), []);
  await page.context().close();

  const leader = await open('viet', links[0]);
  for (const [at, link] of links.entries()) {
    await leader.goto(both.office.url + link.replace('tab=changes', 'tab=proofs'));
    await leader.waitForSelector('.shape.on_track');
    await leader.goto(both.office.url + link);
    await settled(leader);
    await leader.locator('section .button.primary').click();
    await leader.waitForSelector('dialog');
    assert.deepEqual(await barriers(leader), []);
    await leader.keyboard.press('Control+Enter');
    await leader.waitForSelector('.toast:not(.wrong)');
    await settled(leader);
    assert.equal((await both.office.ask('viet', 'GET', '/api/v1/law')).proposals.length, 1 - at);
  }
  await leader.goto(`${both.office.url}/quan-tri/thu-tuc`);
  await settled(leader);
  assert.equal(await leader.locator('section[aria-labelledby=waiting] li').count(), 0);
  assert.ok((await leader.locator('tbody tr', { hasText: name }).count()) > former);
  const law = await both.office.ask('viet', 'GET', '/api/v1/law');
  const next = law.procedures.find((one) => one.id === id && one.in_force_from === dayIn(10));
  assert.equal(next.in_force, false);
  assert.deepEqual(leader.errors, []);
  await leader.context().close();
});

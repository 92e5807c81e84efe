// An officer's morning, by keyboard: the list, a dossier, an act. And what every screen owes: nothing from outside, no barrier.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, pageOf, phone, settled, shared } from './office.mjs';

const both = shared();

/** Somebody with work of his own that needs nothing but a decision. */
async function somebodyWithWork() {
  for (const person of ['nam', 'oanh', 'hung', 'lan', 'quang', 'son', 'tuan', 'uyen', 'phuc', 'thao', 'van', 'minh']) {
    const list = await both.office.ask(person, 'GET', '/api/v1/worklist?due_of=step');
    for (const [index, row] of list.items.entries()) {
      const { actions } = await both.office.ask(person, 'GET', `/api/v1/dossiers/${row.id}/actions`);
      const plain = actions.find((one) => one.allowed);
      if (plain && ['advance', 'submit', 'approve'].includes(plain.kind) && plain.requires.length === 0) return { person, index, row, action: plain };
    }
  }
  throw new Error('nobody of the demonstration has a plain act to take');
}

test('an officer finds a dossier, opens it and advances it, by keyboard alone', async () => {
  const { person, index, row, action } = await somebodyWithWork();
  const page = await pageOf(both, person);
  await settled(page);
  await page.locator('.list tbody tr').first().focus();
  for (let step = 0; step < index; ++step) await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/ho-so/${row.code}`);
  await settled(page);
  await page.keyboard.press('F8');
  await page.waitForSelector('dialog[open] #act-action');
  await page.selectOption('#act-action', action.id);
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.toast');

  const now = await both.office.ask(person, 'GET', `/api/v1/dossiers/${row.id}`);
  assert.equal(now.step.id, action.to);
  assert.deepEqual(page.strays, []);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('an act is taken back within ten seconds', async () => {
  const { person, row, action } = await somebodyWithWork();
  const page = await pageOf(both, person);
  await page.goto(`${both.office.url}/ho-so/${row.code}`);
  await settled(page);
  await page.keyboard.press('F8');
  await page.selectOption('#act-action', action.id);
  await page.click('dialog button[type=submit]');
  await page.click('.toast button');
  await page.waitForFunction(() => document.querySelectorAll('.toast').length > 0);
  await settled(page);

  const now = await both.office.ask(person, 'GET', `/api/v1/dossiers/${row.id}`);
  assert.equal(now.step.id, row.step.id);
  await page.context().close();
});

test('a scanner opens the dossier from any field, through Telex too', async () => {
  const { person, row } = await somebodyWithWork();
  const page = await pageOf(both, person);
  await page.focus('#search');
  // As a Vietnamese keyboard may hand on "H55.242-261029-0010".
  await page.evaluate((code) => {
    const field = document.querySelector('#search');
    for (const key of [...code.replace('H', 'h\u0309'.normalize('NFC')), 'Enter'])
      field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }, row.code);
  await page.waitForURL(`**/ho-so/${row.code}`);
  assert.equal(await page.inputValue('#search'), '');
  await page.context().close();
});

test('the screens have no barrier that axe knows, wide and narrow, in both languages', async () => {
  const { person, row } = await somebodyWithWork();
  for (const options of [{}, { viewport: phone, language: 'en' }]) {
    const page = await pageOf(both, person, options);
    const found = {};
    for (const address of ['/ho-so', '/ho-so?person=*', '/ho-so?q=khong-co-ai', `/ho-so/${row.code}`, ...['documents', 'timeline', 'talk', 'files', 'dates'].map((tab) => `/ho-so/${row.code}?tab=${tab}`), '/ho-so/H55.242-000000-0000']) {
      await page.goto(both.office.url + address);
      await settled(page);
      const here = await barriers(page);
      if (here.length > 0) found[address] = here;
    }
    await page.goto(`${both.office.url}/ho-so/${row.code}`);
    await settled(page);
    await page.keyboard.press('F8');
    await page.waitForSelector('#act-action');
    const dialog = await barriers(page);
    if (dialog.length > 0) found.dialog = dialog;
    assert.deepEqual(found, {});
    assert.deepEqual(page.strays, []);
    await page.context().close();
  }
});

test('logging in and out needs no script', async () => {
  const context = await both.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${both.office.url}/ho-so`);
  assert.match(page.url(), /\/dang-nhap\?tiep=/);
  await page.click('button[value=an]');
  assert.equal(new URL(page.url()).pathname, '/ho-so');
  assert.ok((await context.cookies()).some((one) => one.name === 'motcua' && one.httpOnly && one.sameSite === 'Strict'));
  await context.close();

  const scripted = await pageOf(both, '');
  await scripted.goto(`${both.office.url}/dang-nhap`);
  assert.deepEqual(await barriers(scripted), []);
  await scripted.context().close();
});

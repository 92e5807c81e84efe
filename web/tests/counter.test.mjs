// The counter, by keyboard: a dossier is received with the date that the form promised; what is missing is said and nothing lost.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { pageOf, phone, settled, shared } from './office.mjs';

const both = shared();

async function chooseProcedure(page, words) {
  await page.focus('#procedure');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.promise');
  await settled(page);
}

test('a clerk receives a dossier by keyboard, and it has the date that was shown', async () => {
  const page = await pageOf(both, 'an');
  await page.keyboard.press('F2');
  await page.waitForURL('**/tiep-nhan');
  await chooseProcedure(page, 'gia han giay phep xay dung');
  const promised = (await page.textContent('.promise')).trim();
  await page.focus('#applicant-name');
  await page.keyboard.type('C\u00f4ng ty TNHH Th\u1eed Nghi\u1ec7m');
  await page.focus('.choice input');
  await page.keyboard.press('Space');
  const [receipt] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('F9')]);
  await page.waitForSelector('aside .papers .code', { timeout: 10_000 });

  // Both copies of the receipt, ready to be printed: one page of A5 each.
  await receipt.waitForSelector('section.paper');
  assert.equal(await receipt.locator('section.paper').count(), 2);
  const printed = (await receipt.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal(printed.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 2);
  await receipt.close();

  const code = await page.textContent('aside .papers .code');
  const dossier = await both.office.ask('an', 'GET', `/api/v1/dossiers/${code}`);
  assert.equal(dossier.dates.appointment_text, promised);
  assert.equal(await page.inputValue('#applicant-name'), '');
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.strays, []);
  await page.context().close();
});

test('what is missing is said beside the field and on top, and what was typed stays', async () => {
  const page = await pageOf(both, 'binh');
  await page.goto(`${both.office.url}/tiep-nhan`);
  await settled(page);
  await page.fill('#applicant-phone', '0912345678');
  await page.keyboard.press('F9');
  await page.waitForSelector('.errors[role=alert]');
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'errors');
  assert.equal(await page.getAttribute('#applicant-name', 'aria-invalid'), 'true');
  assert.equal(await page.inputValue('#applicant-phone'), '0912345678');
  await page.context().close();
});

test('what is typed is there again when the page is opened anew', async () => {
  const page = await pageOf(both, 'chi');
  await page.goto(`${both.office.url}/tiep-nhan`);
  await settled(page);
  await page.fill('#applicant-name', 'B\u00e0 L\u00ea Th\u1ecb M\u1eabu');
  const saved = page.waitForResponse((response) => response.url().endsWith('/drafts/tiep-nhan') && response.request().method() === 'PUT', { timeout: 15_000 });
  await saved;
  await page.reload();
  await page.waitForFunction(() => document.querySelector('#applicant-name')?.value.startsWith('B'), null, { timeout: 10_000 });
  await page.context().close();
});

test('every number of the board is as long as the list behind it', async () => {
  const page = await pageOf(both, 'xuan');
  await page.goto(`${both.office.url}/dieu-hanh`);
  await settled(page);
  const figures = await page.$$eval('.figure', (all) => all.map((one) => ({ href: one.getAttribute('href'), count: Number(one.querySelector('strong').textContent) })));
  assert.ok(figures.length >= 3);
  for (const { href, count } of figures) {
    let rows = 0;
    let next = `/api/v1/dossiers?${href.split('?')[1]}&limit=200`;
    while (next) {
      const list = await both.office.ask('xuan', 'GET', next);
      rows += list.items.length;
      next = list.next_cursor ? `/api/v1/dossiers?${href.split('?')[1]}&limit=200&cursor=${encodeURIComponent(list.next_cursor)}` : '';
    }
    assert.equal(rows, count, href);
  }
  await page.context().close();
});

test('an auditor takes out what is filtered, and the journal says so', async () => {
  const page = await pageOf(both, 'yen', { acceptDownloads: true });
  await page.goto(`${both.office.url}/nhat-ky?actor=an&action=received`);
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("CSV")')]);
  assert.match(download.suggestedFilename(), /^journal-.*\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  const shown = await both.office.ask('yen', 'GET', '/api/v1/journal?actor=an&action=received&limit=200');
  assert.equal(lines.length - 1, shown.items.length);
  const { items } = await both.office.ask('yen', 'GET', '/api/v1/journal?action=exported&limit=1');
  assert.deepEqual([items[0].data.what, items[0].data.filter, items[0].data.count], ['journal:csv', 'actor=an&action=received', shown.items.length]);
  await page.context().close();
});

test('the screens of counter, manager and auditor have no barrier that axe knows', async () => {
  const found = {};
  for (const [person, address] of [['an', '/tiep-nhan'], ['an', '/tra-ket-qua'], ['xuan', '/dieu-hanh'], ['yen', '/nhat-ky'], ['', '/tra-cuu'], ['', '/']])
    for (const viewport of [undefined, phone]) {
      const page = await pageOf(both, person, viewport ? { viewport } : {});
      await page.goto(both.office.url + address);
      await settled(page);
      if (address === '/tiep-nhan') await chooseProcedure(page, 'gia han giay phep xay dung');
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
      if (violations.length > 0) found[address] = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 5).join(', ')}`);
      assert.deepEqual(page.strays, []);
      await page.context().close();
    }
  assert.deepEqual(found, {});
});

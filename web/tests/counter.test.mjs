// The counter, by keyboard: a dossier is received with the date that the form promised; what is missing is said and nothing lost.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { barriers, pageOf, phone, settled, shared } from './office.mjs';

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
  await page.focus('#applicant-id');
  await page.keyboard.type('4601002003');
  await page.focus('#applicant-name');
  await page.keyboard.type('C\u00f4ng ty TNHH Th\u1eed Nghi\u1ec7m');
  await page.focus('.choice input');
  await page.keyboard.press('Space');
  const [receipt] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('F9')]);
  await page.waitForFunction(() => document.querySelector('aside .papers li')?.textContent.includes('Th\u1eed Nghi\u1ec7m'), null, { timeout: 10_000 });

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

test('what was handed over of each paper is kept: how many, its scan, or why there is none', async () => {
  const page = await pageOf(both, 'an');
  await page.goto(`${both.office.url}/tiep-nhan?quay=quay-1`);
  await settled(page);
  await chooseProcedure(page, 'gia han giay phep xay dung');
  await page.fill('#no-id', '\u0110ang l\u00e0m th\u1ee7 t\u1ee5c c\u1ea5p');
  await page.fill('#applicant-name', 'C\u00f4ng ty C\u00f3 B\u1ea3n Qu\u00e9t');
  await page.fill('#owner', 'C\u00f4ng ty Ch\u1ee7');
  await page.focus('.choice input');
  await page.keyboard.press('Space');
  // The scanner of the counter finishes a page while the form is open.
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
  await writeFile(`${both.office.scans}/giay-de-nghi.pdf`, pdf);
  await page.waitForSelector('#scan-0', { timeout: 10_000 });
  await page.selectOption('#scan-0', { index: 1 });
  const papers = page.locator('details.taken');
  await papers.nth(0).locator('summary').click();
  assert.match(await papers.nth(0).textContent(), /giay-de-nghi\.pdf/);
  await papers.nth(0).locator('input[type=number]').first().fill('2');
  await papers.nth(0).locator('input[type=checkbox]').check();
  await papers.nth(1).locator('summary').click();
  await papers.nth(1).locator('input[list]').fill('B\u1ea3n v\u1ebd kh\u1ed5 A0');
  assert.deepEqual(await barriers(page), []);
  await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('F9')]);
  await page.waitForFunction(() => document.querySelector('aside .papers li')?.textContent.includes('C\u00f3 B\u1ea3n Qu\u00e9t'), null, { timeout: 10_000 });

  const code = await page.textContent('aside .papers .code');
  const { items } = await both.office.ask('an', 'GET', `/api/v1/dossiers/${code}/timeline`);
  const received = items.find((one) => one.type === 'received');
  const marks = Object.values(received.data.marks);
  assert.ok(marks.some((one) => one.originals === 2 && one.original_to_return), JSON.stringify(marks));
  assert.ok(marks.some((one) => one.not_digitised));
  assert.ok(Object.values(received.personal).includes('B\u1ea3n v\u1ebd kh\u1ed5 A0'));
  const filed = items.find((one) => one.type === 'submitted');
  assert.equal(filed.personal['applicant.no_id'], '\u0110ang l\u00e0m th\u1ee7 t\u1ee5c c\u1ea5p');
  assert.equal(filed.personal['owner.name'], 'C\u00f4ng ty Ch\u1ee7');
  for (let files = []; files.length === 0; ) ({ items: files } = await both.office.ask('an', 'GET', `/api/v1/dossiers/${code}/files`));
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a number that stands for none is not taken', async () => {
  const page = await pageOf(both, 'binh');
  await page.goto(`${both.office.url}/tiep-nhan`);
  await settled(page);
  await chooseProcedure(page, 'gia han giay phep xay dung');
  await page.fill('#applicant-id', '000000000000');
  await page.fill('#applicant-name', 'C\u00f4ng ty Kh\u00f4ng S\u1ed1');
  await page.focus('.choice input');
  await page.keyboard.press('Space');
  await page.keyboard.press('F9');
  await page.waitForSelector('.errors[role=alert]');
  assert.match(await page.textContent('.errors[role=alert]'), /kh\u00f4ng ph\u1ea3i s\u1ed1 th\u1eadt/);
  assert.equal(await page.inputValue('#applicant-name'), 'C\u00f4ng ty Kh\u00f4ng S\u1ed1');
  // Put right and handed in, so that no draft of it meets who sits here next.
  await page.fill('#applicant-id', '4601002009');
  await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('F9')]);
  await page.waitForFunction(() => document.querySelector('aside .papers li')?.textContent.includes('Kh\u00f4ng S\u1ed1'), null, { timeout: 10_000 });
  await page.context().close();
});

test('what is missing is said beside the field and on top, and what was typed stays', async () => {
  const page = await pageOf(both, 'binh');
  await page.goto(`${both.office.url}/tiep-nhan`);
  await settled(page);
  await page.fill('#applicant-phone', '0912345678');
  await page.keyboard.press('F9');
  await page.waitForSelector('.errors[role=alert]');
  await page.waitForFunction(() => document.activeElement?.className === 'errors');
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

// Reports of a period: what is shown agrees with the API, every figure leads to its dossiers, files and issued reports come
// out, and lists are numbered.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { barriers, faults, looks, pageOf, settled, shared } from './office.mjs';

const both = shared();
const year = new Date().getFullYear();

async function open(person, address, options) {
  const page = await pageOf(both, person, options);
  await page.goto(both.office.url + address);
  await settled(page);
  return page;
}

/** "1.234" of a Vietnamese page. */
const figure = (text) => Number(text.replaceAll('.', ''));

test('a manager reads the settlement of a year, its checks, and the dossiers behind a late figure', async () => {
  const page = await open('xuan', `/bao-cao?period=${year}`);
  const report = await both.office.ask('xuan', 'GET', `/api/v1/reports/settlement?period=${year}`);
  const late = report.columns.filter((one) => one.opens).at(-1);
  assert.equal(await page.locator('.checks li').count(), report.checks.length);
  assert.equal(await page.locator('.checks .overdue').count(), 0);
  await page.selectOption('#report-by', 'unit');
  await page.waitForURL('**by=unit**');
  await settled(page);
  const cell = page.locator('tfoot td').last();
  assert.equal(figure(await cell.textContent()), report.total.cells[late.id]);
  await cell.locator('a').click();
  await page.waitForSelector('table.cards');
  await settled(page);
  assert.equal(await page.locator('table.cards tbody tr').count(), Math.min(50, report.total.cells[late.id]));
  await page.locator('table.cards a.code').first().click();
  await page.waitForURL('**/ho-so/**');
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.strays, []);
  await page.context().close();
});

test('a period between two days is kept in the address, and a report goes out as a file in the language of the screen', async () => {
  const page = await open('xuan', `/bao-cao?name=index&period=${year}`);
  await page.selectOption('#report-period', '');
  await page.fill('#report-from', `${year}-01-01`);
  await page.waitForURL(`**from=${year}-01-01**`);
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.report button', { hasText: 'CSV' }).click()]);
  assert.match(download.suggestedFilename(), /^index-.*\.csv$/);
  const text = readFileSync(await download.path(), 'utf8');
  assert.match(text, /^\uFEFFL\u0129nh v\u1ef1c/);
  assert.equal(text.trim().split('\r\n').length, 2 + (await page.locator('.sheet tbody tr').count()));
  await page.context().close();
});

test('an issued report is listed with its digest and fetched as it was issued', async () => {
  const page = await open('xuan', `/bao-cao?name=breakdown&period=${year}&by=procedure`);
  await page.locator('.report .button.primary').click();
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press('Control+Enter');
  await page.waitForURL('**name=issued**');
  await settled(page);
  const [issued] = (await both.office.ask('xuan', 'GET', '/api/v1/reports/issued')).items;
  const line = page.locator('tbody tr').first();
  assert.ok((await line.textContent()).includes(issued.digest));
  const [download] = await Promise.all([page.waitForEvent('download'), line.locator('button').click()]);
  const { createHash } = await import('node:crypto');
  assert.equal(createHash('sha256').update(readFileSync(await download.path())).digest('hex'), issued.digest);
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test('the register and a hand-over list become numbered papers', async () => {
  const page = await open('dung', '/bao-cao?name=papers');
  await page.locator('form.panel button').last().click();
  await page.waitForSelector('#list-unit-wrong');
  const [book] = await Promise.all([page.context().waitForEvent('page'), page.locator('form.panel').first().locator('button').click()]);
  await book.waitForLoadState();
  assert.match(await book.textContent('body'), new RegExp(`N\u0103m ${year} \u2013 l\u1ea7n in 1`));
  await page.bringToFront();
  await page.selectOption('#list-unit', 'phong-dau-tu');
  const [list] = await Promise.all([page.context().waitForEvent('page'), page.locator('form.panel').last().locator('button').click()]);
  await list.waitForLoadState();
  assert.match(new URL(list.url()).pathname, /^\/api\/v1\/papers\/\d+$/);
  await page.bringToFront();
  assert.equal(await page.locator('.papers li').count(), 2);
  assert.deepEqual(await barriers(page), []);
  await page.goto(`${both.office.url}/quay`);
  await settled(page);
  const handing = page.locator('.hand-over > p .button').first();
  const [numbered] = await Promise.all([page.context().waitForEvent('page'), handing.click()]);
  await numbered.waitForLoadState();
  assert.match(await numbered.textContent('body'), /T\u1ed5ng s\u1ed1 h\u1ed3 s\u01a1:\s*[1-9]/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('reports have no barrier that axe knows, wide, narrow and enlarged, in both languages', async () => {
  const kinds = ['settlement', 'breakdown', 'index', 'evaluation', 'workload', 'late', 'register', 'issued', 'papers'];
  const addresses = [...kinds.map((name) => `/bao-cao?name=${name}&period=${year}`), '/bao-cao?period=2001', `/bao-cao?period=${year}&column=3`, '/bao-cao?from=2026-02-01'];
  const found = {};
  for (const options of looks) {
    const page = await pageOf(both, 'xuan', options);
    for (const address of addresses) {
      await page.goto(both.office.url + address);
      await settled(page);
      const here = await faults(page, options);
      if (here.length > 0) found[`${address} ${JSON.stringify(options)}`] = here;
    }
    assert.deepEqual(page.strays, []);
    await page.context().close();
  }
  assert.deepEqual(found, {});
});

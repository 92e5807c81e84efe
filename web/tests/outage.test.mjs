// When the power fails: a clerk keeps numbers and prints blanks, the head of the desk declares the outage, the paper is entered with
// its own time, and what became of the other numbers is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, phone, settled, shared, ways } from './office.mjs';

const both = shared();
const { open, said, close } = ways(both);
const outages = () => both.office.ask('an', 'GET', '/api/v1/outages');

test('blanks are printed ahead, the outage declared, its receipt entered, every number accounted for', async () => {
  const { day, as_of: asOf } = await both.office.ask('an', 'GET', '/api/v1/desk');
  const yesterday = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const minute = asOf.time.slice(11, 16);

  const clerk = await open('an', '/quay');
  await clerk.click('a[href="/su-co"]');
  await clerk.waitForSelector('#reserve-day');
  await clerk.fill('#reserve-count', '0');
  await clerk.focus('#reserve-count');
  await clerk.keyboard.press('Enter');
  await clerk.waitForSelector('.errors');
  await clerk.fill('#reserve-day', day);
  await clerk.fill('#reserve-count', '3');
  await clerk.keyboard.press('Enter');
  assert.match(await said(clerk), /3/);
  await clerk.waitForSelector('table.cards tbody tr');
  const [paper] = await Promise.all([clerk.context().waitForEvent('page'), clerk.click('table.cards tbody button')]);
  await paper.waitForSelector('section.paper');
  assert.equal(await paper.locator('section.paper').count(), 6);
  const printed = (await paper.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal(printed.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 6);
  await paper.close();
  const codes = (await outages()).reservations[0].codes.map((one) => one.code);

  // Only the head of the desk has the form.
  await clerk.click('a[href*="phan=khai-bao"]');
  await clerk.waitForSelector('h2');
  assert.equal(await clerk.locator('#declare-beginDay').count(), 0);
  const head = await open('dung', '/su-co?phan=khai-bao');
  await head.fill('#declare-beginDay', yesterday);
  await head.fill('#declare-beginTime', '12:00');
  await head.fill('#declare-endDay', day);
  await head.fill('#declare-endTime', minute);
  await head.focus('#declare-endTime');
  await head.keyboard.press('Enter');
  assert.match(await said(head), /1/);
  await close(head);

  await clerk.goto(`${both.office.url}/su-co?phan=nhap`);
  await clerk.click(`a[href$="${codes[1]}"]`);
  await clerk.waitForSelector('#outage-code');
  await settled(clerk);
  assert.equal(await clerk.inputValue('#outage-code'), codes[1]);
  await clerk.fill('#paper-day', day);
  await clerk.fill('#paper-time', minute);
  await clerk.focus('#procedure');
  await clerk.keyboard.type('gia han giay phep xay dung');
  await clerk.keyboard.press('Enter');
  await clerk.waitForSelector('.promise');
  await settled(clerk);
  const promised = (await clerk.textContent('.promise')).trim();
  await clerk.fill('#applicant-id', '4601003004');
  await clerk.fill('#applicant-name', 'C\u00f4ng ty M\u1ea5t \u0110i\u1ec7n');
  await clerk.focus('fieldset .choice input');
  await clerk.keyboard.press('Space');
  await clerk.keyboard.press('F9');
  await clerk.waitForFunction((code) => [...document.querySelectorAll('aside .papers .code')].some((one) => one.textContent === code), codes[1]);
  const dossier = await both.office.ask('an', 'GET', `/api/v1/dossiers/${codes[1]}`);
  assert.equal(dossier.dates.received_at, `${day}T${minute}:00+07:00`);
  assert.equal(dossier.dates.appointment_text, promised);
  // Its number is used: the next blank is not offered that one.
  await clerk.waitForFunction((code) => ![...document.querySelectorAll('#outage-code option')].some((one) => one.value === code), codes[1]);

  await clerk.goto(`${both.office.url}/ho-so/${codes[1]}?tab=timeline`);
  await settled(clerk);
  assert.match(await clerk.textContent('.timeline'), /nh\u1eadp sau/);

  await clerk.goto(`${both.office.url}/su-co?phan=ket-cuc`);
  await settled(clerk);
  await clerk.check(`input[aria-label$="${codes[0]}"]`);
  await clerk.check('#settle-as input >> nth=0');
  await clerk.selectOption('#settle-reason', 'miswritten');
  await clerk.focus('#settle-note');
  await clerk.keyboard.press('Enter');
  await said(clerk);
  const states = (await outages()).reservations[0].codes.map((one) => one.state);
  assert.deepEqual(states, ['spoilt', 'used', 'reserved']);

  await clerk.goto(`${both.office.url}/su-co?phan=khai-bao`);
  await settled(clerk);
  const [list] = await Promise.all([clerk.context().waitForEvent('page'), clerk.click('table.cards tbody button')]);
  await list.waitForSelector('section.paper');
  assert.match(await list.textContent('section.paper'), new RegExp(codes[0]));
  await list.close();
  await close(clerk);
});

test('the screen has no barrier in any part, on a desk and on a telephone, in both languages', async () => {
  for (const [person, options] of [['dung', {}], ['an', { viewport: phone, language: 'en' }]])
    for (const part of ['', '?phan=khai-bao', '?phan=nhap', '?phan=ket-cuc']) {
      const page = await open(person, `/su-co${part}`, options);
      assert.deepEqual(await barriers(page), [], part);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${part} is too wide`);
      await close(page);
    }
});

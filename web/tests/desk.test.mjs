// The desk, by keyboard: a batch, a number and seal, a signature in ink, an agency's letter, a fee and the day's closing, a
// leader's signature, the head of the desk. And what two windows and a restarted server must not lose.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { barriers, pageOf, phone, settled, shared, startOffice, ways } from './office.mjs';

const both = shared();
const { open, said, close } = ways(both);
const rows = (role) => both.office.ask('giang', 'GET', `/api/v1/dossiers?role=${role}&state=working&due_of=step&limit=200`);
const scan = { name: 'ban-quet.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n') };

/** The first row of that list at which this person could take an action of that kind. */
async function waiting(role, person, fits) {
  for (const row of (await rows(role)).items) {
    const { actions } = await both.office.ask(person, 'GET', `/api/v1/dossiers/${row.id}/actions`);
    if (actions.some(fits)) return row;
  }
  throw new Error(`nothing waits for ${role}`);
}

test('the records clerk numbers, seals and issues by keyboard, and the next number is suggested', async () => {
  const page = await open('giang', '/van-thu');
  const list = await rows('records');
  if (list.items.length === 0) return;
  await page.locator('.list tbody tr').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#issue-number');
  const code = new URL(page.url()).searchParams.get('mo');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.errors');
  await page.focus('#issue-number');
  await page.keyboard.type('17/GP-BQL');
  await page.focus('#issue-sealed');
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  assert.match(await said(page), /17\/GP-BQL/);

  const { items } = await both.office.ask('giang', 'GET', `/api/v1/dossiers/${code}/timeline`);
  assert.ok(items.some((one) => one.data.number === '17/GP-BQL'));
  if (list.items.length > 1) {
    await page.waitForSelector('#issue-number');
    assert.equal(await page.inputValue('#issue-number'), '18/GP-BQL');
  }
  await close(page);
});

test('what was signed in ink is entered with signer, capacity and scan; four eyes count the leader', async () => {
  const row = await waiting('leader', 'viet', (one) => one.kind === 'sign' && one.allowed);
  const page = await open('giang', `/van-thu?viec=ky&mo=${row.code}`);
  await page.selectOption('#ink-signer', 'viet');
  await page.selectOption('#ink-capacity', 'KT');
  await page.keyboard.press('Control+Enter');
  assert.match(await page.textContent('.errors'), /B\u1ea3n qu\u00e9t|b\u1ea3n qu\u00e9t/);
  await page.setInputFiles('#ink-scan', scan);
  await page.keyboard.press('Control+Enter');
  await said(page);

  const { items } = await both.office.ask('viet', 'GET', `/api/v1/dossiers/${row.code}/timeline`);
  const signed = items.find((one) => one.type === 'signed');
  assert.deepEqual(signed.data.signer, { person: 'viet', capacity: 'KT' });
  assert.deepEqual(signed.data.acted_by, ['viet']);
  assert.equal(signed.actor.person, 'giang');
  assert.ok((await both.office.ask('viet', 'GET', `/api/v1/dossiers/${row.code}/files`)).items.some((one) => one.name === scan.name));
  await close(page);
});

test("an agency's letter is entered with number, date and scan", async () => {
  const awaited = await both.office.ask('giang', 'GET', '/api/v1/consults');
  if (awaited.items.length === 0) return;
  const page = await open('giang', '/van-thu?viec=y-kien');
  await page.locator('.list tbody tr').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#opinion-number');
  await page.keyboard.type('245/SXD-QLXD');
  await page.fill('#opinion-date', new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10));
  await page.setInputFiles('#opinion-scan', scan);
  await page.keyboard.press('Control+Enter');
  await said(page);
  assert.equal((await both.office.ask('giang', 'GET', '/api/v1/consults')).total, awaited.total - 1);
  await close(page);
});

test('the cashier takes a fee by keyboard, and the closing has it under its procedure', async () => {
  const page = await open('chi', '/thu-phi?tat-ca=1');
  const before = await both.office.ask('chi', 'GET', '/api/v1/fees/closing');
  await page.locator('.list tbody tr').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#take-amount');
  await page.fill('#take-amount', '450000');
  await page.fill('#take-receipt', 'BL 0000041');
  await page.keyboard.press('Control+Enter');
  await said(page);
  await page.goto(`${both.office.url}/thu-phi?phan=ket-so`);
  await settled(page);
  assert.match(await page.textContent('main'), /BL 0000041/);
  const after = await both.office.ask('chi', 'GET', '/api/v1/fees/closing');
  assert.equal(after.total, before.total + 450000);
  assert.equal(after.by_procedure.reduce((sum, one) => sum + one.amount, 0), after.total);
  await close(page);
});

test('a leader signs on a phone, and sends one back with a reason', async () => {
  const row = await waiting('leader', 'viet', (one) => one.kind === 'sign' && one.allowed);
  const page = await open('viet', `/duyet?mo=${row.code}`, { viewport: phone });
  await page.selectOption('#approve-capacity', 'KT');
  await page.click('.decide .primary');
  await said(page);
  const now = await both.office.ask('viet', 'GET', `/api/v1/dossiers/${row.code}`);
  assert.equal(now.signed, true);

  const other = await waiting('leader', 'viet', (one) => one.kind === 'send_back' && one.allowed);
  await page.goto(`${both.office.url}/duyet?mo=${other.code}`);
  await settled(page);
  await page.click('.decide .danger');
  await page.waitForSelector('#approve-reason[aria-invalid=true]');
  await page.fill('#approve-reason', 'C\u0103n c\u1ee9 ph\u00e1p l\u00fd ch\u01b0a \u0111\u1ee7');
  await page.click('.decide .danger');
  await page.waitForFunction((code) => !location.search.includes(code), other.code);
  await close(page);
});

test('a leader signs several at once, each with its result', async () => {
  const page = await open('viet', '/duyet');
  if ((await page.locator('.list tbody tr').count()) < 2) return page.context().close();
  await page.locator('.list tbody tr').first().focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('F8');
  await page.waitForSelector('dialog[open]');
  await page.waitForFunction(() => !document.querySelector('dialog [role=status]'));
  assert.equal(await page.locator('dialog tbody tr').count(), 2);
  await close(page);
});

test('the head of the desk voids what a clerk received by mistake', async () => {
  const filed = await both.office.ask('an', 'POST', '/api/v1/dossiers', { procedure: 'gia-han-giay-phep-xay-dung', applicant: { name: 'C\u00f4ng ty Nh\u1ea7m' } });
  const { code } = await both.office.ask('an', 'POST', `/api/v1/dossiers/${filed.dossier}/transitions`, { action: 'receive', all_right: true });
  const page = await open('dung', '/bo-phan');
  await page.click(`button[aria-label$="${code}"]`);
  await page.waitForSelector('#act-reason');
  await page.fill('#act-reason', 'Nh\u1ea7m th\u1ee7 t\u1ee5c');
  await page.keyboard.press('Control+Enter');
  await said(page);
  assert.equal((await both.office.ask('dung', 'GET', `/api/v1/dossiers/${code}`)).ending, 'voided');
  await close(page);
});

test('the last clerk at the counter is not let go without a substitute, and the page says so', async () => {
  const page = await open('dung', '/bo-phan?phan=nguoi');
  assert.ok((await page.locator('#away-person option').count()) > 1);
  await page.click('form.panel button[type=submit]');
  await page.waitForSelector('.errors a[href="#away-person"]');
  await close(page);
});

test('a batch: each a code of its own, the one that lacks a paper a slip and no code', async () => {
  const page = await open('an', '/tiep-nhan/lo');
  await page.focus('#procedure');
  await page.keyboard.type('gia han giay phep xay dung');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.batch-lines');
  await page.fill('#applicant-id', '4601007008');
  await page.fill('#applicant-name', 'C\u00f4ng ty TNHH B\u1ed1n M\u01b0\u01a1i');
  await page.focus('#line-0');
  for (const name of ['Kim A', 'Kim B', 'Kim C']) {
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(60);
  }
  await page.locator('.batch-lines details').nth(1).locator('summary').click();
  await page.locator('.batch-lines details').nth(1).locator('input[type=checkbox]').first().check();
  await page.fill('#reason-1', 'Thi\u1ebfu gi\u1ea5y');
  await page.keyboard.press('F9');
  await page.waitForSelector('.signatures', { state: 'attached' });
  const codes = await page.$$eval('tbody tr', (all) => all.map((one) => one.querySelector('.code').textContent));
  assert.match(codes[0], /-\d{4}$/);
  assert.doesNotMatch(codes[1], /\d/);
  assert.equal(Number(codes[2].slice(-4)), Number(codes[0].slice(-4)) + 1);
  await close(page);
});

test('a known applicant is recalled by number; what was typed stays', async () => {
  await both.office.ask('an', 'POST', '/api/v1/dossiers', { procedure: 'gia-han-giay-phep-xay-dung', applicant: { name: 'C\u00f4ng ty Quen', id: '4601999888', phone: '0208999888' }, zone: 'yen-binh' });
  const page = await open('binh', '/tiep-nhan');
  await page.fill('#applicant-name', 'T\u00ean \u0111\u00e3 g\u00f5');
  await page.fill('#applicant-id', '4601999888');
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => document.querySelector('#applicant-phone').value === '0208999888');
  assert.equal(await page.inputValue('#applicant-name'), 'T\u00ean \u0111\u00e3 g\u00f5');
  assert.equal(await page.inputValue('#zone'), 'yen-binh');
  await page.context().close();
});

test('two people act on one dossier: the second sees what changed, and his words are still there', async () => {
  const row = await waiting('head', 'minh', (one) => one.kind === 'assign' && one.allowed).catch(() => waiting('head', 'phuc', (one) => one.kind === 'assign' && one.allowed));
  const head = ['minh', 'phuc'].find((one) => row.holder.unit === (one === 'minh' ? 'phong-doanh-nghiep-lao-dong' : 'phong-quy-hoach-xay-dung'));
  const page = await open(head, `/ho-so/${row.code}`);
  await page.keyboard.press('F8');
  await page.waitForSelector('#act-reason');
  await page.fill('#act-reason', '\u00dd ki\u1ebfn \u0111ang g\u00f5 d\u1edf');
  await both.office.ask('an', 'POST', `/api/v1/dossiers/${row.id}/acts/correct_intake`, { reason: 'G\u00f5 nh\u1ea7m', project: 'D\u1ef1 \u00e1n \u0111\u00e3 s\u1eeda' });
  await page.selectOption('#act-assignee', { index: 1 });
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('dialog .note');
  assert.match(await page.textContent('dialog .note'), /D\u1ef1 \u00e1n \u0111\u00e3 s\u1eeda/);
  assert.equal(await page.inputValue('#act-reason'), '\u00dd ki\u1ebfn \u0111ang g\u00f5 d\u1edf');
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press('Control+Enter');
  await said(page);
  await page.context().close();
});

test('who approves or numbers what somebody changed meanwhile sees the change, and his words are still there', async () => {
  const waits = { '/duyet': ['leader', 'viet', '#approve-reason', (one) => one.kind === 'sign' && one.allowed], '/van-thu': ['records', 'giang', '#issue-number', (one) => one.kind === 'issue' && one.allowed] };
  for (const [address, [role, person, field, fits]] of Object.entries(waits)) {
    const row = await waiting(role, person, fits);
    const page = await open(person, `${address}?mo=${row.code}`);
    await page.fill(field, '88/GP-BQL');
    if (address === '/van-thu') await page.check('#issue-sealed');
    await both.office.ask('an', 'POST', `/api/v1/dossiers/${row.id}/acts/correct_intake`, { reason: 'G\u00f5 nh\u1ea7m', project: 'D\u1ef1 \u00e1n s\u1eeda gi\u1eefa ch\u1eebng' });
    await page.focus(field);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.beside .note[role=alert]');
    await settled(page);
    assert.match(await page.textContent('.beside .note[role=alert]'), /D\u1ef1 \u00e1n s\u1eeda gi\u1eefa ch\u1eebng/, address);
    assert.equal(await page.inputValue(field), '88/GP-BQL');
    assert.deepEqual(await barriers(page), []);
    await page.focus(field);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.toast:not(.wrong)');
    await page.context().close();
  }
});

test('two clerks correct one intake: what both changed is chosen, and nothing is lost', async () => {
  const filed = await both.office.ask('an', 'POST', '/api/v1/dossiers', { procedure: 'gia-han-giay-phep-xay-dung', applicant: { name: 'C\u00f4ng ty G\u1ed1c', phone: '0208000001' } });
  const page = await open('an', `/ho-so/${filed.dossier}`);
  await page.getByRole('button', { name: 'S\u1eeda th\u00f4ng tin ti\u1ebfp nh\u1eadn' }).click();
  await page.fill('#correct-name', 'C\u00f4ng ty C\u1ee7a An');
  await page.fill('#correct-reason', 'G\u00f5 nh\u1ea7m');
  await both.office.ask('binh', 'POST', `/api/v1/dossiers/${filed.dossier}/acts/correct_intake`, { reason: 'G\u00f5 nh\u1ea7m', applicant: { name: 'C\u00f4ng ty C\u1ee7a B\u00ecnh', phone: '0208000002' } });
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('#compare-heading');
  assert.match(await page.textContent('dialog'), /C\u00f4ng ty C\u1ee7a B\u00ecnh/);
  assert.deepEqual(await barriers(page), []);
  await page.click('dialog section .primary');
  assert.equal(await page.inputValue('#correct-name'), 'C\u00f4ng ty C\u1ee7a An');
  assert.equal(await page.inputValue('#correct-phone'), '0208000002');
  await page.focus('#correct-reason');
  await page.keyboard.press('Control+Enter');
  await said(page);
  const { people } = await both.office.ask('an', 'GET', `/api/v1/dossiers/${filed.dossier}`);
  assert.deepEqual([people.applicant, people.applicant_phone], ['C\u00f4ng ty C\u1ee7a An', '0208000002']);
  await page.context().close();
});

test('two windows of one clerk: the compare page keeps what either typed', async () => {
  const page = await open('binh', '/tiep-nhan/lo');
  const draft = '/api/v1/drafts/tiep-nhan-lo';
  await page.fill('#applicant-name', 'T\u00ean c\u1eeda s\u1ed5 m\u1ed9t');
  // The other window of the same person saves first.
  await page.evaluate(async ([at, content]) => {
    await fetch(at, { method: 'PUT', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'other' }, body: JSON.stringify(content) });
  }, [draft, { name: 'T\u00ean c\u1eeda s\u1ed5 hai', phone: '0912000111' }]);
  await page.waitForSelector('#compare-heading', { timeout: 20_000 });
  assert.deepEqual(await barriers(page), []);
  await page.locator('input[name="compare-phone"]').nth(1).check();
  await page.click('section.panel .primary');
  await page.waitForFunction(() => !document.querySelector('#compare-heading'));
  assert.equal(await page.inputValue('#applicant-name'), 'T\u00ean c\u1eeda s\u1ed5 m\u1ed9t');
  assert.equal(await page.inputValue('#applicant-phone'), '0912000111');
  await page.context().close();
});

test('the server restarts under an open form: nothing typed is lost, and it is handed in afterwards', async () => {
  const data = mkdtempSync(join(tmpdir(), 'motcua-restart-'));
  let office = await startOffice({ data });
  try {
    const page = await pageOf({ browser: both.browser, office }, 'an');
    await page.goto(`${office.url}/tiep-nhan`);
    await settled(page);
    await page.focus('#procedure');
    await page.keyboard.type('gia han giay phep xay dung');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.promise');
    await page.fill('#applicant-id', '4601005006');
    await page.fill('#applicant-name', 'C\u00f4ng ty Tr\u01b0\u1edbc');
    await page.waitForResponse((response) => response.url().endsWith('/drafts/tiep-nhan') && response.request().method() === 'PUT', { timeout: 15_000 });
    const { port } = new URL(office.url);
    await office.stop('SIGKILL');
    await page.fill('#applicant-phone', '0912345678');
    await page.focus('.choice input');
    await page.keyboard.press('Space');
    await page.keyboard.press('F9');
    await page.waitForSelector('.errors[role=alert]');
    assert.equal(await page.inputValue('#applicant-phone'), '0912345678');
    office = await startOffice({ data, port });
    await page.waitForResponse((response) => response.url().endsWith('/drafts/tiep-nhan') && response.request().method() === 'PUT' && response.ok(), { timeout: 20_000 });
    await page.reload();
    await page.waitForFunction(() => document.querySelector('#applicant-phone')?.value === '0912345678', null, { timeout: 10_000 });
    assert.equal(await page.inputValue('#applicant-name'), 'C\u00f4ng ty Tr\u01b0\u1edbc');
    await page.waitForSelector('.promise');
    await settled(page);
    await page.keyboard.press('F9');
    await page.waitForFunction(() => document.querySelector('aside .papers li')?.textContent.includes('Tr\u01b0\u1edbc'), null, { timeout: 10_000 });
    assert.equal((await office.ask('an', 'GET', '/api/v1/drafts')).items.length, 0);
    await page.context().close();
  } finally {
    await office.stop();
    rmSync(data, { recursive: true, force: true });
  }
});

test('the screens of the desk have no barrier that axe knows, full, open and empty, wide and narrow, in both languages', async () => {
  const ink = (await rows('leader')).items[0]?.code;
  const number = (await rows('records')).items[0]?.code;
  const awaited = (await both.office.ask('giang', 'GET', '/api/v1/consults')).items[0];
  const due = (await both.office.ask('chi', 'GET', '/api/v1/fees?all=true')).items[0];
  const found = {};
  const addresses = [
    ['giang', '/van-thu'], ['giang', `/van-thu?mo=${number}`], ['giang', '/van-thu?viec=ky'], ['giang', `/van-thu?viec=ky&mo=${ink}`],
    ['giang', '/van-thu?viec=y-kien'], ['giang', `/van-thu?viec=y-kien&mo=${awaited?.code}~${awaited?.party}`], ['giang', '/van-thu?viec=den'], ['giang', '/van-thu?q=khong-co-ai'],
    ['chi', '/thu-phi'], ['chi', `/thu-phi?tat-ca=1&mo=${due?.code}~${due?.fee}`], ['chi', '/thu-phi?phan=ket-so'], ['chi', '/thu-phi?phan=ket-so&ngay=2020-01-02'],
    ['viet', '/duyet'], ['viet', `/duyet?mo=${ink}`], ['minh', '/duyet'], ['viet', '/duyet?timeliness=paused'],
    ['dung', '/bo-phan'], ['dung', '/bo-phan?phan=tre'], ['dung', '/bo-phan?phan=nguoi'], ['an', '/quay'], ['an', '/quay?ngay=2020-01-02'], ['an', '/tiep-nhan/lo'],
  ];
  for (const options of [{}, { viewport: phone, language: 'en' }]) {
    const pages = new Map();
    for (const [person, address] of addresses) {
      const page = pages.get(person) ?? (await pageOf(both, person, options));
      pages.set(person, page);
      await page.goto(both.office.url + address);
      await settled(page);
      assert.ok((await page.locator('h1').count()) === 1, address);
      const here = await barriers(page);
      if (here.length > 0) found[`${address} ${options.language ?? 'vi'}`] = here;
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) found[`${address} ${options.language ?? 'vi'} width`] = 'scrolls sideways';
    }
    for (const page of pages.values()) await close(page);
  }
  assert.deepEqual(found, {});
});

// Quality: a complaint is reported, given, treated and verified by somebody else; an audit is planned and its sample drawn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, settled, shared, ways } from './office.mjs';

const both = shared();
const { open, said, close } = ways(both);

test('a complaint goes from the counter to its verification by somebody else', async () => {
  const clerk = await open('an', '/chat-luong');
  await clerk.getByRole('button', { name: 'B\u00e1o s\u1ef1 kh\u00f4ng ph\u00f9 h\u1ee3p' }).click();
  await clerk.click('form.stack button[type=submit]');
  await clerk.waitForSelector('.errors');
  await clerk.selectOption('#report-unit', 'mot-cua');
  await clerk.fill('#report-description', 'Ng\u01b0\u1eddi n\u1ed9p ph\u1ea3i ch\u1edd hai gi\u1edd');
  await clerk.click('form.stack button[type=submit]');
  const number = /\d+/.exec(await said(clerk))[0];
  await clerk.waitForSelector('#one-heading');
  assert.deepEqual(await barriers(clerk), []);
  await close(clerk);

  const head = await open('dung', `/chat-luong?mo=${number}`);
  await head.selectOption('#assign-owner', 'binh');
  await head.click('form[aria-labelledby=assign-heading] button[type=submit]');
  await said(head);
  await close(head);

  const owner = await open('binh', `/chat-luong?mo=${number}`);
  await owner.click('form[aria-labelledby=treat-heading] button[type=submit]');
  await owner.waitForSelector('.errors');
  for (const part of ['correction', 'cause', 'action']) await owner.fill(`#treat-${part}`, 'M\u1edf th\u00eam m\u1ed9t qu\u1ea7y');
  await owner.click('form[aria-labelledby=treat-heading] button[type=submit]');
  await said(owner);
  await settled(owner);
  assert.equal(await owner.locator('form[aria-labelledby=verify-heading]').count(), 0);
  await close(owner);

  const other = await open('dung', `/chat-luong?mo=${number}`);
  await other.fill('#verify-effect', 'Kh\u00f4ng c\u00f2n ph\u1ea3n \u00e1nh');
  await other.click('form[aria-labelledby=verify-heading] button[type=submit]');
  await said(other);
  const kept = await both.office.ask('dung', 'GET', `/api/v1/nonconformities/${number}`);
  assert.equal(kept.state, 'closed');
  assert.equal(kept.verified_by, 'dung');
  await close(other);
});

test('an audit is planned by a leader and its sample drawn by the auditor', async () => {
  const year = new Date().getFullYear();
  const leader = await open('xuan', '/chat-luong?phan=danh-gia');
  await leader.getByRole('button', { name: 'L\u1eadp k\u1ebf ho\u1ea1ch' }).click();
  await leader.selectOption('#plan-unit', 'phong-doanh-nghiep-lao-dong');
  await leader.selectOption('#plan-auditor', 'yen');
  await leader.fill('#plan-from', `${year}-12-01`);
  await leader.fill('#plan-to', `${year}-12-02`);
  await leader.click('form.stack button[type=submit]');
  const number = /\d+/.exec(await said(leader))[0];
  await close(leader);

  const auditor = await open('yen', `/chat-luong?phan=danh-gia&mo=${number}`);
  await auditor.fill('#audit-text', String(year));
  await auditor.click('.panel button.primary');
  await said(auditor);
  await auditor.locator('.panel li button').first().click();
  await auditor.waitForSelector('#tick-archived');
  await auditor.selectOption('#tick-archived', 'yes');
  assert.deepEqual(await barriers(auditor), []);
  await auditor.click('.panel li form button[type=submit]');
  await said(auditor);
  const kept = await both.office.ask('yen', 'GET', `/api/v1/audits/${number}`);
  assert.ok(kept.sample.some((one) => one.checked));
  await close(auditor);
});

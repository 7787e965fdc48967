import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmtpCarrier, type SmtpCarrier } from '../channel-adapters/email/smtp-carrier.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, eventually, smsArrives } from '../support/hub.ts';
import { picture } from '../support/picture.ts';

let carrier: SmtpCarrier;
let test: ConsoleHub;
let page: Page;
let ada: string;
const [phone, email] = ['+441632960801', 'ada@customer.example'];

beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startConsole({ SMTP_URL: carrier.url });
  ada = await addCustomer(test, { name: 'Ada Byron', tier: 'gold', phone, email });
  page = await test.open(await addPerson(test, { name: 'Mei Lin' }));
});
afterAll(async () => {
  await test?.stop();
  await carrier?.close();
});

const point = (value: string) => part(page, 'contact-point').filter({ hasText: value });

describe('an agent on a customer’s page', () => {
  it('writes them a mail, and stands in the ticket that waits for the answer', async () => {
    await page.goto(`${test.url}/customers/${ada}`);
    await point(email).locator('[data-test="contact-point-write"]').click();
    await field(page, 'write-first-text').fill('The part has come. 配件到了。');
    await expect.poll(() => part(page, 'write-first-send').isDisabled()).toBe(true);
    await field(page, 'write-first-subject').fill('Your boiler');
    await picture(page, 'write-first');
    await field(page, 'write-first-text').press('Control+Enter');
    await page.waitForURL(/\/tickets\//);
    await page.getByText('The part has come. 配件到了。').first().waitFor();
    await eventually(async () => expect(carrier.received.map(({ recipients }) => recipients)).toEqual([[email]]));
  });

  it('is led to the conversation that is open already, with what was written as a draft', async () => {
    await smsArrives(test, { from: phone, text: 'Is it there yet?' });
    await page.goto(`${test.url}/customers/${ada}`);
    await point(phone).locator('[data-test="contact-point-write"]').click();
    await field(page, 'write-first-text').fill('It has come!');
    await part(page, 'write-first-send').click();
    await page.waitForURL(/\/tickets\//);
    await page.getByText('Is it there yet?').first().waitFor();
    await eventually(async () => expect(await page.locator('textarea').first().inputValue()).toBe('It has come!'));
  });

  it('says that an address is theirs no more, and takes it back', async () => {
    await page.goto(`${test.url}/customers/${ada}`);
    await point(phone).locator('[data-test="contact-point-end"]').click();
    await point(phone).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await point(phone).waitFor();
  });
});

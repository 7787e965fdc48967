import { ValueSettings } from '../../contract/value.ts';

/** What numbers of value are made of until somebody says otherwise: an agent's hour costs 20, what is sent costs little. */
export const shippedSettings: ValueSettings = ValueSettings.parse({
  currency: 'EUR',
  handlingHourCost: { voice: 2000, sms: 2000, email: 2000, web_chat: 2000 },
  messageCost: { sms: 6, email: 0, web_chat: 0 },
  callMinuteCost: 2,
});

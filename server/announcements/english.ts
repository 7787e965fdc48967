import type { Announcements, WaitWords } from './announcements.ts';

export const english: Announcements = {
  spoken: {
    waiting: (wait) => `Thank you for holding. ${placeOf(wait)} ${waitOf(wait)}`,
    closed: (opens) => `Thank you for calling. We are closed now${opens ? ` and open again on ${opens}` : ''}.`,
    busy: 'Thank you for calling. All our lines are busy. Please call again later.',
    offers: {
      callback: 'To be called back and keep your place, press 1.',
      voicemail: 'To leave a message, press 2.',
      chat_link: 'To get a text message with a link to our chat, press 3.',
    },
    callbackPromised: 'Thank you. You keep your place in line. We will call you back at this number. Goodbye.',
    leaveMessage: 'Please say your message after the tone. When you are done, hang up.',
    messageTaken: 'Thank you. We have your message and will call you back. Goodbye.',
    chatLinkSent: 'Thank you. We send you a text message with a link to our chat. You keep your place. Goodbye.',
    recorded: 'This call is recorded, so that nothing you tell us gets lost. If you do not want that, please tell our agent.',
    agentGone: 'We are sorry, our agent is not on the line any more. We will call you again. Goodbye.',
  },
  written: {
    closed: (opens) =>
      `Thank you for your message. We are closed now${opens ? ` and open again on ${opens}` : ''}. You will have an answer then.`,
    busy: 'Thank you for your message. Many people are waiting, so an answer may take longer than usual. You keep your place.',
    chatLink: (url) => `Chat with us here: ${url}\nOr simply answer this message. You keep your place.`,
  },
  moment: (at, timeZone) =>
    new Intl.DateTimeFormat('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: 'numeric',
      minute: '2-digit',
      timeZone,
    }).format(at),
};

const placeOf = ({ position, atLeast }: WaitWords): string =>
  position === 1
    ? 'You are next in line.'
    : atLeast
      ? `More than ${position - 1} callers are before you.`
      : `You are number ${position} in line.`;

function waitOf({ minutes }: WaitWords): string {
  if (!minutes) return 'We cannot say yet how long it will take.';
  const { from, to } = minutes;
  if (from >= 60) return 'It will take more than an hour.';
  if (to === 1) return 'It should take less than a minute.';
  return from === to ? `It should take about ${to} minutes.` : `It should take about ${from} to ${to} minutes.`;
}

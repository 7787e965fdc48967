import type { Announcements, WaitWords } from './announcements.ts';

export const simplifiedChinese: Announcements = {
  spoken: {
    waiting: (wait) => `感谢您的耐心等待。${placeOf(wait)}${waitOf(wait)}`,
    closed: (opens) => `感谢您的来电。现在是非工作时间${opens ? `，我们将于${opens}恢复服务` : ''}。`,
    busy: '感谢您的来电。目前线路繁忙，请稍后再拨。',
    offers: {
      callback: '保留排队位置、由我们给您回电，请按 1。',
      voicemail: '留言请按 2。',
      chat_link: '接收在线客服链接短信，请按 3。',
    },
    callbackPromised: '好的，已为您保留排队位置，我们会拨打此号码给您回电。再见。',
    leaveMessage: '请在提示音后留言，说完挂机即可。',
    messageTaken: '谢谢，您的留言已收到，我们会给您回电。再见。',
    chatLinkSent: '好的，在线客服链接将以短信发送给您，您的排队位置会保留。再见。',
    recorded: '为了准确记录您的需求，本次通话将被录音。如果您不希望录音，请告知客服人员。',
    agentGone: '非常抱歉，客服人员暂时无法接听，我们会再次给您回电。再见。',
  },
  written: {
    closed: (opens) =>
      `您好，您的消息已收到。现在是非工作时间${opens ? `，我们将于${opens}恢复服务，届时回复您` : '，恢复服务后会尽快回复您'}。`,
    busy: '您好，您的消息已收到。目前咨询人数较多，回复可能需要更长时间，您的排队位置会保留。',
    chatLink: (url) => `点击链接在线咨询：${url}\n也可以直接回复本短信，您的排队位置会保留。`,
  },
  moment: (at, timeZone) =>
    new Intl.DateTimeFormat('zh-CN', {
      month: 'long',
      day: 'numeric',
      weekday: 'long',
      hour: 'numeric',
      minute: '2-digit',
      timeZone,
    }).format(at),
};

const placeOf = ({ position, atLeast }: WaitWords): string =>
  position === 1 ? '您是下一位。' : atLeast ? `您前面有超过 ${position - 1} 位客户。` : `您前面还有 ${position - 1} 位客户。`;

function waitOf({ minutes }: WaitWords): string {
  if (!minutes) return '目前还无法预计等待时间。';
  const { from, to } = minutes;
  if (from >= 60) return '预计等待超过一小时。';
  if (to === 1) return '预计等待不到一分钟。';
  return from === to ? `预计等待约 ${to} 分钟。` : `预计等待约 ${from} 到 ${to} 分钟。`;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTwiml, TwimlError } from '../../channel-adapters/simulator/carrier/read-twiml.ts';

const base = 'https://hub.example/webhooks/v/call';
const read = (inside: string) => readTwiml(`<?xml version="1.0" encoding="UTF-8"?><Response>${inside}</Response>`, base);

describe('a TwiML document', () => {
  it('is understood verb by verb, with addresses made absolute', () => {
    expect(
      read(`
      <!-- what a waiting caller hears -->
      <Say language="zh-CN">请稍候 &amp; 不要挂机 &#x1F44D;</Say>
      <Play loop="2"><![CDATA[/music.mp3?a=1&b=2]]></Play><Pause/>
      <Enqueue waitUrl='wait?x=1&amp;y=2' action="https://other.example/done">line</Enqueue>
      <Redirect method="POST">../w/call</Redirect><Reject reason="busy"/><Hangup/>`),
    ).toEqual([
      { verb: 'Say', text: '请稍候 & 不要挂机 👍', language: 'zh-CN', loop: 1 },
      { verb: 'Play', url: 'https://hub.example/music.mp3?a=1&b=2', loop: 2 },
      { verb: 'Pause', seconds: 1 },
      { verb: 'Enqueue', name: 'line', waitUrl: 'https://hub.example/webhooks/v/wait?x=1&y=2', action: 'https://other.example/done' },
      { verb: 'Redirect', url: 'https://hub.example/webhooks/w/call' },
      { verb: 'Reject', reason: 'busy' },
      { verb: 'Hangup' },
    ]);
  });

  it('starts and does not end a conference unless it says so', () => {
    expect(read('<Dial><Conference>room</Conference></Dial>')).toMatchObject([
      { verb: 'Dial', conference: { friendlyName: 'room', startOnEnter: true, endOnExit: false, events: ['start', 'end'] } },
    ]);
  });

  it.each([
    ['<Fly/>', 12200],
    ['<say>small letters</say>', 12200],
    ['<Enqueue waitURL="x">line</Enqueue>', 12200],
    ['<Enqueue/>', 12200],
    ['<Pause length="long"/>', 12200],
    ['<Dial>+12025550147</Dial>', 12200],
    ['<Dial><Number>+12025550147</Number></Dial>', 12200],
    ['<Redirect>http://[</Redirect>', 11100],
    ['stray text', 12200],
    ['<Say>not closed', 12100],
    ['<Say>crossed</Pause>', 12100],
    ['<Say a="1" a="2">twice</Say>', 12100],
    ['<Say a=1>bare</Say>', 12100],
    ['<Say>a & b</Say>', 12100],
    ['<Say>&nbsp;</Say>', 12100],
    ['<Say>&#x110000;</Say>', 12100],
  ])('is an error with %s', (inside, code) => {
    expect(codeOf(() => read(inside))).toBe(code);
  });

  it.each([
    '',
    'OK',
    '{"ok":true}',
    '<html></html>',
    '<Response/><Response/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><Response/>',
    '</Response>',
    '<Response>',
  ])('is not what the hub answers with %j', (source) => {
    expect(codeOf(() => readTwiml(source, base))).toBe(12100);
  });

  it('is understood or refused by code, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (noise) => {
        expect([undefined, 11100, 12100, 12200]).toContain(codeOf(() => readTwiml(noise, base)));
        expect([undefined, 11100, 12100, 12200]).toContain(codeOf(() => read(`<Say>${noise}</Say>`)));
      }),
    );
  });
});

function codeOf(act: () => unknown): number | undefined {
  try {
    act();
    return undefined;
  } catch (failure) {
    if (failure instanceof TwimlError) return failure.code;
    throw failure;
  }
}

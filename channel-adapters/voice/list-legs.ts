import type { Twilio } from 'twilio';
import type { ParticipantInstance } from 'twilio/lib/rest/api/v2010/account/conference/participant.js';
import { askTwilio } from '../twilio-client.ts';

/** Who is in the conference of a conversation, or being rung for it. */
export async function listLegs(client: Twilio, conversationId: string): Promise<ParticipantInstance[]> {
  const conferences = await askTwilio(() => client.conferences.list({ friendlyName: conversationId, limit: 20 }));
  const open = conferences.find(({ status }) => status !== 'completed');
  return open ? askTwilio(() => client.conferences(open.sid).participants.list()) : [];
}

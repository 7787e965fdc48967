import { requireConversation } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { steerRecording } from './steer-recording.ts';

export const recordingRoutes: HandlersOf<'pauseRecording' | 'resumeRecording'> = {
  async pauseRecording({ hub, caller, id }) {
    await requireConversation(hub, caller, id);
    await steerRecording(hub, caller.id, id, 'paused');
    return { ok: true };
  },

  async resumeRecording({ hub, caller, id }) {
    await requireConversation(hub, caller, id);
    await steerRecording(hub, caller.id, id, 'on');
    return { ok: true };
  },
};

import { define, ok } from './endpoint.ts';

export const recordingsApi = {
  pauseRecording: define({
    method: 'post',
    path: '/api/conversations/:id/recording/pause',
    access: 'tickets.write',
    summary: 'Leave what is said from now on out of the recording of my call; the call shows when it is so',
    response: ok,
  }),
  resumeRecording: define({
    method: 'post',
    path: '/api/conversations/:id/recording/resume',
    access: 'tickets.write',
    summary: 'Record my call again; refused where the customer does not want it',
    response: ok,
  }),
};

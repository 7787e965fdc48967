/** A moment of a call, as its entry keeps it. */
export interface CallMoment {
  readonly type: 'incoming' | 'connected' | 'agent_unreachable' | 'ended';
  readonly seconds?: number;
  readonly outcome?: string;
}

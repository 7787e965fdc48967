/** A quiet two-tone ring made by the browser itself, repeated until it is stopped. */
export function startRing(): () => void {
  const context = new AudioContext();
  const ring = () => {
    tone(context, 659.25, 0);
    tone(context, 880, 0.18);
  };
  ring();
  const again = setInterval(ring, 2_500);
  return () => {
    clearInterval(again);
    void context.close();
  };
}

function tone(context: AudioContext, frequency: number, after: number) {
  const start = context.currentTime + after;
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(0.08, start + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.6);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.65);
}

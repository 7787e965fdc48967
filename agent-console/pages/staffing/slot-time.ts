/** When a half hour of the day begins, on a clock. */
export const slotTime = (slot: number): string => `${String(Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`;

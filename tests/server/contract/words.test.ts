import { describe, expectTypeOf, it } from 'vitest';
import type {
  AgentStatus,
  CallState,
  Channel,
  EntryKind,
  MessageStatus,
  ReservationState,
  Role,
  TaskState,
  TicketStatus,
} from '../../../server/contract/statuses.ts';
import type { $Enums } from '../../../server/db/generated/client.ts';

describe('the words of the contract', () => {
  // Checked by the compiler: a status added on one side only does not build.
  it('are those of the database', () => {
    expectTypeOf<Channel>().toEqualTypeOf<$Enums.Channel>();
    expectTypeOf<Role>().toEqualTypeOf<$Enums.Role>();
    expectTypeOf<AgentStatus>().toEqualTypeOf<$Enums.AgentStatus>();
    expectTypeOf<TicketStatus>().toEqualTypeOf<$Enums.TicketStatus>();
    expectTypeOf<TaskState>().toEqualTypeOf<$Enums.TaskState>();
    expectTypeOf<ReservationState>().toEqualTypeOf<$Enums.ReservationState>();
    expectTypeOf<EntryKind>().toEqualTypeOf<$Enums.EntryKind>();
    expectTypeOf<MessageStatus>().toEqualTypeOf<$Enums.MessageStatus>();
    expectTypeOf<CallState>().toEqualTypeOf<$Enums.CallState>();
  });
});

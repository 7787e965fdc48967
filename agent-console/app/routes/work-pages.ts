import { page } from './page.ts';

/** Where agents and supervisors work. */
export const workPages = [
  page('/desk/:conversationId?', 'desk', 'tickets.read', 'nav.desk', () => import('../../pages/desk/TheDesk.vue')),
  page('/tickets', 'tickets', 'tickets.read', 'nav.tickets', () => import('../../pages/tickets/TicketList.vue')),
  page('/tickets/:number', 'ticket', 'tickets.read', 'nav.tickets', () => import('../../pages/tickets/TheTicket.vue')),
  page('/queues', 'queues', 'queues.read', 'nav.queues', () => import('../../pages/queues/TheBoard.vue')),
  page('/rehearsals/:id?', 'rehearsals', 'planning.read', 'nav.rehearsals', () => import('../../pages/rehearsals/TheRehearsals.vue')),
  page('/staffing', 'staffing', 'planning.read', 'nav.staffing', () => import('../../pages/staffing/TheStaffing.vue')),
];

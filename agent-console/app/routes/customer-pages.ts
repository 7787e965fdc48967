import { page } from './page.ts';

/** The archive, and what is made of it. The first that fits is taken: a customer's own page stands last. */
export const customerPages = [
  page('/customers', 'customers', 'customers.read', 'nav.customers', () => import('../../pages/customers/CustomerList.vue')),
  page(
    '/customers/duplicates',
    'duplicates',
    'identity.read',
    'customersTabs.duplicates',
    () => import('../../pages/duplicates/TheDuplicates.vue'),
  ),
  page('/customers/import/:id?', 'imports', 'imports.read', 'customersTabs.imports', () => import('../../pages/imports/TheImports.vue')),
  page(
    '/customers/segments/:segment?',
    'segments',
    'care.read',
    'segments.title',
    () => import('../../pages/customers/segments/TheSegments.vue'),
  ),
  page(
    '/customers/portfolio',
    'portfolio',
    'value.read',
    'portfolio.title',
    () => import('../../pages/customers/portfolio/ThePortfolio.vue'),
  ),
  page(
    '/customers/opportunities',
    'opportunities',
    'care.read',
    'sales.title',
    () => import('../../pages/customers/opportunities/TheOpportunities.vue'),
  ),
  page(
    '/customers/follow-ups',
    'follow-ups',
    'care.read',
    'followUps.title',
    () => import('../../pages/customers/follow-ups/TheFollowUps.vue'),
  ),
  page('/customers/:id/:tab?', 'customer', 'customers.read', 'nav.customers', () => import('../../pages/customers/TheCustomer.vue')),
];

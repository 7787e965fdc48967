import type { Taxonomy } from '../../contract/ticket-taxonomy.ts';

/** What is in force, and which version that is. */
export interface TaxonomyRow extends Taxonomy {
  readonly version: number;
}

/** Before anybody has set anything: the three kinds, nothing below them. */
export const shippedTaxonomy: TaxonomyRow = {
  version: 0,
  kinds: [
    { kind: 'incident', label: { en: 'Incident', 'zh-CN': '故障' }, rootCauseRequired: false },
    { kind: 'service_request', label: { en: 'Service request', 'zh-CN': '服务请求' }, rootCauseRequired: false },
    { kind: 'complaint', label: { en: 'Complaint', 'zh-CN': '投诉' }, rootCauseRequired: false },
  ],
  categories: [],
  rootCauses: [],
};

import type { Chances } from '../random.ts';

interface OwnField {
  key: string;
  label: { en: string; 'zh-CN': string };
  type: 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'choices';
  options?: { key: string; label: { en: string; 'zh-CN': string }; retired: boolean }[];
  rules?: object;
  readRole?: 'agent' | 'supervisor';
  writeRole?: 'agent' | 'supervisor';
  searchable?: boolean;
  /** What this customer has there; undefined: nobody has asked yet. */
  fill(fate: Chances, now: Date): string | number | boolean | string[] | undefined;
}

const option = (key: string, en: string, zh: string) => ({ key, label: { en, 'zh-CN': zh }, retired: false });
const day = (now: Date, daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** What Northwind Home knows of its customers beyond the built-in fields. */
export const ownFields: readonly OwnField[] = [
  {
    key: 'contract_number',
    label: { en: 'Service contract', 'zh-CN': '服务合同号' },
    type: 'text',
    rules: { required: false, form: 'NH-######' },
    searchable: true,
    fill: (fate) => (fate.between(0, 1) < 0.6 ? `NH-${fate.whole(100_000, 999_999)}` : undefined),
  },
  {
    key: 'heating',
    label: { en: 'Heating', 'zh-CN': '供暖方式' },
    type: 'choice',
    options: [
      option('gas', 'Gas boiler', '燃气锅炉'),
      option('heat_pump', 'Heat pump', '热泵'),
      option('district', 'District heating', '集中供暖'),
      option('electric', 'Electric', '电采暖'),
    ],
    searchable: true,
    fill: (fate) => (fate.between(0, 1) < 0.8 ? fate.pick(['gas', 'gas', 'heat_pump', 'district', 'electric']) : undefined),
  },
  {
    key: 'home_size',
    label: { en: 'Living area (m²)', 'zh-CN': '居住面积（㎡）' },
    type: 'number',
    rules: { required: false, min: 5, max: 20_000 },
    fill: (fate) => (fate.between(0, 1) < 0.6 ? fate.whole(38, 240) : undefined),
  },
  {
    key: 'last_inspection',
    label: { en: 'Last inspection', 'zh-CN': '上次检修' },
    type: 'date',
    fill: (fate, now) => (fate.between(0, 1) < 0.7 ? day(now, fate.whole(20, 700)) : undefined),
  },
  {
    key: 'interests',
    label: { en: 'Interested in', 'zh-CN': '感兴趣' },
    type: 'choices',
    options: [
      option('solar', 'Solar', '太阳能'),
      option('air', 'Air quality', '空气净化'),
      option('water', 'Water filters', '净水'),
      option('smart', 'Smart home', '智能家居'),
    ],
    fill: (fate) =>
      fate.between(0, 1) < 0.5 ? fate.shuffle(['solar', 'air', 'water', 'smart']).slice(0, fate.whole(1, 2)).sort() : undefined,
  },
  {
    key: 'credit_limit',
    label: { en: 'Credit limit', 'zh-CN': '信用额度' },
    type: 'number',
    rules: { required: false, min: 0 },
    readRole: 'supervisor',
    writeRole: 'supervisor',
    fill: (fate) => (fate.between(0, 1) < 0.4 ? fate.whole(1, 20) * 500 : undefined),
  },
];

/** How long a field is trusted, and who brings it up to date. */
export const freshness = [
  { field: 'city', staleDays: 540, refreshBy: 'next_contact' },
  { field: 'occupation', staleDays: 720, refreshBy: 'next_contact' },
  { field: 'manner', staleDays: 365, refreshBy: 'assignee' },
  { field: 'fields.last_inspection', staleDays: 365, refreshBy: 'assignee' },
  { field: 'fields.credit_limit', staleDays: 180, refreshBy: 'supervisor' },
];

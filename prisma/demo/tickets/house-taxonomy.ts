import { v7 as uuid } from 'uuid';
import type { Taxonomy, TicketCategory } from '../../../server/contract/ticket-taxonomy.ts';

const label = (en: string, zh: string) => ({ en, 'zh-CN': zh });
const category = (
  kind: TicketCategory['kind'],
  name: TicketCategory['label'],
  parentId: string | null = null,
  checklist: TicketCategory['checklist'] = [],
) => ({
  ...{ id: uuid(), kind, parentId, label: name, checklist, retired: false },
});

/** What tickets of a shop for household goods are about. */
export function houseTaxonomy(): Taxonomy {
  const appliances = category('incident', label('Appliances', '家电'));
  const orders = category('service_request', label('Orders and delivery', '订单与配送'));
  const cause = (en: string, zh: string) => ({ id: uuid(), label: label(en, zh), retired: false });
  return {
    kinds: [
      { kind: 'incident', label: label('Incident', '故障'), rootCauseRequired: false },
      { kind: 'service_request', label: label('Service request', '服务请求'), rootCauseRequired: false },
      { kind: 'complaint', label: label('Complaint', '投诉'), rootCauseRequired: true },
    ],
    categories: [
      appliances,
      category('incident', label('Kettles', '电水壶'), appliances.id, [
        label('Ask for the serial number', '询问序列号'),
        label('Check the warranty', '核对保修'),
        label('Offer a replacement or a repair', '提供更换或维修'),
      ]),
      category('incident', label('Lamps', '灯具'), appliances.id, [label('Ask for a photo', '索取照片')]),
      category('incident', label('Website and account', '网站与账户')),
      orders,
      category('service_request', label('Where is it', '物流查询'), orders.id, [
        label('Ask the carrier', '联系承运商'),
        label('Tell the customer the new day', '告知客户新日期'),
      ]),
      category('service_request', label('Change an order', '修改订单'), orders.id),
      category('service_request', label('Invoice', '发票')),
      category('complaint', label('Delivery', '配送'), null, [
        label('Apologise by phone', '电话致歉'),
        label('Write down what went wrong', '记录问题经过'),
      ]),
      category('complaint', label('Quality', '质量'), null, [label('Ask for a photo', '索取照片')]),
      category('complaint', label('Service', '服务')),
    ],
    rootCauses: [
      cause('Damaged on the way', '运输损坏'),
      cause('Late carrier', '承运商延误'),
      cause('Wrong item packed', '发错货'),
      cause('Wear', '自然磨损'),
      cause('Our information was wrong', '我方信息有误'),
    ],
  };
}

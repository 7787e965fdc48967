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

/** What tickets of a seller of heating and air systems are about. */
export function houseTaxonomy(): Taxonomy {
  const systems = category('incident', label('Heating and air', '采暖与空气'));
  const orders = category('service_request', label('Orders and delivery', '订单与配送'));
  const cause = (en: string, zh: string) => ({ id: uuid(), label: label(en, zh), retired: false });
  return {
    kinds: [
      { kind: 'incident', label: label('Incident', '故障'), rootCauseRequired: false },
      { kind: 'service_request', label: label('Service request', '服务请求'), rootCauseRequired: false },
      { kind: 'complaint', label: label('Complaint', '投诉'), rootCauseRequired: true },
    ],
    categories: [
      systems,
      category('incident', label('Boilers and heat pumps', '壁挂炉与热泵'), systems.id, [
        label('Ask for the serial number', '询问序列号'),
        label('Check the warranty', '核对保修'),
        label('Book a visit or send the part', '预约上门或寄送配件'),
      ]),
      category('incident', label('Ventilation and filters', '新风与滤芯'), systems.id, [
        label('Ask when the filter was changed last', '询问上次更换滤芯的时间'),
      ]),
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
      cause('Fitted wrongly', '安装不当'),
      cause('Wear', '自然磨损'),
      cause('Our information was wrong', '我方信息有误'),
    ],
  };
}

/** Words by which a concern is known; of the rest, any category of its kind. */
export const signs: readonly (readonly [category: string, words: string])[] = [
  ['Boilers and heat pumps', 'boiler|heat|pressure|radiator|thermostat|bar\\M|锅炉|壁挂炉|热泵|暖|漏水|压力|温控'],
  ['Ventilation and filters', 'filter|air|ventil|purif|humid|fan|滤|新风|净化|加湿|空调'],
  ['Website and account', 'sign in|account|password|website|app\\M|登录|账号|网站'],
  ['Invoice', 'invoice|receipt|vat|发票|税'],
  ['Where is it', 'order|deliver|parcel|arriv|订单|物流|配送|发货|送'],
];

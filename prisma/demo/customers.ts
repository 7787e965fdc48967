import type { TierKey } from './catalog.ts';

export interface DemoCustomer {
  externalId: string;
  name: string;
  kind: 'person' | 'company';
  tier: TierKey;
  language: 'en' | 'zh-CN';
  occupation: string | null;
  city: string;
  birthday: string | null;
  phone: string;
  email: string;
  /** Has talked to us in the shop's chat while signed in. */
  chats: boolean;
  manner: string | null;
}

/**
 * Sixty customers. Numbers stand in ranges kept for fiction (Ofcom's and Bundesnetzagentur's drama numbers, 555-01xx) or are
 * the placeholders of Chinese manuals (138 0000 …); mail addresses in `.example` (RFC 2606).
 */
const table = `
platinum | Harbour Court Hotel   | company | en    | hotel, 84 rooms      | Brighton   |            | +447700900101  | office@harbourcourt.example   | chat | The manager, Mrs Whitfield, wants one number to call and short answers.
platinum | Dr. Helen Ashworth    | person  | en    | surgeon              | Edinburgh  | 1968-03-14 | +447700900102  | helen.ashworth@mail.example   | chat | On duty most days: text first, call only after 18:00.
platinum | 青云酒店管理有限公司  | company | zh-CN | 酒店，三家门店       | 杭州       |            | +8613800000101 | gongcheng@qingyun.example     | chat | 工程部周经理对接，先说结论，再说原因。
platinum | 周建国                | person  | zh-CN | 企业家               | 上海       | 1962-11-30 | +8613800000102 | zhou.jianguo@post.example     |      | 称呼“周总”，不喜欢重复说明情况。
gold     | Oliver Bennett        | person  | en    | architect            | Bristol    | 1975-07-02 | +447700900103  | oliver@bennett-studio.example | chat | Likes drawings and exact figures.
gold     | Claire Dubois         | person  | en    | gallery owner        | Lyon       | 1971-01-19 | +33639980104   | claire.dubois@mail.example    | chat | Warm and talkative; ask about the dog.
gold     | Becker & Söhne GmbH   | company | en    | carpentry, 22 people | Cologne    |            | +492214710105  | kontakt@becker-soehne.example |      | Formal. Always quote the order number.
gold     | Samuel Osei           | person  | en    | school principal     | Leeds      | 1980-09-23 | +447700900106  | sam.osei@mail.example         | chat | Friendly, in a hurry between lessons.
gold     | Grace Lindqvist       | person  | en    | novelist             | Minneapolis| 1966-05-08 | +16125550107   | grace@lindqvist.example       |      | Prefers mail and reads every word.
gold     | Bright Days Nursery   | company | en    | day nursery          | Reading    |            | +447700900108  | hello@brightdays.example      | chat | Nothing noisy between 12 and 14: the children sleep.
gold     | 刘思远                | person  | zh-CN | 大学教授             | 北京       | 1970-08-16 | +8613800000103 | liu.siyuan@post.example       | chat | 喜欢弄清原理，解释要完整。
gold     | 陈雅文                | person  | zh-CN | 律师                 | 深圳       | 1983-02-27 | +8613800000104 | chen.yawen@post.example       | chat | 说话直接，重视书面确认。
gold     | 明德小学              | company | zh-CN | 学校                 | 苏州       |            | +8613800000105 | houqin@mingde.example         |      | 后勤何老师，课间才能接电话。
gold     | 黄志强                | person  | zh-CN | 餐厅老板             | 广州       | 1976-10-05 | +8613800000106 | huang.zhiqiang@post.example   | chat | 爽快，喜欢在电话里一次说清。
silver   | Hannah Price          | person  | en    | nurse                | Cardiff    | 1990-04-11 | +447700900109  | hannah.price@mail.example     | chat | Works nights: do not call before noon.
silver   | Marco Ferretti        | person  | en    | chef                 | Turin      | 1985-12-03 | +447700900110  | marco.ferretti@mail.example   |      |
silver   | Ewan MacLeod          | person  | en    | farmer               | Inverness  | 1959-06-21 | +447700900111  | ewan@macleodfarm.example      |      | Hard of hearing: speak slowly, confirm in writing.
silver   | Nadia Hussain         | person  | en    | pharmacist           | Detroit    | 1988-08-30 | +13135550112   | nadia.hussain@mail.example    | chat |
silver   | Peter van Dijk        | person  | en    | engineer             | Utrecht    | 1973-03-09 | +447700900113  | p.vandijk@mail.example        | chat | Knows the device better than we do; skip the basics.
silver   | Ruth Goldberg         | person  | en    | retired teacher      | London     | 1949-01-26 | +442079460114  | ruth.goldberg@mail.example    |      | Enjoys a chat on the phone, no text messages.
silver   | Kestrel Dental        | company | en    | dental practice      | York       |            | +447700900115  | desk@kestreldental.example    | chat |
silver   | Jack Thornton         | person  | en    | plumber              | Austin     | 1982-11-17 | +15125550116   | jack@thorntonplumbing.example |      | Trade: technical answers, parts by next day.
silver   | Isabelle Moreau       | person  | en    | translator           | Nantes     | 1979-07-14 | +33639980117   | isabelle.moreau@mail.example  | chat |
silver   | 张美玲                | person  | zh-CN | 会计                 | 南京       | 1987-05-20 | +8613800000107 | zhang.meiling@post.example    | chat | 细心，会逐项核对金额。
silver   | 吴浩然                | person  | zh-CN | 软件工程师           | 成都       | 1992-09-09 | +8613800000108 | wu.haoran@post.example        | chat | 喜欢自己动手，给步骤就行。
silver   | 孙丽华                | person  | zh-CN | 退休医生             | 天津       | 1953-12-12 | +8613800000109 | sun.lihua@post.example        |      | 年长，请放慢语速，多说一遍。
silver   | 林小雨                | person  | zh-CN | 设计师               | 厦门       | 1994-03-25 | +8613800000110 | lin.xiaoyu@post.example       | chat |
silver   | 何俊杰                | person  | zh-CN | 装修承包商           | 武汉       | 1981-07-18 | +8613800000111 | he.junjie@post.example        |      | 常在工地，短信联系。
silver   | 静水茶馆              | company | zh-CN | 茶馆                 | 杭州       |            | +8613800000112 | dianzhang@jingshui.example    | chat |
silver   | 郑凯                  | person  | zh-CN | 摄影师               | 青岛       | 1989-10-28 | +8613800000113 | zheng.kai@post.example        | chat |
standard | Amelia Foster         | person  | en    | student              | Chicago    | 2003-02-08 | +13125550118   | amelia.foster@mail.example    | chat |
standard | Daniel Kowalski       | person  | en    | warehouse manager    | Luton      | 1984-06-15 | +447700900119  | d.kowalski@mail.example       |      |
standard | Yusuf Demir           | person  | en    | barber               | Berlin     | 1991-09-01 | +493023125120  | yusuf.demir@mail.example      | chat |
standard | Charlotte Evans       | person  | en    | physiotherapist      | Swansea    | 1986-12-22 | +447700900121  | charlotte.evans@mail.example  | chat |
standard | Liam O'Connor         | person  | en    | musician             | Boston     | 1995-03-17 | +16175550122   | liam.oconnor@mail.example     | chat |
standard | Fatima Zahra El Idrissi | person | en   | baker                | Lille      | 1978-08-08 | +33639980123   | fatima.elidrissi@mail.example |      |
standard | George Papadakis      | person  | en    | taxi driver          | London     | 1965-10-11 | +442079460124  | g.papadakis@mail.example      |      |
standard | Sophie Turner-Hale    | person  | en    | vet                  | Denver     | 1983-05-29 | +17205550125   | sophie.th@mail.example        | chat |
standard | Ben Adeyemi           | person  | en    | electrician          | Croydon    | 1990-01-13 | +447700900126  | ben.adeyemi@mail.example      | chat |
standard | Laura Schmidt         | person  | en    | librarian            | Hamburg    | 1977-04-04 | +494066969127  | laura.schmidt@mail.example    |      |
standard | Rajesh Patel          | person  | en    | shopkeeper           | Leicester  | 1969-11-02 | +447700900128  | rajesh.patel@mail.example     | chat |
standard | Emily Watson          | person  | en    | copywriter           | Portland   | 1993-07-07 | +15035550129   | emily.watson@mail.example     | chat |
standard | Northgate Cycles      | company | en    | bicycle shop         | Sheffield  |            | +447700900130  | shop@northgatecycles.example  |      |
standard | Victor Nilsson        | person  | en    | sailor               | Hull       | 1961-02-19 | +447700900131  | victor.nilsson@mail.example   |      |
standard | Maria da Silva        | person  | en    | cleaner              | Reading    | 1980-10-30 | +447700900132  | maria.dasilva@mail.example    |      |
standard | Thomas Reed           | person  | en    | accountant           | Seattle    | 1972-06-06 | +12065550133   | thomas.reed@mail.example      | chat |
standard | Chloe Martin          | person  | en    | florist              | Poole      | 1998-05-02 | +447700900134  | chloe.martin@mail.example     | chat |
standard | 王芳                  | person  | zh-CN | 护士                 | 西安       | 1991-04-18 | +8613800000114 | wang.fang@post.example        | chat |
standard | 李强                  | person  | zh-CN | 司机                 | 郑州       | 1979-01-09 | +8613800000115 | li.qiang@post.example         |      |
standard | 赵丽                  | person  | zh-CN | 幼儿教师             | 长沙       | 1996-06-01 | +8613800000116 | zhao.li@post.example          | chat |
standard | 马文博                | person  | zh-CN | 研究生               | 兰州       | 2000-11-11 | +8613800000117 | ma.wenbo@post.example         | chat |
standard | 朱婷                  | person  | zh-CN | 销售                 | 合肥       | 1990-08-22 | +8613800000118 | zhu.ting@post.example         |      |
standard | 高伟                  | person  | zh-CN | 工程师               | 沈阳       | 1985-02-14 | +8613800000119 | gao.wei@post.example          | chat |
standard | 罗晓燕                | person  | zh-CN | 药剂师               | 昆明       | 1988-12-07 | +8613800000120 | luo.xiaoyan@post.example      |      |
standard | 宋涛                  | person  | zh-CN | 个体户               | 济南       | 1974-03-03 | +8613800000121 | song.tao@post.example         |      |
standard | 唐雨欣                | person  | zh-CN | 编辑                 | 重庆       | 1997-09-16 | +8613800000122 | tang.yuxin@post.example       | chat |
standard | 冯建军                | person  | zh-CN | 退休工人             | 哈尔滨     | 1951-10-01 | +8613800000123 | feng.jianjun@post.example     |      | 只打电话，不看短信。
standard | 曹雪                  | person  | zh-CN | 瑜伽教练             | 宁波       | 1993-01-31 | +8613800000124 | cao.xue@post.example          | chat |
standard | 好邻居便利店          | company | zh-CN | 便利店               | 无锡       |            | +8613800000125 | dian@haolinju.example         |      |
standard | 丁子涵                | person  | zh-CN | 插画师               | 珠海       | 1999-07-27 | +8613800000126 | ding.zihan@post.example       | chat |
`;

export const customers: readonly DemoCustomer[] = table.trim().split('\n').map(readLine);

function readLine(line: string, index: number): DemoCustomer {
  const [tier = '', name = '', kind, language, occupation = '', city = '', birthday, phone = '', email = '', chat, manner] = line
    .split('|')
    .map((cell) => cell.trim());
  return {
    externalId: `C-${1001 + index}`,
    name,
    kind: kind === 'company' ? 'company' : 'person',
    tier: tierNamed(tier),
    language: language === 'en' ? 'en' : 'zh-CN',
    occupation,
    city,
    birthday: birthday || null,
    phone,
    email,
    chats: chat === 'chat',
    manner: manner || null,
  };
}

function tierNamed(word: string): TierKey {
  return word === 'platinum' || word === 'gold' || word === 'silver' ? word : 'standard';
}

import type { Label } from '../../contract/entities.ts';
import type { ImportKind } from '../../contract/imports.ts';

export interface KnownField {
  readonly key: string;
  readonly label: Label;
  readonly required?: true;
  /** What else people call it, as `plainName` writes it. */
  readonly names: readonly string[];
}

const field = (key: string, en: string, zh: string, names: string, required?: true): KnownField => ({
  key,
  label: { en, 'zh-CN': zh },
  names: names.split(' '),
  ...(required && { required }),
});

/** What a column may become; exports are written under the same names. */
export const knownFields: Record<ImportKind, readonly KnownField[]> = {
  customers: [
    field(
      'externalId',
      'Customer number',
      '客户编号',
      'externalid customerid customerno customerkey id key 客户号 客户id 会员号 会员编号 会员id 编号',
      true,
    ),
    field('name', 'Name', '姓名', 'fullname customername customer 名字 名称 客户姓名 客户名称 会员姓名 联系人'),
    field('kind', 'Kind', '类别', 'customerkind persontype 客户类别 客户类型'),
    field('tier', 'Tier', '等级', 'customertier level 会员等级 客户等级 级别'),
    field('language', 'Language', '语言', 'lang locale 语种'),
    field('company', 'Company', '公司', 'companyname organisation organization employer 公司名称 单位 单位名称 工作单位'),
    field('occupation', 'Occupation', '职业', 'job jobtitle profession 行业 职位'),
    field('city', 'City', '城市', 'town place 所在城市 地区'),
    field('birthday', 'Birthday', '生日', 'birthdate dateofbirth dob 出生日期 出生年月日'),
    field('manner', 'Manner', '沟通方式', 'mannerofspeaking 沟通偏好 注意事项'),
    field(
      'phone',
      'Phone',
      '手机',
      'phonenumber mobile mobilephone mobilenumber cell cellphone tel telephone 手机号 手机号码 电话 电话号码 联系电话 联系方式',
    ),
    field('email', 'Mail', '邮箱', 'email emailaddress mailaddress 邮箱地址 电子邮箱 电子邮件 邮件 邮件地址'),
  ],
  orders: [
    field('number', 'Order number', '订单号', 'number orderno orderid order 订单编号 订单id 单号', true),
    field('customer', 'Customer number', '客户编号', 'externalid customerid customerno customer 客户号 客户id 会员号 会员编号', true),
    field('placedAt', 'Placed at', '下单时间', 'date orderdate orderedat time placed 日期 订单日期 下单日期 订单时间', true),
    field('amount', 'Amount', '金额', 'total totalamount price sum 订单金额 总金额 总额 实付金额 合计', true),
    field('currency', 'Currency', '币种', 'currencycode 货币'),
    field('cost', 'Cost', '成本', 'costs ourcost 成本价'),
    field('status', 'Status', '状态', 'orderstatus state 订单状态', true),
    field('items', 'Items', '商品', 'products lines 商品明细 明细'),
    field('paymentMethod', 'Paid by', '支付方式', 'payment paymentmethod 付款方式'),
    field('paidAt', 'Paid at', '支付时间', 'paymentdate 付款时间 付款日期'),
    field('carrier', 'Carrier', '快递公司', 'shipper 承运商 物流公司'),
    field('tracking', 'Tracking number', '运单号', 'tracking trackingno 快递单号 物流单号'),
    field('deliveredAt', 'Delivered at', '签收时间', 'delivered deliverydate 送达时间 签收日期'),
    field('returns', 'Returns', '退货', 'refunds 退货明细 退款'),
  ],
};

/** As names of columns are compared: letters and digits only, in one form. */
export const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

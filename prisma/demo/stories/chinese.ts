/** What Chinese-speaking customers wrote and called about; written like `english.ts`. */
export const chinese = `
# sms | incident | delivery_status | 订单还没到 | home
> 你好，订单{order}说昨天到，还没收到，帮我查一下
< {name}您好，{product}已到本市仓库，昨天车辆临时检修耽误了，非常抱歉。明天上午11点前优先送达。
> 好的，明天家里有人
< 谢谢理解，司机到达前十分钟会给您打电话。

# sms | service_request | visit_booked | 改约上门时间
> 师傅周四上门能改到下周吗，上午都行
< 可以的，给您改到{day}上午8点到10点，还是同一位师傅，可以吗？
> 可以，谢谢
< 已改好，前一天晚上会短信提醒您。

# sms | incident | usage_advice | 温控器显示E4 | winter
> 温控器显示E4，暖气也不热了
< E4是无线信号断开。请按住圆形按钮5秒，等绿灯亮，再等两分钟。
> 绿灯亮了，开始热了，厉害
< 太好了。要是再出现，直接回复这条短信，我们给您换新的。

# sms | service_request | order_placed | 再订两套滤芯
> Fresh 350该换滤芯了，跟上次一样来两套
< 已为您下单两套F7滤芯，{day}送到，发票发您邮箱。
> 收到

# sms | service_request | thanks | 表扬师傅 | home
> {day}来的师傅特别好，进门穿鞋套，讲得清楚，走的时候还把地擦了，请转告他
< 谢谢您！已经在晨会上念给大家听了，师傅乐得合不拢嘴。

# support | incident | visit_booked | 壁挂炉掉压 | home
> 你好：

这几天北风壁挂炉一晚上从1.5降到0.6，每天早上都要补水，周围没看到漏水。请问怎么处理？
< {name}您好：

感谢您提供这么详细的数据。没有明显漏水而掉压，多半是膨胀罐或泄压阀的问题，没有危险。请先补到1.2，不要超过。

我们安排师傅{day}上午9点到11点上门，两种配件都带上。如果时间不合适，直接回复即可。

{agent}
> 时间可以，谢谢，没让我拍一堆照片就安排了，省心。
~ 膨胀罐12升、泄压阀各一已备车上。小区需登记车牌。

# support | service_request | usage_advice | 新风晚上开几档合适 | winter, home
> 晚上Fresh 350开2档，早上起来嗓子干，冬天有没有更合适的设置？
< {name}您好：

建议晚上10点以后用1档，湿度下限设为45%，路径是：菜单—气候—夜间。这样夜里进入的干冷空气会少一些。

如果一周后还是干，加湿器比任何设置都管用。欢迎告诉我效果。

{agent}

# support | complaint | complaint_resolved | 修了三次还是不热 | winter, home
> 同一个问题上门三次了，卫生间的暖气片还是不热，我每次都要请假。请派一个真正懂的人来。
< {name}您好：

您说得对，非常抱歉。为一片暖气片耽误您三天，这不是我们承诺的服务。

三次记录我都看了，没有人检查过管路平衡。{day}早上8点由高级工程师上门，房间到21度再离开，本次免费，前两次上门费也已退还。

{day}中午我会给您打电话确认。

{agent}
> 热了，是地板下面一个阀门没开。谢谢你们认真对待。
~ 已按约回电：卫生间21.5度，客户满意。两次上门费已退。

# support | service_request | maintenance_plan | 咨询年度保养 | home
> 你好，家里的设备过了一年保修期，有没有年度保养？多少钱？
< {name}您好：

有的。年度保养每年899元：上门清洗检测一次，配件按成本价，冬季故障优先安排。

已为您登记从下月开始，两周内可以取消，首次上门时间是{day}。

{agent}
> 价格合理，就这么办吧。

# billing | incident | invoice_corrected | {order}发票抬头有误
> {order}的发票抬头还是旧公司名，财务不收，麻烦重开一张，税号不变。
< 您好，原发票已作废，新发票见附件，金额{amount}不变，抬头已更新，以后都会按新抬头开。

{agent}
> 收到了，很快，谢谢。

# billing | incident | refund_issued | {order}重复扣款
> {order}扣了两次款，每次{amount}，请退一笔。
< 已查到两笔，其中一笔是重复扣款。{amount}今天原路退回，银行一般2到4个工作日到账。让您担心了，抱歉。

{agent}
> 今天早上到账了。

# billing | service_request | invoice_corrected | 需要增值税专用发票
> {order}能开增值税专用发票吗？资料上次发过。
< 可以，已开好并发到您邮箱，金额{amount}。纸质版随下次送货带上。

{agent}

# chat | service_request | quote_sent | 老房子能装热泵吗 | home
> 你好，老房子有暖气片，能装空气源热泵吗？
< {name}您好，多数可以。请问房子多大？最冷的时候暖气片水温大概多少？
> 140平，大概55度
< 55度可以用。如果楼下换两组大一点的暖气片，降到48度左右更省电。
> 大概要多少钱
< 连安装大约6到7万，补贴另算。两个方案的报价单稍后发到您邮箱。
> 好的谢谢

# chat | service_request | order_placed | 净化器声音大吗 | home
> P5放卧室会不会吵
< 夜间模式22分贝，比耳语还轻。
> 滤芯多久换一次
< 家里有猫大约8个月，没有的话一年。
> 有两只猫，那我订一台加一套滤芯
< 好的，一起发货，只收一次运费。

# chat | service_request | delivery_status | 修改收货地址
> 刚下单{order}，地址填成旧的了，能改吗
< 来得及，还没出库。请问改到哪里？
> 跟上一单一样，送公司
< 已改好，预计{day}送到。
> 太好了

# chat | service_request | no_action | 展厅营业时间
> 周六展厅开吗
< 开的，10点到16点。需要给您留一位顾问吗？
> 不用，我随便看看
< 好的，咖啡我们请。

# chat | incident | refund_issued | 退一个温控器
> 订单{order}买了两个T2，只用得上一个，另一个能退吗
< 可以，30天内都能退。退货单已发您邮箱，收到货后两天内退款。
> 真方便

# voice | incident | visit_booked | 早上开始没热水 | home
~ 没热水，暖气正常，听描述像三通阀故障。约{day}上午8点到10点，家里有小孩，标记加急。

# voice | incident | fault_repaired | 室外机结霜 | winter
~ 室外机结冰较厚，电话指导手动除霜，十分钟后运行正常。提醒清理后面的落叶。

# voice | incident | usage_advice | 晚上太热 | winter, home
~ 程序时间不对，一起重新设了时间和夜间温度，已保存。

# voice | service_request | quote_sent | 加两组暖气片 | home
~ 阁楼加两组Linea 1200，尺寸已记，报价单发邮箱，30天有效。

# voice | complaint | complaint_resolved | 师傅没有按时来 | home
~ 等了一上午没人来：车辆故障且没有通知客户。已道歉，改约{day}第一单，免上门费。

# voice | service_request | maintenance_plan | 续保养
~ 续一年，希望还是上次的师傅，已备注。

# voice | service_request | delivery_status | 送货前要提前通知
~ 小区要提前半天登记车辆，已写进{order}的送货单，司机前一天晚上联系。

# voice | incident | invoice_corrected | 已付款又收到催款
~ 客户按时付款，款项误记到别人账上。已更正并撤回催款，致歉。

# voice | service_request | thanks | 打电话来道谢
~ 专门来电感谢上周的快速处理，已转告同事。

# support | service_request | thanks | 祝您生日快乐 | birthday
< {name}您好：

今天是您的生日，北风家居全体同事祝您生日快乐、家里暖暖的。

下一套滤芯我们送您，需要时回复这封邮件就好。

{agent}
> 谢谢你们还记得，秋天换滤芯的时候再麻烦你们。
`;

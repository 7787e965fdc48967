/**
 * Longer stories of single customers, over several channels. `@ customer, days ago` opens a contact; `&` continues the
 * ticket of the contact before it on another channel; a contact ends `= status` when it is not simply solved.
 */
export const sagas = `
@ Harbour Court Hotel, 402
# voice | service_request | quote_sent | Heating for the new wing
~ New wing with 26 rooms. Three AirLift and Fresh 350 per floor. Quote promised until Friday.

@ Harbour Court Hotel, 391
# support | service_request | order_placed | Quote for the new wing
> Dear Northwind team,

we accept your quote for the new wing with one change: please put the outdoor units behind the kitchen, not on the sea side. Guests on the terrace should hear the gulls and nothing else.

M. Whitfield
< Dear Mrs Whitfield,

thank you for your trust. Behind the kitchen is better for the units as well, the salt air shortens their life. The changed drawing is attached, and work begins on the second of next month.

{agent}
> Approved. Please call the porter, not me, for access.

@ Harbour Court Hotel, 206
# voice | incident | visit_booked | Boiler is leaking, first floor flooded
~ Water from the old boiler down to the first floor, 31 guests in the house. Talked her through closing the main valve. Engineer sent at once, arrived after 40 minutes.
& 206
# sms | incident | fault_repaired | Boiler is leaking, first floor flooded
> He is here. Water is off. What about hot water tonight?
< He fits a temporary electric heater in an hour: 12 rooms have hot water by six, the rest by nine.
> Good. Guests get the bar on the house until then
~ Heater on loan, number 7. Collect after the new boiler is in.
& 204
# support | incident | order_placed | Boiler is leaking, first floor flooded
> Our insurer asks for a report with the cause and the time of your arrival. And please quote a new boiler, I do not want to live through this twice.
< Dear Mrs Whitfield,

attached: the report (cracked heat exchanger, arrival 40 minutes after your call, water off after 55) and a quote for two Boreal 24 kW in cascade, so that one always stands in for the other.

{agent}
> Two it is. You saved our weekend.

@ Harbour Court Hotel, 48
# chat | service_request | maintenance_plan | Yearly check before the house is full
> Could the yearly check be done before the conference? From then on we are full.
< Of course, Mrs Whitfield. Next week, the kitchens between two and four so that nobody waits for dinner?
> You know us well. Yes.

@ Harbour Court Hotel, 4
# support | complaint | complaint_resolved | Heat pump above the terrace hums = pending
> Since the service the third unit hums at night. Two guests of room 12 complained, one left early.
< Dear Mrs Whitfield,

that must not be, I am sorry. It sounds like the transport lock of the new fan. Could somebody send me ten seconds of the sound, recorded next to the unit? With it the engineer brings the right part tonight.

{agent}

@ Dr. Helen Ashworth, 310
# chat | service_request | quote_sent | Air for an allergic child
> My son has asthma. Which of your units really helps, and which is advertising?
< For a bedroom the P5: it changes the air five times an hour and its filter is the hospital grade. For the whole flat a Fresh 350 is better, because it filters what comes in.
> Thank you for an honest answer. Quote for both, please.

@ Dr. Helen Ashworth, 122
# sms | incident | fault_repaired | Filter light stays red
> Filter changed, light still red
< Hold Reset for 10 seconds, with the lid closed. The unit does not know about the new filter until then.
> Works. Thank you. Son sleeps through since you installed it
< That is the best message of the month.

@ Dr. Helen Ashworth, 3
# sms | service_request | visit_booked | Second unit for the hall = pending
> We want a second Fresh 350 for the hall. Can someone measure? I am at home Thursday after six
< Lucas can come Thursday at 18:30 and stays twenty minutes. Shall I confirm him?

@ Claire Dubois, 260
# voice | incident | complaint_resolved | Radiator scratched on delivery
~ Long scratch on the Linea in the gallery, vernissage on Friday. New one sent by courier today, old one stays as a spare at no cost. The dog is called Matisse.

@ Claire Dubois, 252
# support | service_request | thanks | The vernissage was warm
> Chère équipe,

the radiator came, the gallery was warm and nobody looked at the heating, which is the greatest praise for a radiator.

With Matisse's regards,
Claire
< Dear Claire,

we have read your mail aloud, twice. Kind regards to Matisse, and to the artist.

{agent}

@ Ewan MacLeod, 175
# voice | incident | visit_booked | House cold, lambing shed too
~ Both circuits cold, pump stuck. Speak slowly. Visit tomorrow at 7, before the lambs. Confirmed by letter and SMS.

@ Ewan MacLeod, 9
# voice | complaint | complaint_resolved | Bill for a visit under guarantee = on_hold
~ Charged 120 for a visit under guarantee. He is right. Waiting for the pump maker to confirm the guarantee, then credit. Promised to ring back.

@ 青云酒店管理有限公司, 388
# voice | service_request | quote_sent | 三家门店新风改造
~ 周经理：三家店共162间客房，要求分店施工、白天不影响入住。报价周五前给，先说结论。

@ 青云酒店管理有限公司, 371
# support | service_request | order_placed | 新风改造方案确认
> 方案可以，两点：一、西湖店先做；二、每天下午两点到五点施工，其余时间客人要休息。
< 周经理您好：

结论：两点都可以，总工期增加四天，费用不变。

原因：下午施工每天少两小时，我们增加一组人补上。西湖店下月6日进场，施工表见附件。

{agent}
> 很好，就按这个来。

@ 青云酒店管理有限公司, 143
# voice | incident | fault_repaired | 湖滨店三楼没有热水
~ 三楼18间客房无热水，客人投诉中。远程看到循环泵停机，指导重启后恢复，同时派人带备用泵过去。
& 143
# sms | incident | fault_repaired | 湖滨店三楼没有热水
> 热水恢复了，人还来吗
< 来的，约一小时到。原因：循环泵轴承磨损，重启只能撑几天，今晚换新泵，不影响客人。
> 好，走员工通道
~ 新泵已换，旧泵带回检测。

@ 青云酒店管理有限公司, 2
# billing | incident | invoice_corrected | 三家店请分开开票 = pending
> 这次的发票开在一起了，集团要求三家店分开，请重开。
< 周经理您好：

可以分开开，今天作废重开。请确认滨江店的税号是否沿用去年那个？确认后一小时内发您。

{agent}

@ 周建国, 334
# voice | complaint | complaint_resolved | 地暖不热，已经说过两遍
~ 周总已和两位同事说过情况，不愿重复。记录已看完：分水器装反。当晚派人改好，并致歉。以后来电直接转技术。

@ 周建国, 290
# voice | service_request | order_placed | 父母家也要装
~ 周总对处理速度满意，父母家（天津）要装同样一套，老人怕吵，选静音版。

@ 周建国, 31
# support | service_request | thanks | 父母家装好了
> 父母家已经装好，老人说比原来安静多了。师傅很有耐心，讲了三遍怎么用，谢谢。
< 周总您好：

谢谢您特地来信，已转告师傅。给老人做了一张大字使用卡，随信寄去天津。

{agent}

@ 陈雅文, 97
# chat | complaint | refund_issued | 承诺的安装日期没有兑现
> 合同写明三天前安装，到今天没有人来。请书面说明原因和赔偿方案。
< 陈律师您好。原因：配件到货晚两天，我们没有提前告知，这是我们的责任。按合同退还安装费的10%，明天上午九点安装。书面说明一小时内发您邮箱。
> 收到书面说明后我确认。
< 已发送，请查收。
> 可以接受。

@ 陈雅文, 6
# support | service_request | quote_sent | 律所办公室报价 = pending
> 律所新办公室320平，26人，需要新风和净化。请报价，列明噪音指标和保修条款。
< 陈律师您好：

报价两套见附件，噪音和保修条款单列在第三页。请确认会议室是否需要独立控制，确认后给最终版。

{agent}

@ 孙丽华, 60
# voice | service_request | usage_advice | 不会用新温控器
~ 阿姨不会调温控器，慢慢讲了两遍，已会开关和加减温度。寄大字说明一张。

@ Hannah Price, 1
# sms | incident | fault_repaired | Cold after the night shift
> Home from the night shift and the house is 14 degrees. Display says F28
< F28 is ignition, Hannah. Is the gas tap under the boiler along the pipe or across it?
> Across. The cleaner was here yesterday...
< Turn it along the pipe, then press Reset once. I stay here.
> It's lit! Going to bed. You are an angel
< Sleep well. I noted it for the engineer, no visit needed.
`;

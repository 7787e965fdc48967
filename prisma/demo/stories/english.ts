/**
 * What English-speaking customers wrote and called about. A story begins with `# inbox | kind | disposition | subject`;
 * `>` is the customer, `<` is us, `~` an agents' note. In braces: first, agent, order, product, amount, day.
 */
export const english = `
# sms | incident | delivery_status | Where is my order?
> Hi, order {order} was due yesterday and nobody came. Where is it?
< Sorry about that, {first}. Your {product} sits at the depot in town: the driver ran out of hours. It is first on tomorrow's round, before 11.
> ok thanks, I'll be in
< Thank you for your patience. The driver has your number and rings ten minutes before.

# sms | service_request | visit_booked | Move the engineer's visit
> Can we move Thursday's service visit to next week? Any morning is fine
< Of course. {day} between 8 and 10, same engineer. Shall I book it?
> Perfect, yes please
< Done. You get a reminder the evening before.

# sms | incident | usage_advice | Thermostat shows E4 | winter
> the thermostat says E4 and the heating is off
< E4 means it lost the radio link. Hold the round button for 5 seconds until the light is green, then wait two minutes.
> It's green... and warm again. Magic!
< Glad to hear it. Should it come back, write here and we send a new one.

# sms | service_request | order_placed | Filters please
> Time for new filters for our Fresh 350. Same as last time please
< Ordered: two F7 sets, delivery on {day}. The invoice comes by mail.
> thx

# sms | service_request | thanks | A word of thanks | home
> Your engineer on {day} was brilliant. Shoes off, everything explained, even hoovered. Please tell him
< That makes our week, {first}. I read it out to the whole team, and he is blushing.

# support | incident | visit_booked | Boiler loses pressure | home
> Hello,

since the weekend our Boreal boiler drops from 1.5 to 0.6 bar overnight. I top it up every morning. There is no puddle anywhere that I can see.

What should we do?
< Hello {first},

thank you for the exact figures, they help a lot. A fall like that without a puddle is mostly the expansion vessel or a seeping valve, and neither is dangerous. Please keep topping up to 1.2 bar, not more.

An engineer comes on {day} between 9 and 11 with both parts on the van. If that does not suit, just reply with a time.

Kind regards
{agent}
> {day} is fine. Thank you for not making me take photographs of every pipe first!
~ Vessel 12 l and relief valve reserved on the van. Parking behind the house.

# support | service_request | usage_advice | Ventilation: which setting at night? | winter, home
> Good evening,

we sleep with the Fresh 350 on level 2 and wake up with dry throats. Is there a better setting for winter?
< Good evening {first},

yes: level 1 from 22:00 and the humidity limit at 45 %. You find it under Menu > Climate > Night. The unit then fetches less of the dry outside air while everybody sleeps.

If throats are still dry after a week, a humidifier helps more than any setting. Tell me how it goes.

Best wishes
{agent}

# support | complaint | complaint_resolved | Third visit and still cold | winter, home
> This is the third visit for the same fault and the bathroom radiator is still cold. I took a day off each time. I expect somebody who knows what they are doing.
< Dear {first},

you are right, and I am sorry. Three days of yours for one radiator is not the service we promise.

I have read all three reports: nobody checked the balancing of the circuit. Our senior engineer comes on {day} at 8:00, stays until the room is at 21 degrees, and the visit costs you nothing. I have credited the last two as well.

I shall call you on {day} at noon to hear whether it is warm.

{agent}
> It is warm. Your engineer found a closed valve under the floor. Thank you for taking it seriously.
~ Called as promised: 21.5 °C in the bathroom, customer content. Two call-outs credited.

# support | service_request | maintenance_plan | Yearly service for our installation
> Hello, our installation is out of its first year. Do you offer a yearly check, and what does it cost?
< Hello {first},

we do. The plan is 149 a year: one visit with cleaning and measuring, spare parts at cost, and a place at the front of the line when something breaks in winter.

I have put it on your account from next month with a two-week right to cancel. The first visit would be on {day}.

{agent}
> Sounds fair, go ahead.

# billing | incident | invoice_corrected | Wrong address on invoice {order}
> The invoice for {order} still carries our old address. Our accountant will not take it like this. Could you correct it?
< Certainly. I have cancelled the old invoice and attached a new one with the address you gave us in spring. The amount, {amount}, is unchanged.

{agent}
> Received, thank you, that was quick.

# billing | incident | refund_issued | Charged twice for {order}
> My card was charged twice for {order}, {amount} each time. Please refund one of them.
< I can see both charges, and only one of them is ours to keep. {amount} goes back to your card today; banks take two to four working days to show it.

I am sorry for the fright.
{agent}
> It arrived this morning. All good.

# billing | service_request | invoice_corrected | Invoice in the company's name | home
> Could the invoice for {order} be in the name of the company instead of mine, please? VAT number as on file.
< Done and attached. I also noted the company as the payer, so it will be right from now on.

{agent}

# chat | service_request | quote_sent | Heat pump for an old house | home
> Hello! Would a heat pump work in a house from 1930 with radiators?
< Hello {first}! Often, yes. How many square metres, and do you know what the radiators run at on a cold day?
> 140 sqm, around 55 degrees I think
< 55 is workable. With two larger radiators downstairs you would get by with 48, and that is where it saves money.
> And roughly what would it cost?
< Between 9 and 11 thousand with installation, before any grant. I am sending a written quote with both variants to your mail address.
> Great, thank you!

# chat | service_request | order_placed | Is it quiet? | home
> Is the P5 quiet enough for a bedroom?
< Yes: 22 dB on night mode. A whisper is about 30.
> And how long do the filters last?
< About eight months with a cat, a year without.
> There is definitely a cat. I'll order one with a spare filter
< Good choice. The spare ships in the same box so you pay postage once.

# chat | service_request | delivery_status | Change the delivery address
> I just ordered ({order}) and used the old address. Can you change it?
< Just in time, it has not left yet. Where shall it go?
> To my office, same as the order before
< Changed. New delivery day is {day}.
> You are a star

# chat | service_request | no_action | Opening hours of the showroom
> Are you open on Saturdays?
< The showroom is, from 10 to 16. Shall I keep somebody free for you?
> No need, just looking :)
< Then the coffee is on us.

# chat | incident | refund_issued | Return a thermostat
> I ordered two T2 but only need one. Can I send the other one back? Order {order}
< Of course, you have 30 days. The return label is in your mailbox, and the money is with you two days after it arrives.
> That was easy

# voice | incident | visit_booked | No hot water since this morning | home
~ No hot water, heating works. Diverter valve by the sound of it. Visit on {day}, 8 to 10. Small child in the house, so marked as urgent.

# voice | incident | fault_repaired | Heat pump shows frost | winter
~ Thick ice on the outdoor unit. Walked through a manual defrost; running normally after ten minutes. Asked to clear the leaves behind it.

# voice | incident | usage_advice | Heating too warm at night | winter, home
~ Programme still on summer time. Set the clock together, saved the new programme. Very kind on the phone.

# voice | service_request | quote_sent | Two more radiators | home
~ Wants two Linea 1200 for the loft. Dimensions noted, quote sent by mail, valid for 30 days.

# voice | complaint | complaint_resolved | Engineer did not come | home
~ Waited from 8 to 12 in vain: van broke down and nobody called. Apologised, new slot {day} first thing, call-out free of charge.

# voice | service_request | maintenance_plan | Renew the maintenance plan
~ Renewed for another year. Wants the same engineer as last time, noted in the plan.

# voice | service_request | delivery_status | When does the lorry come?
~ Needs four hours' notice to free the yard. Put on the delivery note for {order}; driver calls the evening before.

# voice | incident | invoice_corrected | Reminder although paid
~ Paid on time, our reminder was wrong: payment was booked on the neighbour's account. Corrected, reminder withdrawn, apologised.

# voice | service_request | thanks | Just to say thank you
~ Called to thank us for the quick help last week. Passed on to the team.

# support | service_request | thanks | Happy birthday from all of us | birthday
< Dear {first},

today is your day, and everybody at Northwind Home wishes you a warm one.

As a small present the next filter set is on us: just reply to this mail when you need it.

{agent}
> How kind of you to remember! I shall take you up on it in autumn.
`;

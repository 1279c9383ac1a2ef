# What the desks beside the scanner say, all of them alike, and the desk for deliveries.

tab-scan = Scan
tab-deliveries = Deliveries
work-loading = Reading the ledger…
work-loading-hint = Everything that is listed is proven.
work-not-read = This could not be read
work-again = Read again
work-locked = Your key is locked: you can look, but not act.
work-unlock = Unlock
work-no-key = There is no key on this device: you can look, but not act.
work-enter-key = Enter a key
work-doing = { $told }: on its way to the ledger…
work-done = ✓ { $told } (final in block { $block }).
work-waits = { $told }: no node answers. It waits on this device and is sent as soon as one does.
work-motion = { $told }. Not done yet: motion { $motion } is open. Vote on it under Council; it takes effect once enough members agree.
work-shipment = It is shipment { $shipment }.
work-refused = { $told } was not done. { $why }
work-sure = { $told }: is that meant?
work-sure-yes = Yes, do it
work-sure-no = No
delivery-scan-case = Scan the code of the case or pallet, or type its SSCC
delivery-scan-pack = Scan packs to count them, or type their codes
delivery-enter = Enter
delivery-none = Nothing is on its way
delivery-none-hint = Shipments to and from your organisation stand here until they are received, refused or cancelled.
delivery-to-me = On the way to you
delivery-from-me = On the way from you
delivery-number = Shipment
delivery-with = Partner
delivery-packs = Packs
delivery-age = On its way for
delivery-overdue = { $age }, overdue
delivery-open = Open
delivery-close = All deliveries
delivery-title = Shipment { $number }
delivery-between = From { $from } to { $to }
delivery-line = GTIN { $gtin }, lot { $lot }: { $packs ->
        [one] { $packs } pack
       *[other] { $packs } packs
    }
delivery-disposal = These goods come back for disposal. Their packs are not expected to be genuine and active.
delivery-arrived = Counted: { $n }
delivery-missing = Not counted: { $n }
delivery-excess = Not announced: { $n }
delivery-bad = Not good: { $n }
delivery-hint = Take over a sealed delivery as a whole, or scan packs one by one to find differences.
delivery-hint-counted = Take over what you counted first, then refuse the rest or go on counting.
delivery-take-all = Take over everything
delivery-take-counted = Take over what was counted
delivery-refuse-missing = Refuse the rest: missing
delivery-refuse-damaged = Refuse the rest: damaged
delivery-refuse-suspect = Refuse the rest: suspect
delivery-tell-excess = Report what was not announced
delivery-excess-first = Report what was not announced first: a delivery that is settled takes no reports.
delivery-excess-some = Reported as not announced: { $n }. Only the others are still to be reported.
delivery-excess-all = Reported as not announced: { $n }. There is nothing more to report.
delivery-excess-left = This delivery is settled and takes no more reports. What it did not announce is still with you: keep it apart and tell its sender.
delivery-anew = Start the count anew
delivery-not-clean = Packs that are not good: { $n }. So nobody takes over everything by the way: take over the good ones that were counted and refuse the rest, or start the count anew.
delivery-all-counted = Everything is counted: take over what was counted.
delivery-cancel = Cancel the shipment
delivery-pack = Pack
delivery-pack-is = Is
delivery-pack-checking = Being checked…
delivery-pack-good = In this delivery
delivery-pack-again = Counted already
delivery-pack-excess = A real pack, but not announced
delivery-unknown = No shipment with this code is on its way.
delivery-open-first = Open a shipment first: scan the code of its case or pallet, or choose it below.
delivery-no-code = This is no code of a pack. Nothing was counted.
delivery-too-many-gaps = The packs are in too many places of their batch for one act. Take over a part first: the packs of one case, say.
purpose-return = Return, fit to be sold again
purpose-disposal = Goods for disposal
told-dispense = Dispense pack { $serial } of lot { $lot }, product { $gtin }
told-receive-all = Receive shipment { $shipment }: { $packs ->
        [one] its only pack
       *[other] all { $packs } packs
    }
told-receive-counted = Receive shipment { $shipment }: { $packs ->
        [one] { $packs } pack that was counted
       *[other] { $packs } packs that were counted
    }
told-refuse = Refuse { $packs ->
        [one] { $packs } pack
       *[other] { $packs } packs
    } of shipment { $shipment } { $reason ->
        [missing] as missing
        [damaged] as damaged
        [not-ordered] as not ordered
        [cold-chain] because of the cold chain
       *[suspect] as suspect
    }
told-excess = Report { $packs ->
        [one] { $packs } pack
       *[other] { $packs } packs
    } more than announced in shipment { $shipment }
told-cancel = Cancel shipment { $shipment }
told-report = Report pack { $serial } of lot { $lot }, product { $gtin }

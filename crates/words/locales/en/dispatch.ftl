# What the desk for dispatch says.

tab-dispatch = Dispatch
dispatch-scan = Scan packs, cases or pallets, or the receiver's GLN, or type them
dispatch-no-code = This is neither the code of a pack or case nor the GLN of a participant. Nothing was added.
dispatch-full = { $n ->
        [one] { $n } thing is in the list. Send it first.
       *[other] { $n } things are in the list. Send these first.
    }
dispatch-pack-again = Pack { $serial } of lot { $lot } is in the list already.
dispatch-case-again = The packs of case { $sscc } are in the list already.
dispatch-lot-again = What you have of lot { $lot } is in the list already.
dispatch-who = To whom
dispatch-find = Receiver
dispatch-find-hint = Its GLN, or a part of its name. Everybody who is offered stands in the register.
dispatch-found-none = No participant has this GLN or name.
dispatch-another = Another receiver
dispatch-licensed = Licensed
dispatch-stopped = Suspended or struck off
dispatch-unlicensed = No valid licence for this
dispatch-why = Why
dispatch-supply = Supply
dispatch-return = Return for resale
dispatch-disposal = Disposal
dispatch-supply-hint = To be sold, dispensed or used. What is recalled, withdrawn, expired, or was too warm or too cold cannot be supplied.
dispatch-return-hint = Back to whoever supplied these very packs, fit to be sold again. What is recalled, withdrawn or expired goes for disposal instead.
dispatch-disposal-hint = What is recalled, withdrawn, expired, or was too warm or too cold: to its maker, or to be destroyed. Locked packs and packs in quarantine stay where they are.
dispatch-none-hint = Scan packs one by one, or a case or pallet as a whole. Each is checked; only what you hold and may send is added.
dispatch-in = Packs in the list: { $n }
dispatch-checking = Being checked: { $n }
dispatch-out = Not added: { $n }
dispatch-remove-left-out = Take these out
dispatch-all-of = All of this lot
dispatch-thing = Scanned
dispatch-added = Packs added: { $n }
dispatch-unknown = Not on the ledger
dispatch-unread = Could not be read
dispatch-not-held = Not with you
dispatch-not-active = Held back or used up
dispatch-not-released = Not released for sale
dispatch-recalled = Recalled
dispatch-withdrawn = Off the market
dispatch-expired = Expired
dispatch-not-authorised = Not authorised in the receiver's country
dispatch-breached = Was too warm or too cold
dispatch-not-from-there = Not supplied by the receiver
dispatch-still-good = May be sold: not for disposal
dispatch-remove = Take out
dispatch-unpack = Take apart
dispatch-lot-title = Without scanning: a lot
dispatch-lot-hint = All that you have, if nothing is written; or some, by their places in the lot, counted from 0: 0-499.
dispatch-lot-take = Add
dispatch-lot-all = Lot { $lot }: all that you have
dispatch-lot-part = Lot { $lot }: packs { $first } to { $last }
dispatch-case = Case or pallet
dispatch-sscc = Number (SSCC)
dispatch-case-hint = Only if there is one: type it, or have one proposed that begins like your GLN. See that nobody else numbers cases that way.
dispatch-case-is = It is sent as case { $digits }.
dispatch-sscc-lack = With its check digit: { $digits }
dispatch-sscc-wrong = The check digit is wrong: { $digits } would be right. Compare with the label.
dispatch-sscc-count = An SSCC has 18 digits; { $digits ->
        [one] this is { $digits }.
       *[other] these are { $digits }.
    }
dispatch-propose = Propose a number
dispatch-print = Print its label
dispatch-printed = The label is saved as { $file }. Print it in its own size.
dispatch-pack-it = Pack the list into this case
dispatch-send-title = Send
dispatch-summary = Packs: { $packs } · Lots: { $lots } · To: { $to }
dispatch-papers-hint = A sale from or to the United States needs both documents. Only their digests reach the ledger.
dispatch-information = Transaction information
dispatch-statement = Transaction statement
dispatch-into = Shipment
dispatch-into-hint = Packs that left with an open shipment by mistake can be added to it. The receiver then names what arrived.
dispatch-into-new = A new one
dispatch-into-open = { $number }, sent { $age } ago
dispatch-left-out-hint = What was not added is not sent.
dispatch-send = Send
dispatch-lack-packs = Nothing is in the list yet.
dispatch-lack-answer = Some packs are still being checked.
dispatch-lack-receiver = Choose the receiver.
dispatch-lack-sender = Your own licence does not allow this.
dispatch-lack-stopped = The receiver is suspended or struck off.
dispatch-lack-unlicensed = The receiver has no licence that is valid now and allows this.
dispatch-lack-documents = The two documents are still to be chosen.
dispatch-lack-ranges = The packs lie in { $n ->
        [one] { $n } place
       *[other] { $n } separate places
    } of their lots, and one act takes { $most }. Take some out and send them by themselves, or take whole cases.
dispatch-lack-number = The case needs a number.
dispatch-lack-bad-number = The number of the case is not right.
dispatch-lack-contents = The case holds other packs than the list. Send all of it and nothing else, or take it apart first.
dispatch-lack-nested = Only cases that hold packs and stand in no other case can be packed, under another number than theirs.
told-dispatch-supply = Supply to { $to }, packs: { $packs }
told-dispatch-return = Return to { $to }, packs: { $packs }
told-dispatch-disposal = Send to { $to } for disposal, packs: { $packs }
told-dispatch-extend = Add to shipment { $number } to { $to }, packs: { $packs }
told-dispatch-pack = Pack case { $sscc }, packs: { $packs }
told-dispatch-unpack = Take case { $sscc } apart

# What verdicts say, in English. The words are those of the program itself: a test compares them byte for byte.

headline-genuine = Genuine
headline-already-dispensed-here = Already dispensed here
headline-already-used-elsewhere = Already used elsewhere
headline-do-not-use = Do not use
headline-not-recognised = Not recognised
headline-suspicious = Suspicious
headline-could-not-check = Could not check

duration-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
duration-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
duration-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
ago-seconds = { $n ->
    [one] { $n } second ago
   *[other] { $n } seconds ago
}
ago-minutes = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

as-said = { $said }
unknown-product = No maker has registered a product with GTIN { $gtin }.
unknown-batch = The maker of this product has registered no lot { $lot }.
unknown-serial = Serial { $serial } and the proof that comes with it are of no pack in this lot.
no-proof = The code carries no proof of its serial, and nobody who keeps it was asked.
no-pack-record = The chain gave no answer about this very pack.
expiry-mismatch = The expiry on the pack is not the one that the maker gave this lot ({ $expiry }).
expired = This lot expired on { $expiry }.
recalled-product = Every lot of this product is recalled ({ $danger }).
recalled-lot = This lot is recalled ({ $danger }).
recalled-pack = This pack is recalled, with others of its lot ({ $danger }).
recall-class-1 = class I: danger to life or a serious risk to health
recall-class-2 = class II: it may harm health
recall-class-3 = class III: it is unlikely to harm health
withdrawn-product = This product was taken off the market.
withdrawn-lot = This lot was taken off the market.
not-released = The maker has not released this lot for sale.
cold-chain = On its way this pack was warmer or colder than it may be, and the maker has not cleared it.
proven-active = The maker registered this pack, and it is active.
already-dispensed-here = Your pharmacy dispensed this pack.
already-dispensed-elsewhere = A pack with this code was handed to a patient already.
already-used-exported = A pack with this code was exported.
already-used-sample = A pack with this code was taken as a sample by an authority.
already-used-free-sample = A pack with this code was given away as a free sample.
already-used-repackaged = A pack with this code was taken out for repackaging.
stolen = This pack is reported stolen.
destroyed = This pack is recorded as destroyed.
locked = This pack is held back during an investigation.
quarantined = This pack is in quarantine.
unknown-state = The pack is in a state that this program does not know. Update the program.
holder-not-authorised = Whoever has this pack, according to the records, may not trade at present.
not-with-pharmacy = According to the records, this pack has not reached a pharmacy yet.
wrong-custodian = According to the records, this pack is with someone else, and not on its way to you.
compare-expiry = The code carries no expiry. The maker gave this lot { $expiry }: compare it with the pack.
not-yet-received = The shipment with this pack is still to be received: receive it before you do anything else.
development-chain = This is a development chain: anybody can make its blocks. Set the checkpoint of the real chain.
custodian-not-checked = Whether the pack should be with you was not checked: no GLN of your organisation is set.
node-dropped = A node gave a wrong answer and is not asked any more: { $node }. Tell its operator.
anomaly = Nothing in the ledger speaks against this pack, but its scans are unusual: { $reasons }.
anomaly-and = {"; "}
seen-far-away = According to a gateway, this code was scanned some { $kilometres } km away about { $hours } hours ago: one of the two packs would be a copy. That is not proven. Compare the pack with another one of its lot before you hand it out.
offline = Checked without network against records that are { $age } old; what happened since then is not known.
clock-behind = This device's clock is { $minutes } minutes behind the chain's. Set it right and scan again.
stale-node = The newest data this node has are { $minutes } minutes old. A recall since then would be missed.
stale-snapshot = The records at hand are { $age } old, and may be { $most } old at most: a recall since then would be missed. Get a newer snapshot, or scan with a network.
may-have-changed = { $finding } That was { $ago }; it may have changed since.
bad-lot = The lot is longer than a lot can be.
unknown-participant = No participant has the GLN { $gln } that this scanner is set to.
scanner-misconfigured = Your scanner is misconfigured; this says nothing against the pack. It seems that { $faults }.
fault-and = {"; and that "}
fault-caps-lock = capital and small letters are swapped: switch Caps Lock off
fault-upper-case = all letters arrive as capitals: let the scanner keep the case
fault-lower-case = all letters arrive as small ones: let the scanner keep the case
fault-german-layout = the scanner types for an American keyboard: set it to the German layout
fault-french-layout = the scanner types for an American keyboard: set it to the French layout
fault-other-separator = the separator arrives as another character: let the scanner send FNC1 as GS (ASCII 29)
fault-lost-separator = the separator is lost: let the scanner send FNC1 as GS (ASCII 29)
fault-broken-prefix = the symbology identifier arrives in pieces: switch it on or off as a whole
fault-trailing-characters = a character follows the code: let the scanner send no suffix
incomplete-code = The code has no { $missing }, so it does not name a single pack.
element-gtin = GTIN
element-serial = serial number
element-lot = lot
not-gs1 = This is no valid GS1 code: { $why } (at character { $at }).
next-incomplete-code = Scan the two-dimensional code next to the expiry date; a product's bar code is not enough.
next-not-gs1 = Compare the code with the pack character by character, or scan it instead of typing.
next-genuine-not-received = Receive the shipment with this pack first.
next-genuine-far-away-pharmacist = Look at the pack closely: print, seal, leaflet. If anything is odd, put it aside and ask the maker; otherwise dispense it.
next-genuine-patient = You can use this medicine as prescribed.
next-genuine-pharmacist = Check the pack's seal, then dispense it.
next-genuine-others = Nothing to do.
next-already-dispensed-here = Your pharmacy has dispensed this pack already. If it is still in your hands, find out which patient got which pack; do not dispense it again.
next-already-used-elsewhere-patient = If your pharmacy handed you this very pack, all is well. If you got it anywhere else, do not use it and ask a pharmacist.
next-already-used-elsewhere-pharmacist = Do not dispense this pack. Unless your own pharmacy dispensed it, put it aside and report it: another pack with this code was used elsewhere.
next-already-used-elsewhere-wholesaler = Do not ship this pack. Put it aside and report it: another pack with this code was used elsewhere.
next-already-used-elsewhere-others = Trace the pack and find out whether this is the dispensed pack or a copy of its code.
next-do-not-use-patient = Do not use this medicine. Take it to a pharmacy.
next-do-not-use-trade = Put the pack into quarantine. Follow the recall notice or your procedure for the reason given.
next-do-not-use-others = Make sure that the pack is withdrawn.
next-not-recognised-patient = This pack could not be matched with any that its maker registered. Do not use it; ask a pharmacist to check it.
next-not-recognised-trade = Scan once more, to rule out a misread code. If it stays, quarantine the pack and report it to your regulator and the maker.
next-not-recognised-others = Compare the code with the maker's records, then open a case.
next-suspicious-patient = What is printed on this pack, or where it is, does not fit the records. Do not use it; ask a pharmacist to check it.
next-suspicious-trade = Quarantine the pack, keep the packaging, and report it to your regulator and the maker.
next-suspicious-others = Secure the pack and open a case.
next-could-not-check-patient = This says nothing against the pack. Scan the large square code and try again later, or ask a pharmacist.
next-could-not-check-others = This says nothing against the pack. Do not dispense or ship it on the strength of this scan; see the reason, then scan again.
gs1-empty = nothing was scanned: scan the code again
gs1-too-long = the text is longer than any GS1 code: scan a single code
gs1-unknown-ai = no GS1 application identifier begins here: the code may not be GS1, or a separator was lost
gs1-missing-value = an application identifier has no value: the code may be cut off
gs1-value-too-short = a value is shorter than its application identifier demands: the code may be cut off
gs1-value-too-long = a value is longer than its application identifier allows: a separator may be lost
gs1-bad-character = a value holds a character that its application identifier does not allow
gs1-bad-check-digit = the check digit is wrong: scan again, or compare with the printed number
gs1-bad-company-prefix = the key does not begin with a GS1 company prefix
gs1-bad-date = the date does not exist: dates are YYMMDD, day 00 meaning the end of the month
gs1-bad-time = the time of day does not exist
gs1-not-in-list = the value is not in the list that its application identifier refers to
gs1-bad-content = the value breaks a content rule of its application identifier
gs1-repeated-ai = an application identifier stands twice with different values: two codes may have run together
gs1-missing-partner = an application identifier stands without another that it needs, such as a serial without a GTIN
gs1-excluded-partner = two application identifiers stand together that exclude each other
gs1-bad-brackets = brackets must enclose each application identifier, as in (01)09506000134352
gs1-bad-uri = the address is not a well-formed http or https URI
gs1-no-link-key = the address holds no GS1 key: it is not a GS1 Digital Link
gs1-bad-link-path = the key qualifiers of this Digital Link are unknown or out of order
gs1-bad-link-attribute = this application identifier may not stand in the query of a Digital Link
gs1-bad-escape = a percent escape is broken
node-bad-address = `{ $address }` is no node address. Give an address such as http://127.0.0.1:9944.
node-unreachable = No node answers at { $address }: { $cause }. Check that the node runs and that the address and network are right, then try again.
node-too-slow = { $address } takes too long to answer. Check that the node runs and that the address and network are right, then try again.
node-timeout = No node answered in time.
node-wrong-chain = { $address } is no Medtrail node: it serves `{ $chain }`. Give the address of a node of the Medtrail chain.
node-wrong-version = The chain's transactions have version { $found }, this program writes version { $known }. Update this program.
node-error = The node refused the request: { $said } ({ $code }). Try another node; if it lasts, tell the node's operator.
node-bad-answer = The node's answer makes no sense: { $what }. Try another node; if it lasts, tell the node's operator.
node-no-block = The node does not have the block. Try again in a moment, or another node.
node-none-honest = Every node that was named gave wrong answers. Give another node's address, and tell the operators of these.
node-no-finality = The node does not prove that its last block is final. Ask a node that takes part in finality.
clock-set-back = This device's clock was set back. Set it right and scan again.
node-unproven = The node's answer is not proven: { $why }. { $next }
proof-too-large = the proof is larger than an honest one
proof-incomplete = the proof does not lead from the block's state root to the key
proof-undecodable = the proven value cannot be read: the chain may be of another version
proof-misplaced = the records about the pack are not where the node said
proof-bad-votes = the votes for the block contradict themselves
proof-not-by-set = the block is not finalised by those who may
proof-bad-set = the set of finalisers is no valid one
proof-unknown-change = the chain changed its finalisers in a way that this program does not know
proof-no-change = the block changes no finalisers
proof-older = the block is older than one that is known to be final
proof-fork = another block of the same height was finalised too: the chain is split
proof-other-chain = the block is of another chain
proof-other-base = the difference begins at another snapshot
next-node-behind = Wait until the node has caught up, or ask another one.
next-chain-split = Rely on no node of this chain until its regulators say what happened.
next-not-by-set = Make sure that the checkpoint is of this chain. If it is, do not rely on this node and tell its operator.
next-update-program = Update this program.
next-other-node = Do not rely on this node. Try another one and tell its operator.
checkpoint-unreadable = This is no checkpoint of a Medtrail chain. Give a file that `medtrail checkpoint` made.
checkpoint-bad-signature = The signature on the checkpoint is wrong. Do not use it. Get the checkpoint again from whoever publishes it for this chain.
checkpoint-other-publisher = The checkpoint is not signed by the publisher that was named. Do not use it. Get the checkpoint again from whoever publishes it for this chain.
checkpoint-too-old = The checkpoint is older than half a year, or from the future. Get a newer checkpoint from whoever publishes it for this chain.
checkpoint-bad-key = The publisher's key is no secret phrase. Give a file with a secret phrase.
act-refused = Refused: { $name }. { $next }
act-refused-otherwise = Refused: { $why }. Nothing changed. Check the act and try again.
act-number-taken = Another act of the same key came first: { $why }. Nothing changed. Try again when other programs do not use the same key.
act-unconfirmed = The act was sent, but could not be seen to take effect: { $why }. Look up the packs with `medtrail trace` before you try again.
gateway-denies = The gateway { $address } says that the maker's list has no such serial. That is not proven: it may be wrong, or the code misread. Do not rely on this pack until the maker was asked.
gateway-knows-nothing = The gateway { $address } does not know the code.
gateway-dropped = The gateway { $address } gave a wrong proof and is not asked any more. Tell its operator.
gateway-unreachable = No gateway answers at { $address }: { $cause }.
gateway-refused = The gateway at { $address } refused: { $said }.
gateway-bad-answer = The answer of { $address } is not a gateway's.
gateway-no-randomness = The system gives no random numbers.
picture-file = { $path } cannot be read: { $cause }.
picture-not-one = This is no PNG or JPEG picture, or it is damaged.
picture-too-large = The picture is too large: at most 64 MB and 100 megapixels.
picture-no-code = No code was found in the picture.
picture-several-packs = The picture shows the codes of several packs.
next-picture-file = Check the path and its permissions.
next-picture-not-one = Choose a PNG or JPEG photograph of the pack's code.
next-picture-too-large = Take the picture again with fewer pixels, or crop it.
next-picture-no-code = Take the picture again: the whole code, sharp, without glare, filling a third of the picture or more.
next-picture-several-packs = Take a picture of one pack at a time.

# Was die Arbeitsplätze neben dem Scanner sagen, und der Arbeitsplatz für Lieferungen.

tab-scan = Scannen
tab-deliveries = Lieferungen
work-loading = Das Register wird gelesen…
work-loading-hint = Alles, was aufgeführt ist, ist bewiesen.
work-not-read = Das ließ sich nicht lesen
work-again = Neu lesen
work-locked = Ihr Schlüssel ist gesperrt: Sie können alles ansehen, aber nicht handeln.
work-unlock = Entsperren
work-no-key = Auf diesem Gerät ist kein Schlüssel: Sie können alles ansehen, aber nicht handeln.
work-enter-key = Schlüssel eingeben
work-doing = { $told }: unterwegs zum Register…
work-done = ✓ { $told } (endgültig in Block { $block }).
work-waits = { $told }: Kein Knoten antwortet. Die Handlung wartet auf diesem Gerät und wird gesendet, sobald einer antwortet.
work-motion = { $told }: noch nicht ausgeführt. Antrag { $motion } ist offen. Stimmen Sie unter „Rat“ darüber ab; er wirkt, sobald genug Mitglieder zustimmen.
work-shipment = Es ist Lieferung { $shipment }.
work-refused = { $told }: Das wurde nicht ausgeführt. { $why }
work-sure = { $told }: Ist das so gemeint?
work-sure-yes = Ja, ausführen
work-sure-no = Nein
delivery-scan-case = Code des Kartons oder der Palette scannen oder SSCC eintippen
delivery-scan-pack = Packungen scannen, um sie zu zählen, oder ihre Codes eintippen
delivery-enter = Eingeben
delivery-none = Nichts ist unterwegs
delivery-none-hint = Lieferungen an Ihren Betrieb und von ihm stehen hier, bis sie angenommen, zurückgewiesen oder storniert sind.
delivery-to-me = Unterwegs zu Ihnen
delivery-from-me = Unterwegs von Ihnen
delivery-number = Lieferung
delivery-with = Handelspartner
delivery-packs = Packungen
delivery-age = Bisher unterwegs
delivery-overdue = { $age }, überfällig
delivery-open = Öffnen
delivery-close = Alle Lieferungen
delivery-title = Lieferung { $number }
delivery-between = Von { $from } an { $to }
delivery-line = GTIN { $gtin } · Charge { $lot } · { $packs ->
        [one] { $packs } Packung
       *[other] { $packs } Packungen
    }
delivery-disposal = Diese Ware kommt zur Entsorgung zurück. Es wird nicht erwartet, dass ihre Packungen echt und aktiv sind.
delivery-arrived = Gezählt: { $n }
delivery-missing = Nicht gezählt: { $n }
delivery-excess = Nicht angekündigt: { $n }
delivery-bad = Nicht in Ordnung: { $n }
delivery-hint = Nehmen Sie eine versiegelte Lieferung als Ganzes an oder scannen Sie die Packungen einzeln, um Abweichungen zu finden.
delivery-hint-counted = Nehmen Sie zuerst an, was Sie gezählt haben. Weisen Sie dann den Rest zurück oder zählen Sie weiter.
delivery-take-all = Alles annehmen
delivery-take-counted = Gezähltes annehmen
delivery-refuse-missing = Rest zurückweisen: fehlend
delivery-refuse-damaged = Rest zurückweisen: beschädigt
delivery-refuse-suspect = Rest zurückweisen: verdächtig
delivery-tell-excess = Nicht Angekündigtes melden
delivery-excess-first = Melden Sie zuerst, was nicht angekündigt war: Zu einer abgeschlossenen Lieferung kann nichts mehr gemeldet werden.
delivery-excess-some = Als nicht angekündigt gemeldet: { $n }. Nur die übrigen sind noch zu melden.
delivery-excess-all = Als nicht angekündigt gemeldet: { $n }. Es gibt nichts mehr zu melden.
delivery-excess-left = Diese Lieferung ist abgeschlossen, zu ihr kann nichts mehr gemeldet werden. Was sie nicht ankündigte, ist noch bei Ihnen: Legen Sie es beiseite und sagen Sie es dem Absender.
delivery-anew = Von vorn zählen
delivery-not-clean = Packungen, die nicht in Ordnung sind: { $n }. Deshalb wird nicht nebenbei alles angenommen: Nehmen Sie die guten, gezählten an und weisen Sie den Rest zurück, oder zählen Sie von vorn.
delivery-all-counted = Alles ist gezählt: Nehmen Sie das Gezählte an.
delivery-cancel = Lieferung stornieren
delivery-pack = Packung
delivery-pack-is = Befund
delivery-pack-checking = Wird geprüft…
delivery-pack-good = In dieser Lieferung
delivery-pack-again = Bereits gezählt
delivery-pack-excess = Echte Packung, aber nicht angekündigt
delivery-unknown = Keine Lieferung mit diesem Code ist unterwegs.
delivery-open-first = Öffnen Sie zuerst eine Lieferung: Scannen Sie den Code ihres Kartons oder ihrer Palette, oder wählen Sie sie unten aus.
delivery-no-code = Das ist kein Code einer Packung. Es wurde nichts gezählt.
delivery-too-many-gaps = Die Packungen liegen an zu vielen Stellen ihrer Charge für eine einzige Handlung. Nehmen Sie zuerst einen Teil an, etwa die Packungen eines Kartons.
purpose-return = Retoure, wieder verkaufsfähig
purpose-disposal = Ware zur Entsorgung
told-dispense = Packung { $serial } der Charge { $lot }, Produkt { $gtin }, abgeben
told-receive-all = Lieferung { $shipment } annehmen: { $packs ->
        [one] ihre einzige Packung
       *[other] alle { $packs } Packungen
    }
told-receive-counted = Lieferung { $shipment } annehmen: { $packs ->
        [one] { $packs } gezählte Packung
       *[other] { $packs } gezählte Packungen
    }
told-refuse = { $packs ->
        [one] { $packs } Packung
       *[other] { $packs } Packungen
    } der Lieferung { $shipment } { $reason ->
        [missing] als fehlend
        [damaged] als beschädigt
        [not-ordered] als nicht bestellt
        [cold-chain] wegen der Kühlkette
       *[suspect] als verdächtig
    } zurückweisen
told-excess = { $packs ->
        [one] { $packs } nicht angekündigte Packung
       *[other] { $packs } nicht angekündigte Packungen
    } in Lieferung { $shipment } melden
told-cancel = Lieferung { $shipment } stornieren
told-report = Packung { $serial } der Charge { $lot }, Produkt { $gtin }, melden

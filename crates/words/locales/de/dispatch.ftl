# Was der Arbeitsplatz für den Versand sagt.

tab-dispatch = Versand
dispatch-scan = Packungen, Kartons, Paletten oder die GLN des Empfängers scannen oder eintippen
dispatch-no-code = Das ist weder der Code einer Packung oder eines Kartons noch die GLN eines Teilnehmers. Es wurde nichts hinzugefügt.
dispatch-full = { $n ->
        [one] In der Liste steht { $n } Eintrag. Versenden Sie zuerst diesen.
       *[other] In der Liste stehen { $n } Einträge. Versenden Sie zuerst diese.
    }
dispatch-pack-again = Packung { $serial } der Charge { $lot } steht schon in der Liste.
dispatch-case-again = Die Packungen des Kartons { $sscc } stehen schon in der Liste.
dispatch-lot-again = Was Sie von Charge { $lot } haben, steht schon in der Liste.
dispatch-who = An wen
dispatch-find = Empfänger
dispatch-find-hint = Seine GLN oder ein Teil seines Namens. Wer vorgeschlagen wird, steht im Register.
dispatch-found-none = Kein Teilnehmer hat diese GLN oder diesen Namen.
dispatch-another = Anderer Empfänger
dispatch-licensed = Hat eine Erlaubnis
dispatch-stopped = Ausgesetzt oder gestrichen
dispatch-unlicensed = Keine gültige Erlaubnis dafür
dispatch-why = Wozu
dispatch-supply = Belieferung
dispatch-return = Retoure zum Wiederverkauf
dispatch-disposal = Entsorgung
dispatch-supply-hint = Zum Verkauf, zur Abgabe oder Anwendung. Was zurückgerufen, vom Markt genommen oder abgelaufen ist oder zu warm oder zu kalt war, darf nicht geliefert werden.
dispatch-return-hint = Zurück an den, der genau diese Packungen geliefert hat, wieder verkaufsfähig. Was zurückgerufen, vom Markt genommen oder abgelaufen ist, geht stattdessen in die Entsorgung.
dispatch-disposal-hint = Was zurückgerufen, vom Markt genommen oder abgelaufen ist oder zu warm oder zu kalt war: zum Hersteller oder zur Vernichtung. Gesperrte Packungen und solche in Quarantäne bleiben, wo sie sind.
dispatch-none-hint = Scannen Sie Packungen einzeln oder einen Karton oder eine Palette als Ganzes. Alles wird geprüft; hinzugefügt wird nur, was bei Ihnen ist und versandt werden darf.
dispatch-in = Packungen in der Liste: { $n }
dispatch-checking = In Prüfung: { $n }
dispatch-out = Nicht hinzugefügt: { $n }
dispatch-remove-left-out = Diese herausnehmen
dispatch-all-of = Alle dieser Charge
dispatch-thing = Gescannt
dispatch-added = Packungen hinzugefügt: { $n }
dispatch-unknown = Nicht im Register
dispatch-unread = Ließ sich nicht lesen
dispatch-not-held = Nicht bei Ihnen
dispatch-not-active = Gesperrt oder verbraucht
dispatch-not-released = Nicht freigegeben
dispatch-recalled = Zurückgerufen
dispatch-withdrawn = Vom Markt genommen
dispatch-expired = Abgelaufen
dispatch-not-authorised = Im Land des Empfängers nicht zugelassen
dispatch-breached = War zu warm oder zu kalt
dispatch-not-from-there = Nicht vom Empfänger geliefert
dispatch-still-good = Verkäuflich: nicht zur Entsorgung
dispatch-remove = Herausnehmen
dispatch-unpack = Auspacken
dispatch-lot-title = Ohne Scannen: eine Charge
dispatch-lot-hint = Alle, die Sie haben, wenn nichts dasteht; oder einige nach ihrem Platz in der Charge, von 0 an gezählt: 0-499.
dispatch-lot-take = Hinzufügen
dispatch-lot-all = Charge { $lot }: alle, die Sie haben
dispatch-lot-part = Charge { $lot }: Packungen { $first } bis { $last }
dispatch-case = Karton oder Palette
dispatch-sscc = Nummer (SSCC)
dispatch-case-hint = Nur wenn es eine gibt: eintippen oder eine vorschlagen lassen, die wie Ihre GLN beginnt. Achten Sie darauf, dass niemand sonst Kartons so nummeriert.
dispatch-case-is = Versandt wird Karton { $digits }.
dispatch-sscc-lack = Mit Prüfziffer: { $digits }
dispatch-sscc-wrong = Die Prüfziffer ist falsch: Richtig wäre { $digits }. Vergleichen Sie mit dem Etikett.
dispatch-sscc-count = Eine SSCC hat 18 Ziffern; hier { $digits ->
        [one] steht { $digits }.
       *[other] stehen { $digits }.
    }
dispatch-propose = Nummer vorschlagen
dispatch-print = Etikett drucken
dispatch-printed = Das Etikett ist als { $file } gespeichert. Drucken Sie es in seiner eigenen Größe.
dispatch-pack-it = Liste in diesen Karton packen
dispatch-send-title = Versenden
dispatch-summary = Packungen: { $packs } · Chargen: { $lots } · An: { $to }
dispatch-papers-hint = Ein Verkauf aus den oder in die Vereinigten Staaten braucht beide Dokumente. Nur ihre Prüfsummen gelangen ins Register.
dispatch-information = Transaction Information
dispatch-statement = Transaction Statement
dispatch-into = Lieferung
dispatch-into-hint = Packungen, die versehentlich mit einer offenen Lieferung abgingen, können ihr hinzugefügt werden. Der Empfänger benennt dann, was ankam.
dispatch-into-new = Eine neue
dispatch-into-open = { $number }, versandt vor { $age }
dispatch-left-out-hint = Was nicht hinzugefügt wurde, wird nicht versandt.
dispatch-send = Versenden
dispatch-lack-packs = In der Liste steht noch nichts.
dispatch-lack-answer = Einige Packungen werden noch geprüft.
dispatch-lack-receiver = Wählen Sie den Empfänger.
dispatch-lack-sender = Ihre eigene Erlaubnis deckt das nicht.
dispatch-lack-stopped = Der Empfänger ist ausgesetzt oder gestrichen.
dispatch-lack-unlicensed = Der Empfänger hat keine jetzt gültige Erlaubnis dafür.
dispatch-lack-documents = Die beiden Dokumente fehlen noch.
dispatch-lack-ranges = Die Packungen liegen an { $n ->
        [one] { $n } Stelle
       *[other] { $n } getrennten Stellen
    } ihrer Chargen, und eine Handlung fasst { $most }. Nehmen Sie einige heraus und versenden Sie sie für sich, oder nehmen Sie ganze Kartons.
dispatch-lack-number = Der Karton braucht eine Nummer.
dispatch-lack-bad-number = Die Nummer des Kartons stimmt nicht.
dispatch-lack-contents = Der Karton enthält andere Packungen als die Liste. Versenden Sie ihn ganz und nichts sonst, oder packen Sie ihn zuerst aus.
dispatch-lack-nested = Nur Kartons, die Packungen enthalten und in keinem anderen stehen, können gepackt werden, unter einer anderen Nummer als ihrer eigenen.
told-dispatch-supply = Belieferung von { $to }, Packungen: { $packs }
told-dispatch-return = Retoure an { $to }, Packungen: { $packs }
told-dispatch-disposal = Versand an { $to } zur Entsorgung, Packungen: { $packs }
told-dispatch-extend = Nachtrag zur Lieferung { $number } an { $to }, Packungen: { $packs }
told-dispatch-pack = Karton { $sscc } packen, Packungen: { $packs }
told-dispatch-unpack = Karton { $sscc } auspacken

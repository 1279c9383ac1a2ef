# Was Urteile sagen, auf Deutsch.

headline-genuine = Echt
headline-already-dispensed-here = Hier bereits abgegeben
headline-already-used-elsewhere = Anderswo bereits verwendet
headline-do-not-use = Nicht verwenden
headline-not-recognised = Nicht erkannt
headline-suspicious = Verdächtig
headline-could-not-check = Nicht prüfbar

duration-seconds = { $n ->
    [one] { $n } Sekunde
   *[other] { $n } Sekunden
}
duration-minutes = { $n ->
    [one] { $n } Minute
   *[other] { $n } Minuten
}
duration-hours = { $n ->
    [one] { $n } Stunde
   *[other] { $n } Stunden
}
duration-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}
ago-seconds = { $n ->
    [one] vor { $n } Sekunde
   *[other] vor { $n } Sekunden
}
ago-minutes = { $n ->
    [one] vor { $n } Minute
   *[other] vor { $n } Minuten
}
ago-hours = { $n ->
    [one] vor { $n } Stunde
   *[other] vor { $n } Stunden
}
ago-days = { $n ->
    [one] vor { $n } Tag
   *[other] vor { $n } Tagen
}

as-said = { $said }
unknown-product = Kein Hersteller hat ein Produkt mit der GTIN { $gtin } eingetragen.
unknown-batch = Der Hersteller dieses Produkts hat keine Charge { $lot } eingetragen.
unknown-serial = Seriennummer { $serial } und der mitgegebene Nachweis gehören zu keiner Packung dieser Charge.
no-proof = Der Code trägt keinen Nachweis seiner Seriennummer, und niemand, der sie verwahrt, wurde gefragt.
no-pack-record = Die Kette gab keine Antwort zu genau dieser Packung.
expiry-mismatch = Das Verfallsdatum auf der Packung ist nicht das, das der Hersteller dieser Charge gab ({ $expiry }).
expired = Diese Charge ist am { $expiry } verfallen.
recalled-product = Alle Chargen dieses Produkts sind zurückgerufen ({ $danger }).
recalled-lot = Diese Charge ist zurückgerufen ({ $danger }).
recalled-pack = Diese Packung ist zurückgerufen, mit weiteren ihrer Charge ({ $danger }).
recall-class-1 = Klasse I: Lebensgefahr oder ernste Gefahr für die Gesundheit
recall-class-2 = Klasse II: kann der Gesundheit schaden
recall-class-3 = Klasse III: schadet der Gesundheit wahrscheinlich nicht
withdrawn-product = Dieses Produkt wurde vom Markt genommen.
withdrawn-lot = Diese Charge wurde vom Markt genommen.
not-released = Der Hersteller hat diese Charge nicht zum Verkauf freigegeben.
cold-chain = Unterwegs war diese Packung wärmer oder kälter als erlaubt, und der Hersteller hat sie nicht freigegeben.
proven-active = Der Hersteller hat diese Packung eingetragen, und sie ist aktiv.
already-dispensed-here = Ihre Apotheke hat diese Packung abgegeben.
already-dispensed-elsewhere = Eine Packung mit diesem Code wurde bereits einem Patienten ausgehändigt.
already-used-exported = Eine Packung mit diesem Code wurde ausgeführt.
already-used-sample = Eine Packung mit diesem Code wurde von einer Behörde als Probe genommen.
already-used-free-sample = Eine Packung mit diesem Code wurde als Gratismuster abgegeben.
already-used-repackaged = Eine Packung mit diesem Code wurde zum Umpacken entnommen.
stolen = Diese Packung ist als gestohlen gemeldet.
destroyed = Diese Packung ist als vernichtet verzeichnet.
locked = Diese Packung wird während einer Untersuchung zurückgehalten.
quarantined = Diese Packung ist in Quarantäne.
unknown-state = Die Packung ist in einem Zustand, den dieses Programm nicht kennt. Aktualisieren Sie das Programm.
holder-not-authorised = Wer diese Packung laut Aufzeichnungen hat, darf derzeit nicht handeln.
not-with-pharmacy = Laut Aufzeichnungen hat diese Packung noch keine Apotheke erreicht.
wrong-custodian = Laut Aufzeichnungen ist diese Packung bei jemand anderem und nicht auf dem Weg zu Ihnen.
compare-expiry = Der Code trägt kein Verfallsdatum. Der Hersteller gab dieser Charge { $expiry }: Vergleichen Sie es mit der Packung.
not-yet-received = Die Lieferung mit dieser Packung ist noch nicht angenommen: Nehmen Sie sie zuerst an.
development-chain = Dies ist eine Entwicklungskette: Jeder kann ihre Blöcke machen. Stellen Sie den Prüfpunkt der echten Kette ein.
custodian-not-checked = Ob die Packung bei Ihnen sein soll, wurde nicht geprüft: Es ist keine GLN Ihres Betriebs eingestellt.
node-dropped = Ein Knoten gab eine falsche Antwort und wird nicht mehr gefragt: { $node }. Sagen Sie es seinem Betreiber.
anomaly = Im Register spricht nichts gegen diese Packung, aber ihre Scans sind ungewöhnlich: { $reasons }.
anomaly-and = { "; " }
seen-far-away = Laut einem Gateway wurde dieser Code vor etwa { $hours } Stunden rund { $kilometres } km entfernt gescannt: Eine der beiden Packungen wäre eine Kopie. Das ist nicht bewiesen. Vergleichen Sie die Packung mit einer anderen ihrer Charge, bevor Sie sie abgeben.
offline = Ohne Netz gegen Aufzeichnungen geprüft, die { $age } alt sind; was seither geschah, ist nicht bekannt.
clock-behind = Die Uhr dieses Geräts geht { $minutes } Minuten hinter der Kette nach. Stellen Sie sie und scannen Sie erneut.
stale-node = Die neuesten Daten dieses Knotens sind { $minutes } Minuten alt. Ein Rückruf seither würde übersehen.
stale-snapshot = Die vorliegenden Aufzeichnungen sind { $age } alt und dürfen höchstens { $most } alt sein: Ein Rückruf seither würde übersehen. Holen Sie einen neueren Schnappschuss oder scannen Sie mit Netz.
may-have-changed = { $finding } Das war { $ago }; es kann sich seither geändert haben.
bad-lot = Die Charge ist länger, als eine Charge sein kann.
unknown-participant = Kein Teilnehmer hat die GLN { $gln }, auf die dieser Scanner eingestellt ist.
scanner-misconfigured = Ihr Scanner ist falsch eingestellt; gegen die Packung sagt das nichts. Anscheinend gilt: { $faults }.
fault-and = { "; und " }
fault-caps-lock = Groß- und Kleinbuchstaben sind vertauscht: Feststelltaste ausschalten
fault-upper-case = alle Buchstaben kommen groß an: Der Scanner soll die Schreibung lassen
fault-lower-case = alle Buchstaben kommen klein an: Der Scanner soll die Schreibung lassen
fault-german-layout = der Scanner tippt für eine amerikanische Tastatur: auf deutsche Belegung stellen
fault-french-layout = der Scanner tippt für eine amerikanische Tastatur: auf französische Belegung stellen
fault-other-separator = das Trennzeichen kommt als anderes Zeichen an: Der Scanner soll FNC1 als GS (ASCII 29) senden
fault-lost-separator = das Trennzeichen geht verloren: Der Scanner soll FNC1 als GS (ASCII 29) senden
fault-broken-prefix = die Symbologiekennung kommt zerstückelt an: als Ganzes ein- oder ausschalten
fault-trailing-characters = auf den Code folgt ein Zeichen: Der Scanner soll keinen Zusatz senden
incomplete-code = Dem Code fehlt: { $missing }. So benennt er keine einzelne Packung.
element-gtin = GTIN
element-serial = Seriennummer
element-lot = Charge
not-gs1 = Das ist kein gültiger GS1-Code: { $why } (bei Zeichen { $at }).
next-incomplete-code = Scannen Sie den zweidimensionalen Code neben dem Verfallsdatum; der Strichcode eines Produkts genügt nicht.
next-not-gs1 = Vergleichen Sie den Code Zeichen für Zeichen mit der Packung, oder scannen Sie ihn, statt zu tippen.

next-genuine-not-received = Nehmen Sie zuerst die Lieferung mit dieser Packung an.
next-genuine-far-away-pharmacist = Sehen Sie sich die Packung genau an: Druck, Siegel, Beilage. Ist etwas seltsam, legen Sie sie beiseite und fragen Sie den Hersteller; sonst geben Sie sie ab.
next-genuine-patient = Sie können dieses Arzneimittel wie verordnet anwenden.
next-genuine-pharmacist = Prüfen Sie das Siegel, dann geben Sie die Packung ab.
next-genuine-others = Nichts zu tun.
next-already-dispensed-here = Ihre Apotheke hat diese Packung bereits abgegeben. Wenn Sie sie noch in Händen haben, klären Sie, welcher Patient welche Packung bekam; geben Sie sie nicht noch einmal ab.
next-already-used-elsewhere-patient = Wenn Ihre Apotheke Ihnen genau diese Packung gegeben hat, ist alles in Ordnung. Wenn Sie sie anderswo bekamen, verwenden Sie sie nicht und fragen Sie in einer Apotheke.
next-already-used-elsewhere-pharmacist = Geben Sie diese Packung nicht ab. Falls nicht Ihre eigene Apotheke sie abgab, legen Sie sie beiseite und melden Sie sie: Eine andere Packung mit diesem Code wurde anderswo verwendet.
next-already-used-elsewhere-wholesaler = Liefern Sie diese Packung nicht aus. Legen Sie sie beiseite und melden Sie sie: Eine andere Packung mit diesem Code wurde anderswo verwendet.
next-already-used-elsewhere-others = Verfolgen Sie die Packung und klären Sie, ob dies die abgegebene ist oder eine Kopie ihres Codes.
next-do-not-use-patient = Verwenden Sie dieses Arzneimittel nicht. Bringen Sie es in eine Apotheke.
next-do-not-use-trade = Nehmen Sie die Packung in Quarantäne. Befolgen Sie den Rückruf oder Ihr Verfahren für den genannten Grund.
next-do-not-use-others = Sorgen Sie dafür, dass die Packung aus dem Verkehr gezogen wird.
next-not-recognised-patient = Diese Packung ließ sich keiner zuordnen, die ihr Hersteller eingetragen hat. Verwenden Sie sie nicht; lassen Sie sie in einer Apotheke prüfen.
next-not-recognised-trade = Scannen Sie noch einmal, um einen Lesefehler auszuschließen. Bleibt es dabei, nehmen Sie die Packung in Quarantäne und melden Sie sie der Behörde und dem Hersteller.
next-not-recognised-others = Vergleichen Sie den Code mit den Unterlagen des Herstellers, dann eröffnen Sie einen Fall.
next-suspicious-patient = Was auf dieser Packung steht oder wo sie ist, passt nicht zu den Aufzeichnungen. Verwenden Sie sie nicht; lassen Sie sie in einer Apotheke prüfen.
next-suspicious-trade = Nehmen Sie die Packung in Quarantäne, heben Sie die Verpackung auf und melden Sie sie der Behörde und dem Hersteller.
next-suspicious-others = Sichern Sie die Packung und eröffnen Sie einen Fall.
next-could-not-check-patient = Das sagt nichts gegen die Packung. Scannen Sie den großen quadratischen Code und versuchen Sie es später noch einmal, oder fragen Sie in einer Apotheke.
next-could-not-check-others = Das sagt nichts gegen die Packung. Geben oder liefern Sie sie nicht aufgrund dieses Scans ab; sehen Sie den Grund, dann scannen Sie erneut.

gs1-empty = es wurde nichts gescannt: den Code noch einmal scannen
gs1-too-long = der Text ist länger als jeder GS1-Code: einen einzelnen Code scannen
gs1-unknown-ai = hier beginnt kein GS1-Datenbezeichner: Der Code ist vielleicht kein GS1-Code, oder ein Trennzeichen ging verloren
gs1-missing-value = ein Datenbezeichner hat keinen Wert: Der Code ist vielleicht abgeschnitten
gs1-value-too-short = ein Wert ist kürzer, als sein Datenbezeichner verlangt: Der Code ist vielleicht abgeschnitten
gs1-value-too-long = ein Wert ist länger, als sein Datenbezeichner erlaubt: Vielleicht ging ein Trennzeichen verloren
gs1-bad-character = ein Wert enthält ein Zeichen, das sein Datenbezeichner nicht erlaubt
gs1-bad-check-digit = die Prüfziffer ist falsch: noch einmal scannen oder mit der gedruckten Nummer vergleichen
gs1-bad-company-prefix = der Schlüssel beginnt nicht mit einer GS1-Basisnummer
gs1-bad-date = das Datum gibt es nicht: Daten sind JJMMTT, Tag 00 steht für das Monatsende
gs1-bad-time = die Uhrzeit gibt es nicht
gs1-not-in-list = der Wert steht nicht in der Liste, auf die sein Datenbezeichner verweist
gs1-bad-content = der Wert verletzt eine Regel seines Datenbezeichners
gs1-repeated-ai = ein Datenbezeichner steht zweimal mit verschiedenen Werten: Vielleicht sind zwei Codes ineinandergelaufen
gs1-missing-partner = ein Datenbezeichner steht ohne einen anderen, den er braucht, etwa eine Seriennummer ohne GTIN
gs1-excluded-partner = zwei Datenbezeichner stehen beisammen, die einander ausschließen
gs1-bad-brackets = Klammern müssen jeden Datenbezeichner umschließen, wie in (01)09506000134352
gs1-bad-uri = die Adresse ist keine wohlgeformte http- oder https-URI
gs1-no-link-key = die Adresse enthält keinen GS1-Schlüssel: Sie ist kein GS1 Digital Link
gs1-bad-link-path = die Zusätze zum Schlüssel dieses Digital Links sind unbekannt oder in falscher Reihenfolge
gs1-bad-link-attribute = dieser Datenbezeichner darf nicht in der Abfrage eines Digital Links stehen
gs1-bad-escape = eine Prozentkodierung ist fehlerhaft

node-bad-address = `{ $address }` ist keine Adresse eines Knotens. Geben Sie eine Adresse wie http://127.0.0.1:9944 an.
node-unreachable = Unter { $address } antwortet kein Knoten: { $cause }. Prüfen Sie, ob der Knoten läuft und ob Adresse und Netz stimmen, dann versuchen Sie es noch einmal.
node-too-slow = { $address } braucht zu lange für eine Antwort. Prüfen Sie, ob der Knoten läuft und ob Adresse und Netz stimmen, dann versuchen Sie es noch einmal.
node-timeout = Kein Knoten hat rechtzeitig geantwortet.
node-wrong-chain = { $address } ist kein Medtrail-Knoten: Er dient `{ $chain }`. Geben Sie die Adresse eines Knotens der Medtrail-Kette an.
node-wrong-version = Die Transaktionen der Kette haben Version { $found }, dieses Programm schreibt Version { $known }. Aktualisieren Sie dieses Programm.
node-error = Der Knoten hat die Anfrage abgelehnt: { $said } ({ $code }). Versuchen Sie einen anderen Knoten; hält es an, sagen Sie es dem Betreiber.
node-bad-answer = Die Antwort des Knotens ergibt keinen Sinn: { $what }. Versuchen Sie einen anderen Knoten; hält es an, sagen Sie es dem Betreiber.
node-no-block = Der Knoten hat den Block nicht. Versuchen Sie es gleich noch einmal, oder einen anderen Knoten.
node-none-honest = Jeder angegebene Knoten gab falsche Antworten. Geben Sie die Adresse eines anderen Knotens an, und sagen Sie es den Betreibern.
node-no-finality = Der Knoten beweist nicht, dass sein letzter Block endgültig ist. Fragen Sie einen Knoten, der an der Finalisierung teilnimmt.
clock-set-back = Die Uhr dieses Geräts wurde zurückgestellt. Stellen Sie sie richtig und scannen Sie erneut.
node-unproven = Die Antwort des Knotens ist nicht bewiesen: { $why }. { $next }
proof-too-large = der Beweis ist größer als ein ehrlicher
proof-incomplete = der Beweis führt nicht von der Zustandswurzel des Blocks zum Schlüssel
proof-undecodable = der bewiesene Wert ist nicht lesbar: Die Kette hat vielleicht eine andere Version
proof-misplaced = die Aufzeichnungen zur Packung stehen nicht dort, wo der Knoten sagte
proof-bad-votes = die Stimmen für den Block widersprechen sich
proof-not-by-set = der Block ist nicht von denen finalisiert, die es dürfen
proof-bad-set = die Gruppe der Finalisierer ist ungültig
proof-unknown-change = die Kette hat ihre Finalisierer auf eine Weise gewechselt, die dieses Programm nicht kennt
proof-no-change = der Block wechselt keine Finalisierer
proof-older = der Block ist älter als einer, der als endgültig bekannt ist
proof-fork = ein anderer Block derselben Höhe wurde auch finalisiert: Die Kette ist gespalten
proof-other-chain = der Block gehört zu einer anderen Kette
proof-other-base = die Differenz beginnt bei einem anderen Schnappschuss
next-node-behind = Warten Sie, bis der Knoten aufgeholt hat, oder fragen Sie einen anderen.
next-chain-split = Verlassen Sie sich auf keinen Knoten dieser Kette, bis ihre Behörden sagen, was geschah.
next-not-by-set = Stellen Sie sicher, dass der Prüfpunkt von dieser Kette ist. Wenn ja, verlassen Sie sich nicht auf diesen Knoten und sagen Sie es seinem Betreiber.
next-update-program = Aktualisieren Sie dieses Programm.
next-other-node = Verlassen Sie sich nicht auf diesen Knoten. Versuchen Sie einen anderen und sagen Sie es seinem Betreiber.
checkpoint-unreadable = Das ist kein Prüfpunkt einer Medtrail-Kette. Geben Sie eine Datei an, die `medtrail checkpoint` gemacht hat.
checkpoint-bad-signature = Die Unterschrift des Prüfpunkts ist falsch. Benutzen Sie ihn nicht. Holen Sie den Prüfpunkt erneut von dem, der ihn für diese Kette veröffentlicht.
checkpoint-other-publisher = Der Prüfpunkt ist nicht vom genannten Herausgeber unterschrieben. Benutzen Sie ihn nicht. Holen Sie den Prüfpunkt erneut von dem, der ihn für diese Kette veröffentlicht.
checkpoint-too-old = Der Prüfpunkt ist älter als ein halbes Jahr oder aus der Zukunft. Holen Sie einen neueren von dem, der ihn für diese Kette veröffentlicht.
checkpoint-bad-key = Der Schlüssel des Herausgebers ist keine geheime Wortfolge. Geben Sie eine Datei mit einer geheimen Wortfolge an.
act-refused-otherwise = Abgelehnt: { $why }. Nichts hat sich geändert. Prüfen Sie die Handlung und versuchen Sie es noch einmal.
act-number-taken = Eine andere Handlung desselben Schlüssels kam zuvor: { $why }. Nichts hat sich geändert. Versuchen Sie es noch einmal, wenn andere Programme den Schlüssel nicht benutzen.
act-unconfirmed = Die Handlung wurde gesendet, aber ihre Wirkung war nicht zu sehen: { $why }. Sehen Sie mit `medtrail trace` nach den Packungen, bevor Sie es noch einmal versuchen.
gateway-denies = Das Gateway { $address } sagt, dass die Liste des Herstellers keine solche Seriennummer hat. Das ist nicht bewiesen: Es kann sich irren, oder der Code ist falsch gelesen. Verlassen Sie sich nicht auf diese Packung, bis der Hersteller gefragt ist.
gateway-knows-nothing = Das Gateway { $address } kennt den Code nicht.
gateway-dropped = Das Gateway { $address } gab einen falschen Nachweis und wird nicht mehr gefragt. Sagen Sie es seinem Betreiber.
gateway-unreachable = Unter { $address } antwortet kein Gateway: { $cause }.
gateway-refused = Das Gateway unter { $address } hat abgelehnt: { $said }.
gateway-bad-answer = Die Antwort von { $address } ist nicht die eines Gateways.
gateway-no-randomness = Das System gibt keine Zufallszahlen.
picture-file = { $path } ist nicht lesbar: { $cause }.
picture-not-one = Das ist kein PNG- oder JPEG-Bild, oder es ist beschädigt.
picture-too-large = Das Bild ist zu groß: höchstens 64 MB und 100 Megapixel.
picture-no-code = Im Bild wurde kein Code gefunden.
picture-several-packs = Das Bild zeigt die Codes mehrerer Packungen.
next-picture-file = Prüfen Sie Pfad und Rechte.
next-picture-not-one = Wählen Sie ein PNG- oder JPEG-Foto des Packungscodes.
next-picture-too-large = Machen Sie das Bild noch einmal mit weniger Pixeln, oder schneiden Sie es zu.
next-picture-no-code = Machen Sie das Bild noch einmal: den ganzen Code, scharf, ohne Spiegelung, ein Drittel des Bildes oder mehr.
next-picture-several-packs = Machen Sie ein Bild von einer Packung auf einmal.

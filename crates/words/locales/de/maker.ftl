# What the manufacturer's desks say.

tab-products = Produkte
tab-batches = Chargen
maker-open = Öffnen
maker-status = Status
maker-gtin = GTIN
maker-withdrawn = Vom Markt genommen
maker-recalled = Zurückgerufen, Klasse { $class }
maker-off = Zurückrufen oder vom Markt nehmen
maker-progress = { $step }: { $done } von { $of ->
        [one] { $of } Packung
       *[other] { $of } Packungen
    }
maker-stop = Abbrechen
maker-step-reading = Vorbereitung
maker-step-hashing = Packungen werden gehasht
maker-step-writing = Packungsliste wird geschrieben
maker-step-printing = Etiketten werden gezeichnet
product-none = Noch keine Produkte
product-none-hint = Registrieren Sie zuerst ein Produkt. Chargen gibt es nur von registrierten Produkten.
product-new = Neues Produkt
product-all = Alle Produkte
product-name = Name
product-name-hint = Name, Stärke und Darreichungsform.
product-authorisation = Zulassungsnummer
product-markets = Länder
product-markets-hint = Wo es zugelassen ist: Codes aus zwei Buchstaben, etwa DE, FR.
product-markets-bad = Schreiben Sie Codes aus zwei Buchstaben, durch Kommas getrennt.
product-storage = Lagerung
storage-ambient = Keine besonderen Bedingungen
storage-refrigerated = 2 bis 8 °C
storage-room = 20 bis 25 °C
product-marketed = Auf dem Markt
product-register = Registrieren
product-gtin-hint = 8, 12, 13 oder 14 Ziffern. Die letzte ist die Prüfziffer.
product-gtin-good = Die Prüfziffer stimmt.
product-gtin-digits = Eine GTIN hat nur Ziffern.
product-gtin-whole = Mit Prüfziffer wäre es { $gtin }.
product-gtin-check = Die Prüfziffer passt nicht. Nach diesen Ziffern wäre sie { $digit }. Vergleichen Sie mit der gedruckten Nummer.
product-recall = Alle Chargen zurückrufen
product-withdraw = Produkt vom Markt nehmen
product-off-hint = Ein Rückruf braucht eine Klasse. Weder Rückruf noch Marktrücknahme können je rückgängig gemacht werden.
class-1 = I: Lebensgefahr oder ernste Gefahr für die Gesundheit
class-2 = II: kann krank machen
class-3 = III: keine bedeutende Gefahr
batch-none = Noch keine Chargen
batch-none-hint = Eine neue Charge braucht eine Liste von Seriennummern oder erzeugt zufällige.
batch-no-product = Registrieren Sie zuerst ein Produkt.
batch-new = Neue Charge
batch-all = Alle Chargen
batch-find = Charge, Produkt oder GTIN suchen
batch-shown = Angezeigt: { $shown } von { $all }
batch-lot = Charge
batch-lot-hint = Wie auf den Packungen gedruckt: 1 bis 20 Zeichen.
batch-lot-bad = Eine Chargennummer hat 1 bis 20 Buchstaben, Ziffern oder Zeichen, ohne Leerzeichen.
batch-expiry = Verfall
batch-expiry-hint = 2027-12-31, 2027-12 für das Monatsende, oder wie gedruckt: 271200.
batch-expiry-bad = Das ist kein Datum.
batch-product = Produkt
batch-packs = Packungen
batch-packs-bad = Schreiben Sie eine Zahl von Packungen.
batch-serials = Seriennummern
batch-serials-hint = In Packreihenfolge. Eine Textdatei mit einer Seriennummer je Zeile oder eine CSV-Datei mit einer Spalte serial.
batch-choose-serials = Datei wählen…
batch-file = { $file }: { $packs ->
        [one] { $packs } Seriennummer
       *[other] { $packs } Seriennummern
    }, von { $first } bis { $last }
batch-random = Oder eine Zahl zufälliger Seriennummern
batch-random-hint = Höchstens 4194304.
batch-random-instead = Stattdessen zufällige
batch-folder = Geheimer Ordner
batch-folder-hint = Darunter entsteht ein Ordner der Charge. Er enthält die Seriennummern und was sie beweist: Halten Sie ihn geheim und sichern Sie ihn.
batch-choose-folder = Ordner wählen…
batch-prepared = Die Charge liegt in { $folder }. Sie muss nur noch registriert werden.
batch-register = Charge registrieren
batch-lacks = Wählen Sie zum Anmelden ein Produkt und geben Sie Charge, Verfall und Seriennummern oder deren Anzahl an.
batch-title = Charge { $lot }
batch-registered = Registriert, nicht freigegeben
batch-released = Freigegeben
batch-part-recalled = Freigegeben, teils zurückgerufen
batch-range-recalled = Packungen { $first } bis { $last }: zurückgerufen, Klasse { $class }
batch-release = Zum Verkauf freigeben
batch-release-hint = Durch die sachkundige Person. Wählen Sie das Qualitätszertifikat: Nur sein Hash kommt ins Register.
batch-released-already = Sie ist bereits freigegeben oder nicht mehr auf dem Markt.
batch-choose-certificate = Zertifikat wählen…
batch-labels = Etiketten
batch-labels-hint = Eine PDF-Datei aus dem geheimen Ordner. Drucken Sie sie in Originalgröße.
batch-range = Packungen
batch-range-hint = Alle, wenn nichts dasteht. Ein Platz wie 17 oder ein Bereich wie 0-499, von 0 an gezählt.
batch-range-bad = Solche Packungen hat die Charge nicht.
batch-sheet = Bogen
batch-sheet-hint = Papier, Spalten und Zeilen. Kleine Etiketten, 3x8 und 3x10, lassen den Beweis im Code weg.
batch-resolver = Adresse im Code
batch-print = Als PDF sichern…
batch-printed = ✓ Etiketten: { $labels }, Seiten: { $pages }, in { $file }
batch-recall = Zurückrufen
batch-withdraw = Charge vom Markt nehmen
batch-off-hint = Ein Rückruf braucht eine Klasse. Die Marktrücknahme betrifft immer die ganze Charge. Beides ist nie rückgängig zu machen.
batch-off-already = Sie ist bereits nicht mehr auf dem Markt.
told-register-product = Produkt { $gtin } anmelden
told-recall-product = Alle Chargen von { $name } zurückrufen, Klasse { $class }. Das lässt sich nie rückgängig machen
told-withdraw-product = { $name } vom Markt nehmen. Das lässt sich nie rückgängig machen
told-release = Charge { $lot } mit Zertifikat { $name } für den Verkauf freigeben
told-register-batch = Charge { $lot } mit { $packs ->
        [one] { $packs } Packung
       *[other] { $packs } Packungen
    } anmelden
told-withdraw-batch = Charge { $lot } vom Markt nehmen. Das lässt sich nie rückgängig machen
told-recall-batch = Charge { $lot } zurückrufen, Klasse { $class }. Das lässt sich nie rückgängig machen
told-recall-packs = Packungen { $start } bis { $end } der Charge { $lot } zurückrufen, Klasse { $class }. Das lässt sich nie rückgängig machen

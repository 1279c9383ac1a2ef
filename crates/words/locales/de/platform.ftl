# Vom System, auf dem der Scanner läuft: sein Schlüsselbund, seine Kameras.

keyring = Was den Schlüssel öffnet
keyring-no = Ein Passwort
keyring-yes = Der Schlüsselbund dieses Systems
keyring-no-hint = Der Schlüssel liegt in einer verschlüsselten Datei. Wer ihn hier benutzen will, muss das Passwort kennen.
keyring-yes-hint = Der Schlüssel liegt in einer verschlüsselten Datei, die der Schlüsselbund des Systems öffnet; ein Passwort wird hier nicht verlangt. Wer an diesem Computer unter Ihrem Namen angemeldet ist, kann den Schlüssel benutzen: Lassen Sie den Bildschirm sich selbst sperren.
keyring-asking = Der Schlüsselbund des Systems wird gefragt …
keyring-locked = Der Schlüssel ist gesperrt. Der Schlüsselbund des Systems öffnet ihn; das System fragt vielleicht nach einem eigenen Passwort.
keyring-missing = Dieses System hat keinen Schlüsselbund, oder er läuft nicht. Wählen Sie stattdessen ein Passwort; oder melden Sie sich am Desktop an und versuchen Sie es erneut.
keyring-silent = Der Schlüsselbund des Systems hat eine Minute lang nicht geantwortet. Suchen Sie ein Fenster, in dem er nach seinem Passwort fragt, und versuchen Sie es erneut; für einen neuen Schlüssel können Sie stattdessen ein Passwort wählen.
keyring-refused = Der Schlüsselbund des Systems blieb gesperrt oder hat abgelehnt. Entsperren Sie ihn und versuchen Sie es erneut; für einen neuen Schlüssel können Sie stattdessen ein Passwort wählen.
keyring-lost = Der Schlüsselbund des Systems enthält nicht mehr, was diesen Schlüssel öffnet. Entfernen Sie den Schlüssel hier und geben Sie seine geheimen Wörter neu ein.

camera-none = An diesem Computer wurde keine Kamera gefunden. Schließen Sie eine an und öffnen Sie sie erneut; oder öffnen Sie ein Bild, oder tippen Sie den Code ein.
camera-forbidden = Das System lässt dieses Programm die Kamera nicht benutzen. Erlauben Sie es in den Einstellungen des Systems und öffnen Sie die Kamera erneut.
camera-other = Andere Kamera
